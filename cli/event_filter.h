// The flags that choose events, which `log read` and `watch` share.
#pragma once

#include <vector>

#include "cli/arguments.h"
#include "core/base/status.h"
#include "daybook/edge/v1/event_service.pb.h"

namespace daybook::cli {

// --category, --type, --stream and --register, each repeatable.
std::vector<Flag> EventFilterFlags();

// Returns what those flags choose; empty chooses everything. Errors: FIELD_INVALID.
absl::StatusOr<edge::v1::EventFilter> ReadEventFilter(const Arguments& arguments);

}  // namespace daybook::cli
