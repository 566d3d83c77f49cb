// The rows of the views, in a database of their own that may be deleted at any time: it is rebuilt
// from the log.
//
// Rows and checkpoint of a view are written together, so a view is always the exact fold of the log
// up to its checkpoint. Nothing is synced: a crash takes all views back to an earlier batch, never
// to a wrong row. The layout is in view_store.cc.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/mutex.h"
#include "core/base/status.h"
#include "projections/projection.h"

namespace rocksdb {
class Cache;
class DB;
class Env;
class PinnableSlice;
class Status;
class WriteBatch;
}  // namespace rocksdb

namespace daybook::store {

// One view of one version, as it is stored: the unit that is rebuilt beside another and swapped.
struct ViewName {
  std::string name;
  int version = 0;

  auto operator<=>(const ViewName&) const = default;
};

// How far a view has come.
struct Checkpoint {
  int64_t epoch = 1;
  int64_t position = 0;  // Every event up to here is folded in.

  bool operator==(const Checkpoint&) const = default;
};

// What a batch of entries did to one view.
struct ViewUpdate {
  ViewName view;
  Checkpoint checkpoint;
  std::vector<projections::RowChange> changes;
};

// One writer (the projector), any number of readers.
class ViewStore {
 public:
  struct Options {
    std::string directory;
    rocksdb::Env* env = nullptr;  // The operating system's if null. Outlives the store.
    Uuid log_id{};                // Rows of another log are dropped at open.
    int64_t block_cache_bytes = 16 << 20;
    int64_t write_buffer_bytes = 8 << 20;  // At most two of them are in memory.
  };

  // Opens the store; one that cannot be read, or is of another log, is deleted and begun anew.
  // Errors: STORE_FAILED, DIRECTORY_IN_USE.
  static absl::StatusOr<std::unique_ptr<ViewStore>> Open(const Options& options);

  ~ViewStore();
  ViewStore(const ViewStore&) = delete;
  ViewStore& operator=(const ViewStore&) = delete;

  // Writes rows and checkpoints of all updates at once. A view that was never written is begun.
  // Errors: STORE_FAILED, STORE_CORRUPT. REQUIRES: the caller is the only writer.
  absl::Status Write(const std::vector<ViewUpdate>& updates) DAYBOOK_EXCLUDES(mutex_);

  // Returns the checkpoint of a view, position 0 if it was never written. Thread-safe.
  Checkpoint ReadCheckpoint(const ViewName& view) const DAYBOOK_EXCLUDES(mutex_);

  // Returns the stored row, or nothing. Thread-safe.
  // Errors: VIEW_BEHIND if the view has no checkpoint, or is dropped meanwhile: ask which view
  // serves now, and read that; STORE_FAILED, STORE_CORRUPT.
  absl::StatusOr<std::optional<std::string>> ReadRow(const ViewName& view,
                                                     std::string_view key) const
      DAYBOOK_EXCLUDES(mutex_);

  // Returns rows with keys in [from, to), in order (backwards: from the last one down), at most
  // `rows_max`. An empty `to` is the end. Thread-safe. Errors: as ReadRow.
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadRows(
      const ViewName& view, std::string_view from, std::string_view to, bool backwards,
      int32_t rows_max) const DAYBOOK_EXCLUDES(mutex_);

  // Lists the views that have a checkpoint, in order of name and version. Thread-safe.
  std::vector<ViewName> ListViews() const DAYBOOK_EXCLUDES(mutex_);

  // Forgets a view; its rows go with later calls of Sweep. Nothing happens if there is no such
  // view. Errors: STORE_FAILED, STORE_CORRUPT. REQUIRES: the caller is the only writer.
  absl::Status Drop(const ViewName& view) DAYBOOK_EXCLUDES(mutex_);

  // Deletes at most `rows_max` rows of forgotten views. Returns whether more are left.
  // Errors: STORE_FAILED, STORE_CORRUPT. REQUIRES: the caller is the only writer.
  absl::StatusOr<bool> Sweep(int32_t rows_max) DAYBOOK_EXCLUDES(mutex_);

  // Makes what was written so far survive a crash. Thread-safe. Errors: STORE_FAILED,
  // STORE_CORRUPT.
  absl::Status Flush();

  // A source of rows for one view's fold: a view that was never written has none. The store
  // outlives it. Thread-safe.
  std::unique_ptr<projections::RowSource> Source(const ViewName& view) const;

 private:
  struct Stored {
    uint16_t id = 0;
    Checkpoint checkpoint;
  };

  // A view that was dropped, and from which row on it is still to be deleted.
  struct Forgotten {
    uint16_t id = 0;
    std::string from_key;
  };

  class ViewRowSource;

  explicit ViewStore(const Options& options);

  absl::Status OpenDatabase();
  absl::Status DeleteDatabase() DAYBOOK_EXCLUDES(mutex_);
  absl::Status Load() DAYBOOK_EXCLUDES(mutex_);
  absl::Status CheckLog();
  absl::StatusOr<std::map<ViewName, Stored>> LoadViews();
  absl::Status FindForgotten(const std::map<ViewName, Stored>& views);
  uint16_t NewId(const std::map<ViewName, Stored>& views) const;
  absl::Status Commit(rocksdb::WriteBatch& batch);
  absl::StatusOr<bool> Read(uint16_t id, std::string_view key, rocksdb::PinnableSlice& row) const;
  std::map<ViewName, Stored> CopyOfViews() const DAYBOOK_EXCLUDES(mutex_);
  std::optional<uint16_t> IdOf(const ViewName& view) const DAYBOOK_EXCLUDES(mutex_);
  absl::StatusOr<uint16_t> LiveId(const ViewName& view) const DAYBOOK_EXCLUDES(mutex_);
  absl::Status ToStatus(const rocksdb::Status& status) const;
  void MarkDamaged() const;

  const Options options_;
  rocksdb::Env* const env_;
  std::shared_ptr<rocksdb::Cache> block_cache_;  // Shared with the database, as RocksDB wants it.
  std::unique_ptr<rocksdb::DB> database_;
  std::vector<Forgotten> forgotten_;  // The writer's own.

  mutable Mutex mutex_;
  std::map<ViewName, Stored> views_ DAYBOOK_GUARDED_BY(mutex_);
};

}  // namespace daybook::store
