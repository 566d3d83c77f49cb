// The log of the shop: entries in order, hashed, durable. docs/log-format.md defines the bytes.
//
// An EventLog has one writer and any number of readers. Readers see a prefix of the log that only
// ever grows and is always durable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/base/mutex.h"
#include "core/base/status.h"
#include "core/entry/chain.h"
#include "core/entry/stream_id.h"
#include "daybook/event/v1/entry.pb.h"
#include "edge-server/store/entry_filter.h"
#include "edge-server/store/stored_entry.h"
#include "edge-server/store/tail.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace daybook::store {

class Batch;
class Database;
class DirectoryLock;
class DiskGuard;
class IndexFold;
struct EpochStart;
struct Recovered;

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

// Where a reader stands: the last position it has seen, and the epoch in which it saw it (0: this
// one).
struct Cursor {
  int64_t epoch = 0;
  int64_t position = 0;
};

// How far a stream has come.
struct StreamHead {
  int64_t version = 0;   // Of its last event; 0: there is none.
  int64_t position = 0;  // The first position of the entry that holds it.
};

// A part of the log.
struct Page {
  std::vector<StoredEntry> entries = {};
  int64_t scanned = 0;  // Everything up to here (backwards: down to here) has been looked at.
  bool end = false;     // There is nothing more in that direction.
};

// Entries that are appended together.
using Entries = google::protobuf::RepeatedPtrField<event::v1::Entry>;

// The largest entry, in bytes.
inline constexpr int64_t kEntryBytesMax = 16 << 20;

class EventLog {
 public:
  struct Options {
    std::string directory;        // Made durably if missing, with those above it.
    rocksdb::Env* env = nullptr;  // The operating system's if null. Outlives the log.
    Identity identity;  // Written if the log is made now; otherwise tenant and store must match.
    int64_t tail_bytes_max = 16 << 20;
    int64_t block_cache_bytes = 32 << 20;
    int64_t write_buffer_bytes = 16 << 20;  // Also what a start replays at most.
    int64_t disk_soft_bytes_min = 512 << 20;
    int64_t ballast_bytes = 64 << 20;
  };

  // Opens the log, creating it if the directory holds none, and verifies density and chain over
  // what was not yet in a table file. A log whose write-ahead log is damaged inside is kept as it
  // was in `damaged-<n>/`, recovered to the last intact entry before the damage, and marked.
  // Errors: DIRECTORY_IN_USE, LOG_TOO_NEW, CONFIG_INVALID (another tenant or store), CHAIN_BROKEN,
  // LOG_NOT_DENSE, STORE_CORRUPT, STORE_FAILED.
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(const Options& options);

  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  const Identity& identity() const { return identity_; }

  // The durable end. Thread-safe.
  Head head() const;

  // Whether commands may be taken: OK, LOG_MARKED or DISK_FULL. Thread-safe.
  absl::Status Writable() const;

  // Makes all of `entries` durable with one fsync, or none of them, with their request index,
  // stream heads and device marks. Positions follow the head without a gap, and every field of the
  // entries is set. Returns the stored entries.
  //
  // Errors: TOO_LARGE and LOG_MARKED, with nothing written. After OUTCOME_UNKNOWN nobody can say
  // what is on disk, so every later Append fails too and the process must restart. A disk below its
  // soft limit is no reason to refuse here: the caller asks Writable before it takes more
  // commands. REQUIRES: the caller is the only writer.
  absl::StatusOr<std::vector<StoredEntry>> Append(const Entries& entries);

  // Returns the entry that an accepted request left, or nothing. Thread-safe.
  absl::StatusOr<std::optional<StoredEntry>> FindRequest(const Uuid& request_id) const;

  // Thread-safe.
  absl::StatusOr<StreamHead> ReadStreamHead(const StreamId& stream) const;

  // Returns nothing if the installation has never sent anything. Thread-safe.
  absl::StatusOr<std::optional<DeviceMark>> ReadDevice(const Uuid& install_id) const;

  // Whether a cursor is on this branch of the log: OK, or CURSOR_RESET. Thread-safe.
  absl::Status CheckCursor(const Cursor& cursor) const;

  // Returns whole entries, oldest first, of which every one has an event after `after`, up to about
  // `bytes_max` (at least one). From memory if the tail holds them. Thread-safe.
  absl::StatusOr<Page> Read(int64_t after, int64_t bytes_max) const;

  // Returns entries with the chosen events, from after (backwards: before) `position`, at most
  // `entries_max`, looking at no more than about `scan_bytes_max` of the log: a page may be empty
  // and not the end. Of an entry that holds `position`, only the events beyond it. Thread-safe.
  absl::StatusOr<Page> ReadFiltered(int64_t position, bool backwards, const Filter& filter,
                                    int32_t entries_max, int64_t scan_bytes_max) const;

  // Returns the entries of one stream, filtered to it, from `from_version` on (backwards: down from
  // it), at most `entries_max` and about 4 MiB, at least one; of the entry that holds that version,
  // only the events from there on. Page.scanned is the last version that was looked at.
  // Thread-safe.
  absl::StatusOr<Page> ReadStream(const StreamId& stream, int64_t from_version, bool backwards,
                                  int32_t entries_max) const;

  // Returns the last position of the longest prefix of the log of which every record_time is no
  // later than `time`; 0 if there is none. Thread-safe.
  absl::StatusOr<int64_t> FindPositionAt(absl::Time time) const;

  // Snapshots: opaque bytes under a key, not synced. Losing all of them changes nothing but time.
  // The key of a stream's snapshot is its name as text; that of the open books is "books".
  // WriteSnapshots REQUIRES: the caller is the only writer. ReadSnapshot is thread-safe.
  absl::Status WriteSnapshots(const std::vector<std::pair<std::string, std::string>>& snapshots);
  absl::StatusOr<std::optional<std::string>> ReadSnapshot(std::string_view key) const;

  // Moves what is in the write-ahead log alone to table files, which are smaller and quicker to
  // open. Nothing depends on it. Thread-safe.
  absl::Status Flush();

  // Looks at the free space again (at an interval, by the engine). Thread-safe.
  void CheckDiskSpace();

  // Ends an epoch after an operator's confirmation: removes the mark and appends EpochStarted.
  // Errors: as Append. REQUIRES: the log is marked and the caller is the only writer.
  absl::Status StartEpoch(std::string_view reason, absl::Time now);

 private:
  EventLog(const Options& options, rocksdb::Env* env);

  absl::Status Start(Recovered recovered);
  absl::Status Stage(const Entries& entries, const std::vector<StoredEntry>& stored, Batch& batch);
  absl::Status Commit(Batch& batch);
  absl::StatusOr<event::v1::Entry> MakeEpochEntry(std::string_view reason, absl::Time now) const;

  // Reading (event_log_read.cc). `head` is the durable end that the caller saw: nothing beyond it
  // is shown.
  struct FilteredRead;
  absl::StatusOr<std::vector<StoredEntry>> ReadChunk(int64_t after, int64_t bytes_max,
                                                     int64_t head) const;
  absl::StatusOr<std::vector<StoredEntry>> ReadStored(int64_t after, int64_t bytes_max,
                                                      int64_t head) const;
  absl::StatusOr<std::vector<StoredEntry>> ReadStoredBackwards(int64_t before, int64_t down_to,
                                                               int64_t bytes_max) const;
  absl::StatusOr<StoredEntry> ReadEntry(int64_t first_position) const;
  absl::Status ScanForwards(FilteredRead& read) const;
  absl::Status ScanBackwards(FilteredRead& read) const;
  absl::Status LeaveSegment(FilteredRead& read, int64_t segment) const;
  absl::Status TakeCandidates(FilteredRead& read, int64_t segment) const;
  absl::StatusOr<std::vector<int64_t>> Candidates(FilteredRead& read, int64_t segment) const;

  // Constant after Open.
  const std::string directory_;
  rocksdb::Env* const env_;  // Outlives this.
  Identity identity_;
  std::unique_ptr<DirectoryLock> lock_;
  std::unique_ptr<DiskGuard> disk_guard_;  // Thread-safe.
  std::unique_ptr<Database> database_;     // Thread-safe.

  // The writer's.
  std::unique_ptr<IndexFold> fold_;
  bool failed_ = false;

  mutable Mutex mutex_;
  Head head_ DAYBOOK_GUARDED_BY(mutex_);
  Tail tail_ DAYBOOK_GUARDED_BY(mutex_);
  std::vector<EpochStart> epochs_ DAYBOOK_GUARDED_BY(mutex_);
  std::optional<std::string> mark_ DAYBOOK_GUARDED_BY(mutex_);
};

}  // namespace daybook::store
