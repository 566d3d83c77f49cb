// The running server: where all modules meet, from start to an orderly end.
#pragma once

#include "core/base/status.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::app {

// Serves the shop until SIGTERM, SIGINT or SIGHUP (unless it is ignored): then takes nothing more,
// finishes what it has taken, and returns within kStopSecondsMax. Prints "listening on <address>"
// on standard output when it is ready. REQUIRES: `config` is complete; no other thread runs yet.
// Errors: those of the configuration, the log and the views.
absl::Status Serve(const edge::v1::EdgeConfig& config);

}  // namespace daybook::app
