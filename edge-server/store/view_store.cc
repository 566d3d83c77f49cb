// The layout. A key is the view's number (u16 big endian), then the row's key. Number 0 is the
// store's own:
//
//   0 | "log"                        -> format u32be, log_id[16]
//   0 | "view" version u32be, name   -> view's number u16be, epoch u64be, position u64be
//
// Everything is in one column family, and the write-ahead log is off: what a crash leaves is a
// prefix of the batches, as of the last flush.
#include "edge-server/store/view_store.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/logging.h"
#include "edge-server/store/rocks_status.h"
#include "projections/row_key.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace daybook::store {
namespace {

using projections::AppendBigEndian;
using projections::ReadBigEndian;

constexpr uint32_t kFormat = 1;
constexpr uint16_t kOwnId = 0;
constexpr uint16_t kIdMax = 0xfffe;  // EndKey needs one above it.
constexpr std::string_view kLogKey = "log";
constexpr std::string_view kViewKey = "view";
constexpr size_t kStoredSize = 2 + 8 + 8;
constexpr size_t kHintPrefixSize = 3;  // A view's number and the first byte of its keys.

// A file of this name says that rows were found damaged: the store is begun anew at the next open.
constexpr std::string_view kDamagedFile = "/DAMAGED";

std::string Key(uint16_t id, std::string_view row_key) {
  std::string key;
  key.reserve(sizeof(id) + row_key.size());
  AppendBigEndian(key, id, sizeof(id));
  key.append(row_key);
  return key;
}

// The key behind the last one of a view. REQUIRES: id is not the highest.
std::string EndKey(uint16_t id) { return Key(static_cast<uint16_t>(id + 1), {}); }

std::string ViewKey(const ViewName& view) {
  std::string key = Key(kOwnId, kViewKey);
  AppendBigEndian(key, static_cast<uint32_t>(view.version), 4);
  key.append(view.name);
  return key;
}

std::string_view ToText(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

std::string StoredRow(uint16_t id, const Checkpoint& checkpoint) {
  std::string row;
  AppendBigEndian(row, id, sizeof(id));
  AppendBigEndian(row, static_cast<uint64_t>(checkpoint.epoch), 8);
  AppendBigEndian(row, static_cast<uint64_t>(checkpoint.position), 8);
  return row;
}

std::string LogRow(const Uuid& log_id) {
  std::string row;
  AppendBigEndian(row, kFormat, 4);
  row.append(log_id.AsBytes());
  return row;
}

rocksdb::Options DatabaseOptions(const ViewStore::Options& options, rocksdb::Env* env,
                                 std::shared_ptr<rocksdb::Cache> block_cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = std::move(block_cache);
  table.block_size = 16 << 10;
  table.cache_index_and_filter_blocks = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;

  rocksdb::Options database;
  database.env = env;
  database.create_if_missing = true;
  database.write_buffer_size = static_cast<size_t>(options.write_buffer_bytes);
  database.max_write_buffer_number = 2;
  // There is one writer, most rows of a rebuild are new, and they come in the order of their keys.
  database.allow_concurrent_memtable_write = false;
  database.memtable_whole_key_filtering = true;
  database.memtable_prefix_bloom_size_ratio = 0.02;
  database.memtable_insert_with_hint_prefix_extractor.reset(
      rocksdb::NewFixedPrefixTransform(kHintPrefixSize));
  database.compression = rocksdb::kLZ4Compression;
  database.bottommost_compression = rocksdb::kZSTD;
  database.target_file_size_base = 16 << 20;
  database.max_bytes_for_level_base = 64 << 20;
  database.max_background_jobs = 2;
  database.max_open_files = 64;
  database.max_bgerror_resume_count = 0;
  database.keep_log_file_num = 2;
  database.max_log_file_size = 1 << 20;
  database.manifest_preallocation_size = 64 << 10;
  database.stats_dump_period_sec = 0;
  database.stats_persist_period_sec = 0;
  database.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return database;
}

// Whether another process, or another store in this one, has the directory.
bool IsInUse(rocksdb::Env& env, const std::string& directory) {
  rocksdb::FileLock* lock = nullptr;
  if (!env.LockFile(directory + "/LOCK", &lock).ok()) return true;
  env.UnlockFile(lock);
  return false;
}

void AddToBatch(uint16_t id, const ViewUpdate& update, rocksdb::WriteBatch& batch) {
  std::string prefix;
  AppendBigEndian(prefix, id, sizeof(id));
  for (const projections::RowChange& change : update.changes) {
    const rocksdb::Slice key[] = {prefix, change.key};
    const rocksdb::Slice row[] = {change.row};
    if (change.erased) {
      batch.Delete(rocksdb::SliceParts(key, 2));
    } else {
      batch.Put(rocksdb::SliceParts(key, 2), rocksdb::SliceParts(row, 1));
    }
  }
}

}  // namespace

// Reads rows for a fold: of the view as it is stored at each read.
class ViewStore::ViewRowSource : public projections::RowSource {
 public:
  ViewRowSource(const ViewStore& store, const ViewName& view) : store_(store), view_(view) {}

  absl::StatusOr<bool> ReadRow(std::string_view key,
                               google::protobuf::Message& row) const override {
    const auto id = store_.IdOf(view_);
    if (!id) return false;
    rocksdb::PinnableSlice bytes;
    DAYBOOK_ASSIGN_OR_RETURN(const bool found, store_.Read(*id, key, bytes));
    if (!found) return false;
    if (row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return true;
    return store_.ToStatus(rocksdb::Status::Corruption("a row is not the message it should be"));
  }

 private:
  const ViewStore& store_;
  const ViewName view_;
};

ViewStore::ViewStore(const Options& options)
    : options_(options),
      env_(options.env != nullptr ? options.env : rocksdb::Env::Default()),
      block_cache_(rocksdb::NewLRUCache(static_cast<size_t>(options.block_cache_bytes))) {}

ViewStore::~ViewStore() = default;

absl::StatusOr<std::unique_ptr<ViewStore>> ViewStore::Open(const Options& options) {
  std::unique_ptr<ViewStore> store(new ViewStore(options));
  absl::Status status = store->OpenDatabase();
  if (status.ok()) status = store->Load();
  if (status.ok()) return store;
  DAYBOOK_RETURN_IF_ERROR(store->DeleteDatabase());
  Log(LogLevel::kWarning, "the views are begun anew", {{"because", MessageOf(status)}});
  DAYBOOK_RETURN_IF_ERROR(store->OpenDatabase());
  DAYBOOK_RETURN_IF_ERROR(store->Load());
  return store;
}

absl::Status ViewStore::OpenDatabase() {
  DAYBOOK_RETURN_IF_ERROR(ToStatus(env_->CreateDirIfMissing(options_.directory)));
  rocksdb::DB* database = nullptr;
  DAYBOOK_RETURN_IF_ERROR(ToStatus(rocksdb::DB::Open(DatabaseOptions(options_, env_, block_cache_),
                                                     options_.directory, &database)));
  database_.reset(database);
  return absl::OkStatus();
}

absl::Status ViewStore::DeleteDatabase() {
  database_.reset();
  DAYBOOK_RETURN_IF_ERROR(ToStatus(env_->CreateDirIfMissing(options_.directory)));
  if (IsInUse(*env_, options_.directory)) {
    return Error(Reason::ERROR_REASON_DIRECTORY_IN_USE, "{directory} is open in another process",
                 {{"directory", options_.directory}});
  }
  DAYBOOK_RETURN_IF_ERROR(
      ToStatus(rocksdb::DestroyDB(options_.directory, DatabaseOptions(options_, env_, nullptr))));
  const std::string damaged = options_.directory + std::string(kDamagedFile);
  if (!env_->FileExists(damaged).ok()) return absl::OkStatus();
  return ToStatus(env_->DeleteFile(damaged));
}

absl::Status ViewStore::Load() {
  if (env_->FileExists(options_.directory + std::string(kDamagedFile)).ok()) {
    return Error(Reason::ERROR_REASON_STORE_CORRUPT, "damaged rows were found");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckLog());
  DAYBOOK_ASSIGN_OR_RETURN(auto views, LoadViews());
  DAYBOOK_RETURN_IF_ERROR(FindForgotten(views));
  MutexLock lock(mutex_);
  views_ = std::move(views);
  return absl::OkStatus();
}

// The row that names the log is the first that is ever written: where it is missing, so is all
// else.
absl::Status ViewStore::CheckLog() {
  rocksdb::PinnableSlice row;
  DAYBOOK_ASSIGN_OR_RETURN(const bool found, Read(kOwnId, kLogKey, row));
  if (found) {
    if (ToText(row) == LogRow(options_.log_id)) return absl::OkStatus();
    return Error(Reason::ERROR_REASON_STORE_CORRUPT, "the rows are of another log or format");
  }
  rocksdb::WriteBatch batch;
  batch.Put(Key(kOwnId, kLogKey), LogRow(options_.log_id));
  return Commit(batch);
}

absl::StatusOr<std::map<ViewName, ViewStore::Stored>> ViewStore::LoadViews() {
  std::map<ViewName, Stored> views;
  const std::string prefix = Key(kOwnId, kViewKey);
  const std::unique_ptr<rocksdb::Iterator> row(database_->NewIterator({}));
  for (row->Seek(prefix); row->Valid() && row->key().starts_with(prefix); row->Next()) {
    const std::string_view key = ToText(row->key()).substr(prefix.size());
    const std::string_view value = ToText(row->value());
    if (key.size() < 4 || value.size() != kStoredSize) {
      return Error(Reason::ERROR_REASON_STORE_CORRUPT, "a checkpoint is not readable");
    }
    const ViewName view{.name = std::string(key.substr(4)),
                        .version = static_cast<int>(ReadBigEndian(key.substr(0, 4)))};
    Stored& stored = views[view];
    stored.id = static_cast<uint16_t>(ReadBigEndian(value.substr(0, 2)));
    stored.checkpoint.epoch = static_cast<int64_t>(ReadBigEndian(value.substr(2, 8)));
    stored.checkpoint.position = static_cast<int64_t>(ReadBigEndian(value.substr(10, 8)));
  }
  DAYBOOK_RETURN_IF_ERROR(ToStatus(row->status()));
  return views;
}

absl::Status ViewStore::FindForgotten(const std::map<ViewName, Stored>& views) {
  const std::unique_ptr<rocksdb::Iterator> row(database_->NewIterator({}));
  for (row->Seek(EndKey(kOwnId)); row->Valid();) {
    const auto id = static_cast<uint16_t>(ReadBigEndian(ToText(row->key()).substr(0, 2)));
    const bool live = std::any_of(views.begin(), views.end(),
                                  [&](const auto& view) { return view.second.id == id; });
    if (!live) forgotten_.push_back({.id = id, .from_key = Key(id, {})});
    row->Seek(EndKey(id));
  }
  return ToStatus(row->status());
}

absl::Status ViewStore::Write(const std::vector<ViewUpdate>& updates) {
  std::map<ViewName, Stored> views = CopyOfViews();
  rocksdb::WriteBatch batch;
  for (const ViewUpdate& update : updates) {
    const auto [found, inserted] = views.try_emplace(update.view);
    if (inserted) found->second.id = NewId(views);
    found->second.checkpoint = update.checkpoint;
    AddToBatch(found->second.id, update, batch);
    batch.Put(ViewKey(update.view), StoredRow(found->second.id, update.checkpoint));
  }
  DAYBOOK_RETURN_IF_ERROR(Commit(batch));
  MutexLock lock(mutex_);
  views_ = std::move(views);
  return absl::OkStatus();
}

uint16_t ViewStore::NewId(const std::map<ViewName, Stored>& views) const {
  for (uint16_t id = kOwnId + 1; id < kIdMax; ++id) {
    const bool used = std::any_of(views.begin(), views.end(),
                                  [&](const auto& view) { return view.second.id == id; }) ||
                      std::any_of(forgotten_.begin(), forgotten_.end(),
                                  [&](const Forgotten& forgotten) { return forgotten.id == id; });
    if (!used) return id;
  }
  DAYBOOK_CHECK(false);  // Nobody has 65,000 views.
}

absl::Status ViewStore::Commit(rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return ToStatus(database_->Write(options, &batch));
}

Checkpoint ViewStore::ReadCheckpoint(const ViewName& view) const {
  MutexLock lock(mutex_);
  const auto found = views_.find(view);
  return found == views_.end() ? Checkpoint{} : found->second.checkpoint;
}

std::vector<ViewName> ViewStore::ListViews() const {
  std::vector<ViewName> names;
  MutexLock lock(mutex_);
  for (const auto& [view, stored] : views_) names.push_back(view);
  return names;
}

absl::StatusOr<std::optional<std::string>> ViewStore::ReadRow(const ViewName& view,
                                                              std::string_view key) const {
  DAYBOOK_ASSIGN_OR_RETURN(const uint16_t id, LiveId(view));
  rocksdb::PinnableSlice row;
  DAYBOOK_ASSIGN_OR_RETURN(const bool found, Read(id, key, row));
  // If it was dropped meanwhile, its rows may have gone before this one was read.
  DAYBOOK_RETURN_IF_ERROR(LiveId(view).status());
  if (!found) return std::nullopt;
  return row.ToString();
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ViewStore::ReadRows(
    const ViewName& view, std::string_view from, std::string_view to, bool backwards,
    int32_t rows_max) const {
  DAYBOOK_ASSIGN_OR_RETURN(const uint16_t id, LiveId(view));
  const std::string lower_key = Key(id, from);
  const std::string upper_key = to.empty() ? EndKey(id) : Key(id, to);
  const rocksdb::Slice lower(lower_key), upper(upper_key);
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower;
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row(database_->NewIterator(options));
  std::vector<std::pair<std::string, std::string>> rows;
  backwards ? row->SeekToLast() : row->SeekToFirst();
  while (row->Valid() && std::cmp_less(rows.size(), rows_max)) {
    rows.emplace_back(ToText(row->key()).substr(sizeof(id)), ToText(row->value()));
    backwards ? row->Prev() : row->Next();
  }
  DAYBOOK_RETURN_IF_ERROR(ToStatus(row->status()));
  DAYBOOK_RETURN_IF_ERROR(LiveId(view).status());
  return rows;
}

absl::Status ViewStore::Drop(const ViewName& view) {
  const auto id = IdOf(view);
  if (!id) return absl::OkStatus();
  rocksdb::WriteBatch batch;
  batch.Delete(ViewKey(view));
  DAYBOOK_RETURN_IF_ERROR(Commit(batch));
  forgotten_.push_back({.id = *id, .from_key = Key(*id, {})});
  MutexLock lock(mutex_);
  views_.erase(view);
  return absl::OkStatus();
}

absl::StatusOr<bool> ViewStore::Sweep(int32_t rows_max) {
  if (forgotten_.empty()) return false;
  Forgotten& forgotten = forgotten_.back();
  const std::string upper_key = EndKey(forgotten.id);
  const rocksdb::Slice upper(upper_key);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row(database_->NewIterator(options));
  rocksdb::WriteBatch batch;
  for (row->Seek(forgotten.from_key); row->Valid() && std::cmp_less(batch.Count(), rows_max);
       row->Next()) {
    batch.Delete(row->key());
  }
  DAYBOOK_RETURN_IF_ERROR(ToStatus(row->status()));
  // Each call starts behind the last, or it would wade through what the others deleted.
  const std::string next = row->Valid() ? row->key().ToString() : std::string();
  DAYBOOK_RETURN_IF_ERROR(Commit(batch));
  if (next.empty()) {
    forgotten_.pop_back();
  } else {
    forgotten.from_key = next;
  }
  return !forgotten_.empty();
}

absl::Status ViewStore::Flush() { return ToStatus(database_->Flush({})); }

std::unique_ptr<projections::RowSource> ViewStore::Source(const ViewName& view) const {
  return std::make_unique<ViewRowSource>(*this, view);
}

absl::StatusOr<bool> ViewStore::Read(uint16_t id, std::string_view key,
                                     rocksdb::PinnableSlice& row) const {
  const rocksdb::Status status =
      database_->Get({}, database_->DefaultColumnFamily(), Key(id, key), &row);
  if (status.IsNotFound()) return false;
  DAYBOOK_RETURN_IF_ERROR(ToStatus(status));
  return true;
}

std::map<ViewName, ViewStore::Stored> ViewStore::CopyOfViews() const {
  MutexLock lock(mutex_);
  return views_;
}

std::optional<uint16_t> ViewStore::IdOf(const ViewName& view) const {
  MutexLock lock(mutex_);
  const auto found = views_.find(view);
  if (found == views_.end()) return std::nullopt;
  return found->second.id;
}

absl::StatusOr<uint16_t> ViewStore::LiveId(const ViewName& view) const {
  if (const auto id = IdOf(view)) return *id;
  return Error(Reason::ERROR_REASON_VIEW_BEHIND, "the view {view} has no version {version}",
               {{"view", view.name}, {"version", view.version}});
}

absl::Status ViewStore::ToStatus(const rocksdb::Status& status) const {
  if (status.IsCorruption()) MarkDamaged();
  return FromRocks(status, "use the views");
}

// What is damaged in a table file cannot be repaired in place, only rebuilt from the log.
void ViewStore::MarkDamaged() const {
  std::unique_ptr<rocksdb::WritableFile> file;
  const std::string path = options_.directory + std::string(kDamagedFile);
  const rocksdb::Status made = env_->NewWritableFile(path, &file, rocksdb::EnvOptions());
  if (!made.ok()) Log(LogLevel::kError, "cannot mark the views", {{"error", made.ToString()}});
}

}  // namespace daybook::store
