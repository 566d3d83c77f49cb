// How a subcommand of daybook-edge says that it failed.
#pragma once

#include <string_view>

#include "core/base/status.h"

namespace daybook::app {

// Prints reason and message: text on standard error or, with `json`, one JSON document on standard
// output. Returns the process's exit code.
int Fail(std::string_view subcommand, const absl::Status& status, bool json);

}  // namespace daybook::app
