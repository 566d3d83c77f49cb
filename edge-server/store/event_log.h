// The log of the shop: entries in order, hashed, durable. docs/log-format.md defines the bytes.
//
// An EventLog has one writer and any number of readers. Readers see a prefix of the log that only ever
// grows and is always durable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/base/status.h"
#include "core/entry/chain.h"
#include "core/entry/stream_id.h"
#include "daybook/event/v1/entry.pb.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace daybook::store {

// Which log it is; written once, when it is made.
struct Identity {
  Uuid log_id;
  std::string tenant;
  std::string store;
};

// The durable end of the log.
struct Head {
  int64_t epoch = 1;
  int64_t position = 0;  // Of the last event; 0: empty.
  Digest hash;

  bool operator==(const Head&) const = default;
};

// Where a reader stands: the last position it has seen, and the epoch in which it saw it (0: this one).
struct Cursor {
  int64_t epoch = 0;
  int64_t position = 0;
};

// An entry as it is stored.
struct StoredEntry {
  int64_t first_position = 0;
  int32_t event_count = 0;
  // Shared by the tail and every reader that is sending it; a watcher may outlive the tail.
  std::shared_ptr<const std::string> bytes;

  int64_t last_position() const { return first_position + event_count - 1; }
};

// How far a stream has come.
struct StreamHead {
  int64_t version = 0;   // Of its last event; 0: there is none.
  int64_t position = 0;  // The first position of the entry that holds it.
};

// What a filtered read chooses. Empty lists choose all; otherwise an event must match one of each.
struct Filter {
  std::vector<Category> categories;
  std::vector<int32_t> event_types;
  std::vector<StreamId> streams;
  std::vector<std::string> registers;

  bool empty() const {
    return categories.empty() && event_types.empty() && streams.empty() && registers.empty();
  }
};

// Returns the entry with the chosen events only, by concatenation of stored bytes; the entry itself if all
// are chosen; nothing if none is.
absl::StatusOr<std::optional<StoredEntry>> FilterEntry(const StoredEntry& entry, const Filter& filter);

// A part of the log.
struct Page {
  std::vector<StoredEntry> entries;
  int64_t scanned = 0;  // Everything up to here (backwards: down to here) has been looked at.
  bool end = false;     // There is nothing more in that direction.
};

class EventLog {
 public:
  struct Options {
    std::string directory;
    rocksdb::Env* env = nullptr;  // The operating system's if null. Outlives the log.
    Identity identity;            // Written if the log is made now; otherwise tenant and store must match.
    int64_t tail_bytes_max = 16 << 20;
    int64_t block_cache_bytes = 32 << 20;
    int64_t disk_soft_bytes_min = 512 << 20;
    int64_t ballast_bytes = 64 << 20;
  };

  // Opens the log, creating it if the directory holds none, and verifies density and chain over what was
  // not yet in a table file. A log that is damaged inside is kept as it was in `damaged/`, recovered to
  // the last intact entry, and marked.
  // Errors: DIRECTORY_IN_USE, LOG_TOO_NEW, CONFIG_INVALID (another tenant or store), CHAIN_BROKEN,
  // LOG_NOT_DENSE, STORE_CORRUPT, STORE_FAILED.
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(const Options& options);

  virtual ~EventLog() = default;

  virtual const Identity& identity() const = 0;

  // The durable end. Thread-safe.
  virtual Head head() const = 0;

  // Why nothing may be appended: the reason of the mark, or that the disk is too full; nothing if all is
  // well. Thread-safe.
  virtual std::optional<std::string> NotWritable() const = 0;

  // Makes all of `entries` durable with one fsync, or none of them, with their request index, stream heads
  // and device marks. Positions follow the head without a gap, and every field of the entries is set.
  // Returns the stored entries.
  //
  // After an error nobody can say what is on disk, so every later Append fails too and the process must
  // restart. REQUIRES: the caller is the only writer.
  virtual absl::StatusOr<std::vector<StoredEntry>> Append(
      absl::Span<const event::v1::Entry> entries) = 0;

  // Returns the entry that an accepted request left, or nothing. Thread-safe.
  virtual absl::StatusOr<std::optional<StoredEntry>> FindRequest(const Uuid& request_id) const = 0;

  // Thread-safe.
  virtual absl::StatusOr<StreamHead> ReadStreamHead(const StreamId& stream) const = 0;

  // Returns nothing if the installation has never sent anything. Thread-safe.
  virtual absl::StatusOr<std::optional<DeviceMark>> ReadDevice(const Uuid& install_id) const = 0;

  // Whether a cursor is on this branch of the log: OK, or CURSOR_RESET. Thread-safe.
  virtual absl::Status CheckCursor(const Cursor& cursor) const = 0;

  // Returns whole entries, oldest first, of which every one has an event after `after`, up to about
  // `bytes_max` (at least one). From memory if the tail holds them. Thread-safe.
  virtual absl::StatusOr<Page> Read(int64_t after, int64_t bytes_max) const = 0;

  // Returns entries with the chosen events, from after (backwards: before) `position`, at most
  // `entries_max`, looking at no more than about `scan_bytes_max` of the log: a page may be empty and not
  // the end. Thread-safe.
  virtual absl::StatusOr<Page> ReadFiltered(int64_t position, bool backwards, const Filter& filter,
                                            int32_t entries_max, int64_t scan_bytes_max) const = 0;

  // Returns the entries of one stream, filtered to it, from `from_version` on (backwards: down from it),
  // at most `entries_max`. Page.scanned is the last version that was looked at. Thread-safe.
  virtual absl::StatusOr<Page> ReadStream(const StreamId& stream, int64_t from_version, bool backwards,
                                          int32_t entries_max) const = 0;

  // Snapshots: opaque bytes under a key, not synced. Losing all of them changes nothing but time.
  // The key of a stream's snapshot is its name as text; that of the open books is "books".
  virtual absl::Status WriteSnapshots(
      const std::vector<std::pair<std::string, std::string>>& snapshots) = 0;
  virtual absl::StatusOr<std::optional<std::string>> ReadSnapshot(std::string_view key) const = 0;

  // Looks at the free space again (at an interval, by the engine).
  virtual void CheckDiskSpace() = 0;

  // Ends an epoch after an operator's confirmation: removes the mark and appends EpochStarted.
  // REQUIRES: the log is marked and the caller is the only writer.
  virtual absl::Status StartEpoch(std::string_view reason, absl::Time now) = 0;

  // What the log takes on disk, in bytes.
  virtual int64_t BytesOnDisk() const = 0;
};

}  // namespace daybook::store
