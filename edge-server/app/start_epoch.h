// daybook-edge start-epoch: a person confirms that a marked log goes on as it is.
#pragma once

#include <string>

namespace daybook::app {

// Ends the epoch of the marked log in `data_directory`, of a stopped server, and prints how it goes
// on: text or, with `json`, one JSON document, on standard output. Returns the process's exit code.
int StartEpoch(const std::string& data_directory, const std::string& reason, bool json);

}  // namespace daybook::app
