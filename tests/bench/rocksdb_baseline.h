// The second baseline: the same bytes in about as many rows, written by RocksDB's own synced group
// commit. No network, no decision, no hash, no view: what the disk and the database alone allow.
#pragma once

#include <memory>
#include <string>

#include "tests/bench/contender.h"
#include "tests/bench/thread_load.h"

namespace daybook::bench {

// Opens a database in `directory`. Each caller is a thread. Errors: STORE_FAILED.
absl::StatusOr<std::unique_ptr<Contender>> OpenRocksdbBaseline(const std::string& directory,
                                                               const ThreadLoad& load);

}  // namespace daybook::bench
