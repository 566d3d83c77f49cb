// The files of `daybook shop`: days in a shop, as scenarios tell them.
#pragma once

#include <string>

#include "core/base/status.h"
#include "core/scenarios/scenario.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::cli {

// A file that can be played.
struct ShopFile {
  scenarios::Script script;
  scenarios::Rehearsal rehearsal;
};

// Reads a file and those that it uses, and rehearses it. Errors: FILE_INVALID, naming file, line
// and "kind" (scenarios::FindingKindName); TOO_LARGE.
absl::StatusOr<ShopFile> ReadShopFile(const std::string& path);

// Returns FILE_INVALID if there are settings that a server could not follow.
absl::Status CheckForServer(const ShopFile& file);

// Returns the configuration of an edge in whose shop the file can be played.
edge::v1::EdgeConfig EdgeConfigOf(const ShopFile& file);

}  // namespace daybook::cli
