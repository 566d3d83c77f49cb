// Opens the log's database after whatever happened to it: verifies what the write-ahead log brought
// back, keeps what is damaged, and says how the log stands. docs/log-format.md, "Recovery".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/status.h"
#include "edge-server/store/database.h"
#include "edge-server/store/index_fold.h"
#include "edge-server/store/key_layout.h"
#include "edge-server/store/tail.h"

namespace daybook::store {

// An epoch from the second on.
struct EpochStart {
  int64_t epoch = 0;
  EpochRow row;
};

// How a log stands when it has been opened.
struct Recovered {
  std::unique_ptr<Database> database;
  IdentityRow identity;
  HeadRow head;
  std::vector<EpochStart> epochs;   // Ascending.
  std::optional<std::string> mark;  // Why it is marked.
  int64_t minute = -1;              // Of the last minute row; -1: none.
};

struct RecoveryOptions {
  std::string directory;  // The log's; the database is in db/ below it.
  Database::Options database;
  IdentityRow identity;  // Of a log that is made now.
};

// Opens the log, creates it if there is none. REQUIRES: the caller holds the directory's lock.
// Errors: LOG_TOO_NEW, CONFIG_INVALID, CHAIN_BROKEN, LOG_NOT_DENSE, STORE_CORRUPT, STORE_FAILED.
absl::StatusOr<Recovered> Recover(const RecoveryOptions& options);

// Reads how the log stands from its rows. Errors: LOG_TOO_NEW, STORE_CORRUPT, STORE_FAILED.
absl::Status ReadRows(const Database& database, Recovered& recovered);

// Puts the entries of the segment that is being filled into the tail and into `fold`.
absl::Status ResumeSegment(const Database& database, int64_t head_position, Tail& tail,
                           IndexFold& fold);

}  // namespace daybook::store
