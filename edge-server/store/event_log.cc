#include "edge-server/store/event_log.h"

#include "core/base/check.h"
#include "core/base/clock.h"
#include "edge-server/store/database.h"
#include "edge-server/store/disk_guard.h"
#include "edge-server/store/files.h"
#include "edge-server/store/index_fold.h"
#include "edge-server/store/key_layout.h"
#include "edge-server/store/recovery.h"
#include "edge-server/store/rocks_status.h"

namespace daybook::store {
namespace {

absl::Status OutcomeUnknown(std::string_view cause) {
  return Error(Reason::ERROR_REASON_OUTCOME_UNKNOWN,
               "the write failed and nobody knows what is on disk; ask again: {cause}",
               {{"cause", cause}});
}

Head HeadOf(const HeadRow& row) {
  return {.epoch = row.epoch, .position = row.position, .hash = row.hash};
}

// Makes the bytes of the entries, once and for all.
absl::StatusOr<std::vector<StoredEntry>> Serialize(const Entries& entries) {
  std::vector<StoredEntry> stored;
  stored.reserve(static_cast<size_t>(entries.size()));
  for (const event::v1::Entry& entry : entries) {
    auto bytes = std::make_shared<std::string>();
    DAYBOOK_CHECK(entry.SerializeToString(bytes.get()));
    if (static_cast<int64_t>(bytes->size()) > kEntryBytesMax) {
      return Error(Reason::ERROR_REASON_TOO_LARGE,
                   "an entry of {bytes} bytes is larger than {bytes_max}",
                   {{"bytes", bytes->size()}, {"bytes_max", kEntryBytesMax}});
    }
    stored.push_back({.first_position = entry.header().first_position(),
                      .event_count = entry.header().event_count(),
                      .bytes = std::move(bytes)});
  }
  return stored;
}

}  // namespace

EventLog::EventLog(const Options& options, rocksdb::Env* env)
    : directory_(options.directory), env_(env), tail_(options.tail_bytes_max) {}

EventLog::~EventLog() = default;

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::Open(const Options& options) {
  rocksdb::Env* const env = options.env == nullptr ? rocksdb::Env::Default() : options.env;
  std::unique_ptr<EventLog> log(new EventLog(options, env));
  // The one above it, the shop's data directory, may be as new.
  DAYBOOK_RETURN_IF_ERROR(CreateDirectory(env, ParentOf(options.directory)));
  DAYBOOK_RETURN_IF_ERROR(CreateDirectory(env, options.directory));
  DAYBOOK_ASSIGN_OR_RETURN(log->lock_, DirectoryLock::Take(env, options.directory));
  log->disk_guard_ =
      std::make_unique<DiskGuard>(DiskGuard::Options{.directory = options.directory,
                                                     .env = env,
                                                     .soft_bytes_min = options.disk_soft_bytes_min,
                                                     .ballast_bytes = options.ballast_bytes});
  log->disk_guard_->MakeRoom();

  const RecoveryOptions recovery{.directory = options.directory,
                                 .database = {.directory = options.directory + "/db",
                                              .env = env,
                                              .block_cache_bytes = options.block_cache_bytes,
                                              .write_buffer_bytes = options.write_buffer_bytes},
                                 .identity = {.log_id = options.identity.log_id,
                                              .tenant = options.identity.tenant,
                                              .store = options.identity.store}};
  DAYBOOK_ASSIGN_OR_RETURN(Recovered recovered, Recover(recovery));
  DAYBOOK_RETURN_IF_ERROR(log->Start(std::move(recovered)));
  log->disk_guard_->Check();
  return log;
}

absl::Status EventLog::Start(Recovered recovered) {
  database_ = std::move(recovered.database);
  identity_ = {.log_id = recovered.identity.log_id,
               .tenant = recovered.identity.tenant,
               .store = recovered.identity.store};
  fold_ = std::make_unique<IndexFold>(recovered.head, recovered.minute,
                                      [this](const Uuid& id) { return ReadDevice(id); });
  MutexLock lock(mutex_);
  head_ = HeadOf(recovered.head);
  epochs_ = std::move(recovered.epochs);
  mark_ = std::move(recovered.mark);
  return ResumeSegment(*database_, recovered.head.position, tail_, *fold_);
}

Head EventLog::head() const {
  MutexLock lock(mutex_);
  return head_;
}

absl::Status EventLog::Writable() const {
  {
    MutexLock lock(mutex_);
    if (mark_) {
      return Error(Reason::ERROR_REASON_LOG_MARKED,
                   "the log takes nothing until it is healed: {mark}", {{"mark", *mark_}});
    }
  }
  if (disk_guard_->full()) {
    return Error(Reason::ERROR_REASON_DISK_FULL,
                 "the disk is too full to record anything more; make room on it");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<StoredEntry>> EventLog::Append(const Entries& entries) {
  if (failed_) return OutcomeUnknown("an earlier write failed");
  {
    MutexLock lock(mutex_);
    if (mark_) {
      return Error(Reason::ERROR_REASON_LOG_MARKED,
                   "the log takes nothing until it is healed: {mark}", {{"mark", *mark_}});
    }
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<StoredEntry> stored, Serialize(entries));
  if (stored.empty()) return stored;
  Batch batch(*database_);
  DAYBOOK_RETURN_IF_ERROR(Stage(entries, stored, batch));
  DAYBOOK_RETURN_IF_ERROR(Commit(batch));
  MutexLock lock(mutex_);
  for (const StoredEntry& entry : stored) tail_.Push(entry);
  head_ = HeadOf(fold_->head());
  return stored;
}

// Puts the rows of `entries` into `batch`.
absl::Status EventLog::Stage(const Entries& entries, const std::vector<StoredEntry>& stored,
                             Batch& batch) {
  const IndexFold::RowSink sink = [&batch](Table table, std::string_view key,
                                           std::string_view value) {
    batch.Put(table, key, value);
  };
  fold_->Trim();
  for (int i = 0; i < entries.size(); ++i) {
    const std::string& bytes = *stored[static_cast<size_t>(i)].bytes;
    if (absl::Status added = fold_->Add(entries[i], bytes, sink); !added.ok()) {
      // An entry that does not fit the log is a bug of the caller; anything else is the disk.
      DAYBOOK_CHECK(ReasonOf(added) != Reason::ERROR_REASON_LOG_NOT_DENSE);
      failed_ = true;
      return OutcomeUnknown(MessageOf(added));
    }
  }
  fold_->Finish(sink);
  return absl::OkStatus();
}

// Writes `batch` and the head, synced.
absl::Status EventLog::Commit(Batch& batch) {
  batch.Put(Table::kMeta, kHeadKey, EncodeHead(fold_->head()));
  if (absl::Status written = database_->Write(batch, /*sync=*/true); !written.ok()) {
    failed_ = true;
    return OutcomeUnknown(MessageOf(written));
  }
  return absl::OkStatus();
}

absl::Status EventLog::WriteSnapshots(
    const std::vector<std::pair<std::string, std::string>>& snapshots) {
  if (failed_) return OutcomeUnknown("an earlier write failed");
  Batch batch(*database_);
  for (const auto& [key, value] : snapshots) batch.Put(Table::kSnapshot, key, value);
  if (absl::Status written = database_->Write(batch, /*sync=*/false); !written.ok()) {
    failed_ = true;
    return OutcomeUnknown(MessageOf(written));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> EventLog::ReadSnapshot(std::string_view key) const {
  return database_->Get(Table::kSnapshot, key);
}

absl::Status EventLog::Flush() { return database_->Flush(); }

void EventLog::CheckDiskSpace() { disk_guard_->Check(); }

absl::Status EventLog::StartEpoch(std::string_view reason, absl::Time now) {
  if (failed_) return OutcomeUnknown("an earlier write failed");
  {
    MutexLock lock(mutex_);
    DAYBOOK_CHECK(mark_.has_value());
  }
  const HeadRow before = fold_->head();
  Entries entries;
  DAYBOOK_ASSIGN_OR_RETURN(*entries.Add(), MakeEpochEntry(reason, now));
  Batch batch(*database_);
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<StoredEntry> stored, Serialize(entries));
  DAYBOOK_RETURN_IF_ERROR(Stage(entries, stored, batch));
  batch.Delete(Table::kMeta, kMarkedKey);
  DAYBOOK_RETURN_IF_ERROR(Commit(batch));
  MutexLock lock(mutex_);
  tail_.Push(stored.front());
  head_ = HeadOf(fold_->head());
  epochs_.push_back({.epoch = head_.epoch,
                     .row = {.first_position = before.position + 1, .previous_hash = before.hash}});
  mark_.reset();
  return absl::OkStatus();
}

absl::StatusOr<event::v1::Entry> EventLog::MakeEpochEntry(std::string_view reason,
                                                          absl::Time now) const {
  const StreamId stream{.category = Category::CATEGORY_LOG, .key = ""};
  DAYBOOK_ASSIGN_OR_RETURN(const StreamHead stream_head, ReadStreamHead(stream));
  const HeadRow& head = fold_->head();
  event::v1::Entry entry;
  event::v1::EntryHeader& header = *entry.mutable_header();
  header.set_first_position(head.position + 1);
  header.set_event_count(1);
  *header.mutable_record_time() = ToTimestamp(now);
  header.set_kind(event::v1::ENTRY_KIND_SYSTEM);
  header.add_streams()->set_category(stream.category);
  event::v1::Event& event = *entry.add_events();
  event.set_version(stream_head.version + 1);
  event::v1::EpochStarted& started = *event.mutable_epoch_started();
  started.set_epoch(head.epoch + 1);
  started.set_first_position(head.position + 1);
  started.set_previous_hash(std::string(head.hash.AsBytes()));
  started.set_reason(std::string(reason));
  return entry;
}

}  // namespace daybook::store
