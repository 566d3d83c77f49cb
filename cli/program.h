// `daybook`, apart from the process around it: finds the subcommand, runs it, and says how it
// ended.
#pragma once

#include <span>
#include <string_view>

#include "cli/command.h"
#include "core/base/status.h"

namespace daybook::cli {

// How the process ends.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;  // The command line is wrong; nothing was done.

// Runs the command line `words` (without the program's name) and returns the exit code. What goes
// wrong is written to `environment.err`: the reason, what happened, and what to do next.
int RunProgram(std::span<const std::string_view> words, Environment& environment);

// Returns the error as a person reads it: reason and message, then what to do next.
std::string ErrorText(const absl::Status& error);

}  // namespace daybook::cli
