// daybook-edge verify: proves a stopped data directory, for people and for programs.
#pragma once

#include <string>

namespace daybook::app {

// Verifies the log in `data_directory` and prints what it found: text or, with `json`, one JSON
// document, on standard output; progress on a terminal. Returns the process's exit code.
int Verify(const std::string& data_directory, bool json);

}  // namespace daybook::app
