// The RocksDB instance under the log: its five tables by name, and its errors as ours. Knows
// nothing of what the rows mean.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"
#include "rocksdb/db.h"

namespace daybook::store {

enum class Table { kLog, kMeta, kRequest, kIndex, kSnapshot };

// Rows that are written together or not at all.
class Batch;

// Thread-safe, for one writer and any number of readers.
class Database {
 public:
  enum class Mode {
    kNormal,       // Refuses a write-ahead log that is damaged other than at its end.
    kPointInTime,  // Replays it up to the damage.
    kReadOnly,
  };

  struct Options {
    std::string directory;
    rocksdb::Env* env = nullptr;  // Outlives the database.
    int64_t block_cache_bytes = 0;
    int64_t write_buffer_bytes = 0;
    Mode mode = Mode::kNormal;
  };

  // Opens the database, or creates it. Unless it is only read, its write-ahead log is first brought
  // to the disk: what is shown is there.
  // Errors: LOG_TOO_NEW if it has tables of which this program knows nothing, STORE_CORRUPT,
  // STORE_FAILED.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const Options& options);

  ~Database();

  // Errors of all reads: STORE_CORRUPT, STORE_FAILED.
  absl::StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const;

  // The iterator must not outlive the database. Reads that run through much of the log leave the
  // cache alone (`fill_cache` false).
  std::unique_ptr<rocksdb::Iterator> NewIterator(Table table, bool fill_cache = true) const;

  // Writes all of `batch`; with `sync`, it is on disk when this returns OK. After an error every
  // later Write fails too. REQUIRES: the caller is the only writer.
  absl::Status Write(Batch& batch, bool sync);

  // Returns the largest key of `table` that is in a table file; nothing if none is.
  std::optional<std::string> LargestFiledKey(Table table) const;

  // Moves everything to table files.
  absl::Status Flush();

 private:
  void FlushIfFull();

  Database() = default;

  friend class Batch;
  rocksdb::ColumnFamilyHandle* handle(Table table) const {
    return handles_[static_cast<size_t>(table)];
  }

  int64_t write_buffer_bytes_ = 0;
  int64_t unflushed_bytes_ = 0;  // The writer's.
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*>
      handles_;  // In the order of Table; the last is RocksDB's own.
};

class Batch {
 public:
  // `database` outlives this.
  explicit Batch(const Database& database) : database_(database) {}

  void Put(Table table, std::string_view key, std::string_view value);
  void Delete(Table table, std::string_view key);

 private:
  friend class Database;
  const Database& database_;
  rocksdb::WriteBatch rows_;
};

}  // namespace daybook::store
