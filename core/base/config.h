// A typed configuration: a proto message read from a text file. What is not understood is refused,
// with file and line.
#pragma once

#include <string>
#include <string_view>

#include "core/base/status.h"
#include "google/protobuf/message.h"

namespace daybook {

// Reads `text` (protobuf text format) into `config`, whose present values serve as defaults.
// Errors: CONFIG_INVALID, naming `file_name` and the line, for unknown keys and bad values.
absl::Status ParseConfig(std::string_view text, std::string_view file_name,
                         google::protobuf::Message& config);

// The same from a file. Errors: CONFIG_INVALID also if it cannot be read.
absl::Status ReadConfigFile(const std::string& path, google::protobuf::Message& config);

// Returns the configuration as it would be written in a file.
std::string PrintConfig(const google::protobuf::Message& config);

}  // namespace daybook
