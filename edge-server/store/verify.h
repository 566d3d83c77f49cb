// Verifies a log whose process is stopped: every entry, and every row that is folded from them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/base/status.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace daybook::store {

struct VerifyOptions {
  std::string directory;        // The log's.
  rocksdb::Env* env = nullptr;  // The operating system's if null. Outlives the call.
  // Called now and then with how far it is, if set.
  std::function<void(int64_t position, int64_t head_position)> progress;
};

// A log that is as it must be.
struct VerifiedLog {
  Uuid log_id;
  int64_t epoch = 0;
  int64_t entry_count = 0;
  int64_t event_count = 0;  // Also the position of the last event.
  Digest hash;              // Of the chain's end.
  int64_t installation_count = 0;
  std::optional<std::string> mark;  // Why the log takes nothing, if it is marked.
};

// Reads the log from its first entry, changing nothing: positions and versions are dense, the hash
// chain passes through every checkpoint and ends in the head, and the request index, the stream
// index, the segments and the marks of the installations are what the entries say, no more and no
// less. The first damage is the error.
// Errors: STREAM_UNKNOWN if there is no log, DIRECTORY_IN_USE, LOG_TOO_NEW, CHAIN_BROKEN,
// LOG_NOT_DENSE, STORE_CORRUPT, STORE_FAILED.
absl::StatusOr<VerifiedLog> VerifyLog(const VerifyOptions& options);

}  // namespace daybook::store
