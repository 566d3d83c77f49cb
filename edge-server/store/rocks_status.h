// Turns RocksDB's errors into the product's. rocksdb::Status never leaves this folder.
#pragma once

#include <string_view>

#include "core/base/status.h"
#include "rocksdb/status.h"

namespace daybook::store {

// Returns OK, STORE_CORRUPT for damaged bytes, or STORE_FAILED for everything else; `action` says
// what was attempted, for an operator ("open the log").
absl::Status FromRocks(const rocksdb::Status& status, std::string_view action);

}  // namespace daybook::store
