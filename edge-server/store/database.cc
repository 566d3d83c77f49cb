#include "edge-server/store/database.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/logging.h"
#include "edge-server/store/files.h"
#include "edge-server/store/rocks_options.h"
#include "edge-server/store/rocks_status.h"

namespace daybook::store {
namespace {

constexpr std::string_view kWalSuffix = ".log";

// In the order of Table. RocksDB wants its default family opened too; it stays empty.
constexpr const char* kTableNames[] = {"log", "meta", "request", "index", "snap"};

std::vector<rocksdb::ColumnFamilyDescriptor> MakeFamilies(const RocksSizes& sizes) {
  const auto cache = rocksdb::NewLRUCache(static_cast<size_t>(sizes.block_cache_bytes));
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (size_t table = 0; table < std::size(kTableNames); ++table) {
    families.emplace_back(kTableNames[table], MakeMixedOptions(sizes, cache));
  }
  families[static_cast<size_t>(Table::kLog)].options = MakeAppendOptions(sizes, cache);
  families[static_cast<size_t>(Table::kRequest)].options = MakeLookUpOptions(sizes, cache);
  families.emplace_back(rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions());
  return families;
}

// Brings the write-ahead log to the disk before it is replayed. What can be read of it may be in
// the kernel's memory alone: the process before may have ended between a write and its sync, or
// because the sync failed, and then no other sync of the same file helps. Oldest file first: what
// is on the disk stays a prefix.
absl::Status RewriteWal(const Database::Options& options) {
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<std::string> names,
                           ListDirectory(options.env, options.directory));
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(kWalSuffix); });
  std::ranges::sort(names, {},
                    [](const std::string& name) { return std::pair(name.size(), name); });
  for (const std::string& name : names) {
    // On a full disk, what helps after a kill has to do.
    const std::string path = options.directory + "/" + name;
    DAYBOOK_RETURN_IF_ERROR(HasRoomForCopy(options.env, path)
                                ? RewriteFile(options.env, options.directory, name)
                                : SyncFile(options.env, path));
  }
  return absl::OkStatus();
}

// Returns what the write-ahead log files take: it is replayed, and stays in memory.
int64_t WalBytes(const Database::Options& options) {
  std::vector<rocksdb::Env::FileAttributes> files;
  if (!options.env->GetChildrenFileAttributes(options.directory, &files).ok()) return 0;
  int64_t bytes = 0;
  for (const rocksdb::Env::FileAttributes& file : files) {
    if (file.name.ends_with(kWalSuffix)) bytes += static_cast<int64_t>(file.size_bytes);
  }
  return bytes;
}

absl::Status OpenError(const rocksdb::Status& status, Database::Mode mode) {
  if (status.IsInvalidArgument() &&
      status.ToString().find("Column families not opened") != std::string::npos) {
    return Error(Reason::ERROR_REASON_LOG_TOO_NEW,
                 "the log was written by a newer version of this program: {cause}",
                 {{"cause", status.ToString()}});
  }
  if (mode == Database::Mode::kReadOnly && status.IsCorruption()) {
    return Error(Reason::ERROR_REASON_STORE_CORRUPT,
                 "cannot open the log's database: {cause}; a start of the server keeps what can be "
                 "recovered and marks the log: copy the directory first",
                 {{"cause", status.ToString()}});
  }
  return FromRocks(status, "open the log's database");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const Options& options) {
  const RocksSizes sizes{.block_cache_bytes = options.block_cache_bytes,
                         .write_buffer_bytes = options.write_buffer_bytes};
  rocksdb::DBOptions db_options = MakeDbOptions(options.env, sizes);
  if (options.mode == Mode::kPointInTime) {
    db_options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    // What was kept goes to table files, and the damaged write-ahead log out of use.
    db_options.avoid_flush_during_recovery = false;
  }
  if (options.mode != Mode::kReadOnly) DAYBOOK_RETURN_IF_ERROR(RewriteWal(options));
  const int64_t unflushed_bytes = WalBytes(options);
  std::unique_ptr<Database> database(new Database);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      options.mode == Mode::kReadOnly
          ? rocksdb::DB::OpenForReadOnly(db_options, options.directory, MakeFamilies(sizes),
                                         &database->handles_, &db)
          : rocksdb::DB::Open(db_options, options.directory, MakeFamilies(sizes),
                              &database->handles_, &db);
  if (!status.ok()) return OpenError(status, options.mode);
  database->db_.reset(db);
  database->write_buffer_bytes_ = options.write_buffer_bytes;
  database->unflushed_bytes_ = unflushed_bytes;
  return database;
}

Database::~Database() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* const handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle);
  }
}

absl::StatusOr<std::optional<std::string>> Database::Get(Table table, std::string_view key) const {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), handle(table), key, &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  DAYBOOK_RETURN_IF_ERROR(FromRocks(status, "read the log"));
  return std::optional<std::string>(std::move(value));
}

std::unique_ptr<rocksdb::Iterator> Database::NewIterator(Table table, bool fill_cache) const {
  rocksdb::ReadOptions options;
  options.fill_cache = fill_cache;
  options.total_order_seek = true;
  return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, handle(table)));
}

absl::Status Database::Write(Batch& batch, bool sync) {
  rocksdb::WriteOptions options;
  options.sync = sync;
  DAYBOOK_RETURN_IF_ERROR(FromRocks(db_->Write(options, &batch.rows_), "write the log"));
  unflushed_bytes_ += static_cast<int64_t>(batch.rows_.GetDataSize());
  FlushIfFull();
  return absl::OkStatus();
}

// Sends all tables to table files together, so that these show the database as one batch left it,
// and a write-ahead log serves all of them or none. (RocksDB's atomic flush does not survive an
// error on disk.)
void Database::FlushIfFull() {
  if (unflushed_bytes_ < write_buffer_bytes_) return;
  unflushed_bytes_ = 0;
  rocksdb::FlushOptions options;
  options.wait = false;
  options.allow_write_stall = true;
  const rocksdb::Status status = db_->Flush(options, handles_);
  // What was written stands; the next write will fail.
  if (!status.ok()) Log(LogLevel::kError, "cannot flush the log", {{"cause", status.ToString()}});
}

std::optional<std::string> Database::LargestFiledKey(Table table) const {
  std::vector<rocksdb::LiveFileMetaData> live;
  db_->GetLiveFilesMetaData(&live);
  std::optional<std::string> largest;
  for (const rocksdb::LiveFileMetaData& file : live) {
    if (file.column_family_name != kTableNames[static_cast<size_t>(table)]) continue;
    if (!largest || *largest < file.largestkey) largest = file.largestkey;
  }
  return largest;
}

absl::Status Database::Flush() {
  return FromRocks(db_->Flush(rocksdb::FlushOptions(), handles_), "write the log's table files");
}

void Batch::Put(Table table, std::string_view key, std::string_view value) {
  const rocksdb::Status status = rows_.Put(database_.handle(table), key, value);
  DAYBOOK_CHECK(status.ok());
}

void Batch::Delete(Table table, std::string_view key) {
  const rocksdb::Status status = rows_.Delete(database_.handle(table), key);
  DAYBOOK_CHECK(status.ok());
}

}  // namespace daybook::store
