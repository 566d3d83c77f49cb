// The rows of the views, in a database of their own that may be deleted at any time: it is rebuilt from
// the log.
//
// Rows and checkpoint of a view are written together, so a view is always the exact fold of the log up to
// its checkpoint. Nothing is synced: a crash takes a view back to an earlier checkpoint, never to a wrong
// row. One writer (the projector), any number of readers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "projections/projection.h"

namespace rocksdb {
class Env;
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
};

// What a batch of entries did to one view.
struct ViewUpdate {
  ViewName view;
  Checkpoint checkpoint;
  std::vector<projections::RowChange> changes;
};

class ViewStore {
 public:
  struct Options {
    std::string directory;
    rocksdb::Env* env = nullptr;  // The operating system's if null. Outlives the store.
    Uuid log_id;                  // Rows of another log are dropped at open.
    int64_t block_cache_bytes = 16 << 20;
  };

  // Opens the store; one that cannot be read, or is of another log, is deleted and begun anew.
  // Errors: STORE_FAILED, DIRECTORY_IN_USE.
  static absl::StatusOr<std::unique_ptr<ViewStore>> Open(const Options& options);

  virtual ~ViewStore() = default;

  // Writes rows and checkpoints of all updates at once. REQUIRES: the caller is the only writer.
  virtual absl::Status Write(const std::vector<ViewUpdate>& updates) = 0;

  // Returns the checkpoint of a view, position 0 if it was never written. Thread-safe.
  virtual absl::StatusOr<Checkpoint> ReadCheckpoint(const ViewName& view) const = 0;

  // Returns the stored row, or nothing. Thread-safe.
  virtual absl::StatusOr<std::optional<std::string>> ReadRow(const ViewName& view,
                                                             std::string_view key) const = 0;

  // Returns rows with keys in [from, to), in order (backwards: from the last one down), at most
  // `rows_max`. An empty `to` is the end. Thread-safe.
  virtual absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadRows(
      const ViewName& view, std::string_view from, std::string_view to, bool backwards,
      int32_t rows_max) const = 0;

  // Lists the views that have a checkpoint, old versions too. Thread-safe.
  virtual absl::StatusOr<std::vector<ViewName>> ListViews() const = 0;

  // Forgets a view. REQUIRES: the caller is the only writer.
  virtual absl::Status Drop(const ViewName& view) = 0;

  // Makes what was written so far survive a crash.
  virtual absl::Status Flush() = 0;

  // A source of rows for one view's fold. The store outlives it.
  std::unique_ptr<projections::RowSource> Source(const ViewName& view) const;

  // What the views take on disk, in bytes.
  virtual int64_t BytesOnDisk() const = 0;
};

}  // namespace daybook::store
