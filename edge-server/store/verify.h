// Verifies a whole log on a stopped directory: everything that docs/log-format.md says must hold.
// Changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/base/status.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace daybook::store {

struct VerifyOptions {
  std::string directory;
  rocksdb::Env* env = nullptr;  // The operating system's if null.
  int64_t block_cache_bytes = 32 << 20;

  // Is told how far the verification has come: positions of `position_count`. May be empty.
  std::function<void(int64_t position, int64_t position_count)> progress = {};
};

// What was found in order.
struct VerifyReport {
  Uuid log_id;
  int64_t epoch = 1;
  int64_t position = 0;  // Of the last event.
  Digest hash;
  int64_t entry_count = 0;
  int64_t request_count = 0;
  int64_t stream_count = 0;
  int64_t installation_count = 0;
  std::string mark;  // Why the log is marked; empty if it is not.
};

// Reads every entry once, in order, and compares what follows from them with what is stored:
// density of positions and of each stream's versions, the chain and its checkpoints, the head,
// epochs, requests, streams, installations' marks, the index by category and type, minutes. Memory
// does not grow with the log, but with the number of installations.
//
// Errors: the first damage, with its place: LOG_NOT_DENSE, CHAIN_BROKEN, STORE_CORRUPT,
// LOG_TOO_NEW; also DIRECTORY_IN_USE, and STORE_FAILED, as where there is no log.
absl::StatusOr<VerifyReport> VerifyLog(const VerifyOptions& options);

}  // namespace daybook::store
