// Golden logs: what a day in a shop left behind when a version was released, entry by entry, byte
// by byte. What later versions read must stay what it was.
#pragma once

#include <string>
#include <vector>

#include "core/base/status.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook {

// Plays the scenario file in memory, and returns what it left behind. Errors: FILE_INVALID.
absl::StatusOr<std::vector<event::v1::Entry>> PlayForLog(const std::string& scenario_path);

// Writes a log as text, an entry a line, in base64; and reads one. Errors: FILE_INVALID.
absl::Status WriteGoldenLog(const std::vector<event::v1::Entry>& log, const std::string& path);
absl::StatusOr<std::vector<event::v1::Entry>> ReadGoldenLog(const std::string& path);

}  // namespace daybook
