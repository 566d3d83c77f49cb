// How a subcommand of daybook-edge says that it failed.
#pragma once

#include <string_view>

#include "core/base/status.h"

namespace daybook::app {

// Prints reason and message: text on standard error or, with `json`, one JSON document on standard
// output, in which `done` is false. Returns the process's exit code.
int Fail(std::string_view subcommand, std::string_view done, const absl::Status& status, bool json);

}  // namespace daybook::app
