// Damage: to the write-ahead log, to table files, to rows. The log keeps what was there, says what
// happened, and never shows anything that was not appended.
#include <algorithm>

#include "edge-server/store/database.h"
#include "edge-server/store/event_log.h"
#include "edge-server/store/key_layout.h"
#include "edge-server/store/start_epoch.h"
#include "gtest/gtest.h"
#include "tests/support/fault_file_system.h"
#include "tests/support/log_checker.h"
#include "tests/support/log_entries.h"

namespace daybook::store {
namespace {

using event::v1::Entry;
using testing::FaultFileSystem;

constexpr char kDirectory[] = "/shop";
constexpr int64_t kWalBlockBytes =
    32 << 10;  // RocksDB's; what lies behind the last block's damage is lost.

class DamageTest : public ::testing::Test {
 protected:
  EventLog::Options MakeOptions() const {
    EventLog::Options options;
    options.directory = kDirectory;
    options.env = env_.get();
    options.identity = {.log_id = testing::UuidOf(1), .tenant = "acme", .store = "high-street"};
    options.write_buffer_bytes = 1 << 20;
    options.block_cache_bytes = 1 << 20;
    options.disk_soft_bytes_min = 1 << 20;
    options.ballast_bytes = 1 << 20;
    return options;
  }

  absl::StatusOr<std::unique_ptr<EventLog>> Open() { return EventLog::Open(MakeOptions()); }

  // Makes a log of `count` entries, one batch each, and closes it.
  void MakeLog(int count, int64_t padding_bytes = 0) {
    auto log = Open();
    ASSERT_TRUE(log.ok()) << log.status();
    maker_.SetPadding(padding_bytes);
    for (int i = 0; i < count; ++i) {
      entries_.push_back(maker_.MakeAny());
      ASSERT_TRUE((*log)->Append({&entries_.back(), &entries_.back() + 1}).ok());
    }
  }

  // Goes on with a copy of the disk as it is now.
  void UseCopyOf(const std::shared_ptr<FaultFileSystem>& disk) {
    disk_ = disk->Clone();
    env_ = testing::NewFaultEnv(disk_);
  }

  std::vector<std::string> FilesEndingIn(std::string_view suffix) const {
    std::vector<std::string> files = disk_->ListFiles(std::string(kDirectory) + "/db");
    std::erase_if(files, [suffix](const std::string& file) { return !file.ends_with(suffix); });
    return files;
  }

  // The write-ahead log that holds the entries.
  std::string WalFile() const {
    const std::vector<std::string> files = FilesEndingIn(".log");
    return *std::max_element(files.begin(), files.end(), [this](const auto& a, const auto& b) {
      return disk_->ReadFile(a).size() < disk_->ReadFile(b).size();
    });
  }

  // Checks that `log` holds the first of the entries, and returns how many.
  size_t ExpectPrefix(const EventLog& log) const {
    const size_t count = testing::ReadWholeLog(log).size();
    EXPECT_LE(count, entries_.size());
    testing::ExpectLogHolds(log, {entries_.begin(), entries_.begin() + static_cast<long>(count)});
    return count;
  }

  std::unique_ptr<Database> OpenDatabase() const {
    auto database = Database::Open({.directory = std::string(kDirectory) + "/db",
                                    .env = env_.get(),
                                    .block_cache_bytes = 1 << 20,
                                    .write_buffer_bytes = 1 << 20});
    EXPECT_TRUE(database.ok()) << database.status();
    return *std::move(database);
  }

  void PutRow(Table table, std::string_view key, std::string_view value) const {
    const auto database = OpenDatabase();
    Batch batch(*database);
    batch.Put(table, key, value);
    ASSERT_TRUE(database->Write(batch, /*sync=*/true).ok());
  }

  absl::StatusOr<StartedEpoch> ConfirmEpoch() const {
    return StartEpoch({.directory = kDirectory,
                       .env = env_.get(),
                       .reason = "the tail was lost",
                       .now = absl::FromUnixSeconds(60)});
  }

  std::shared_ptr<FaultFileSystem> disk_ = std::make_shared<FaultFileSystem>();
  std::unique_ptr<rocksdb::Env> env_ = testing::NewFaultEnv(disk_);
  testing::EntryMaker maker_;
  std::vector<Entry> entries_;
};

TEST_F(DamageTest, DropsATornLastRecordAndGoesOn) {
  MakeLog(10);
  const auto intact = disk_;
  const auto size = static_cast<int64_t>(disk_->ReadFile(WalFile()).size());
  for (int64_t cut = 1; cut < 400; cut += 13) {
    SCOPED_TRACE(::testing::Message() << "cut by " << cut << " bytes");
    UseCopyOf(intact);
    disk_->CutFile(WalFile(), size - cut);

    const auto log = Open();

    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_TRUE((*log)->Writable().ok());
    EXPECT_LT(ExpectPrefix(**log), entries_.size());
  }
}

TEST_F(DamageTest, MarksALogThatIsDamagedInsideAndKeepsItsFiles) {
  MakeLog(200, /*padding_bytes=*/300);
  const auto intact = disk_;
  const auto size = static_cast<int64_t>(disk_->ReadFile(WalFile()).size());
  ASSERT_GT(size, 3 * kWalBlockBytes);
  for (int64_t byte = 1; byte < size - kWalBlockBytes; byte += 2503) {
    SCOPED_TRACE(::testing::Message() << "a bit of byte " << byte);
    UseCopyOf(intact);
    const std::string wal = WalFile();
    disk_->FlipBit(wal, byte, static_cast<int>(byte % 8));
    const std::string damaged = disk_->ReadFile(wal);

    const auto log = Open();

    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_FALSE((*log)->Writable().ok());
    EXPECT_LT(ExpectPrefix(**log), entries_.size());
    const std::string kept =
        std::string(kDirectory) + "/damaged-1" + wal.substr(wal.find_last_of('/'));
    EXPECT_EQ(disk_->ReadFile(kept), damaged);
    if (HasFailure()) return;
  }
}

TEST_F(DamageTest, NeverShowsAnythingElseThanAPrefixWhicheverBitFlips) {
  MakeLog(40);
  const auto intact = disk_;
  const auto size = static_cast<int64_t>(disk_->ReadFile(WalFile()).size());
  for (int64_t byte = 0; byte < size; byte += 101) {
    SCOPED_TRACE(::testing::Message() << "a bit of byte " << byte);
    UseCopyOf(intact);
    disk_->FlipBit(WalFile(), byte, static_cast<int>(byte % 8));

    const auto log = Open();

    ASSERT_TRUE(log.ok()) << log.status();
    ExpectPrefix(**log);
    if (HasFailure()) return;
  }
}

TEST_F(DamageTest, TakesNothingUntilANewEpochIsStarted) {
  MakeLog(200, /*padding_bytes=*/300);
  disk_->FlipBit(WalFile(), 2 * kWalBlockBytes, 3);
  auto log = Open();
  ASSERT_TRUE(log.ok()) << log.status();
  const size_t kept = ExpectPrefix(**log);
  entries_.resize(kept);
  maker_.Rewind(entries_);
  const Entry next = maker_.MakeAny();
  const int64_t last = (*log)->head().position;
  const Digest hash = (*log)->head().hash;

  const auto refused = (*log)->Append({&next, &next + 1});
  ASSERT_TRUE((*log)->StartEpoch("the tail was lost", absl::FromUnixSeconds(60)).ok());

  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_LOG_MARKED);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE((*log)->Writable().ok());
    EXPECT_EQ((*log)->head().epoch, 2);
    EXPECT_EQ((*log)->head().position, last + 1);
    EXPECT_TRUE((*log)->CheckCursor({.epoch = 1, .position = last}).ok());
    EXPECT_TRUE((*log)->CheckCursor({.epoch = 2, .position = last + 1}).ok());
    EXPECT_TRUE((*log)->CheckCursor({.epoch = 0, .position = last + 1}).ok());
    EXPECT_EQ(ReasonOf((*log)->CheckCursor({.epoch = 1, .position = last + 1})),
              Reason::ERROR_REASON_CURSOR_RESET);
    const auto page = (*log)->Read(last, 1000);
    Entry entry;
    ASSERT_TRUE(entry.ParseFromString(*page->entries.front().bytes));
    EXPECT_EQ(entry.events(0).epoch_started().epoch(), 2);
    EXPECT_EQ(entry.events(0).epoch_started().previous_hash(), hash.AsBytes());
    log->reset();
    log = Open();
    ASSERT_TRUE(log.ok()) << log.status();
  }
}

TEST_F(DamageTest, GoesOnWhenAPersonHasConfirmedThatItMay) {
  MakeLog(200, /*padding_bytes=*/300);
  disk_->FlipBit(WalFile(), 2 * kWalBlockBytes, 3);
  const int64_t last = (*Open())->head().position;

  const auto started = ConfirmEpoch();
  const auto log = Open();

  ASSERT_TRUE(started.ok()) << started.status();
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(started->mark.find("damage was found"), 0u) << started->mark;
  EXPECT_EQ(started->head, (*log)->head());
  EXPECT_EQ(started->head.epoch, 2);
  EXPECT_EQ(started->head.position, last + 1);
  EXPECT_TRUE((*log)->Writable().ok());
  Entry entry;
  ASSERT_TRUE(entry.ParseFromString(*(*log)->Read(last, 1000)->entries.front().bytes));
  EXPECT_EQ(entry.events(0).epoch_started().reason(), "the tail was lost");
}

TEST_F(DamageTest, EndsNoEpochOfALogThatIsNotMarked) {
  MakeLog(10);

  const auto refused = ConfirmEpoch();

  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_LOG_NOT_MARKED);
  const auto log = Open();
  EXPECT_EQ((*log)->head().epoch, 1);
  EXPECT_EQ(ExpectPrefix(**log), entries_.size());
}

TEST_F(DamageTest, EndsNoEpochUnderARunningServer) {
  const auto log = Open();

  EXPECT_EQ(ReasonOf(ConfirmEpoch().status()), Reason::ERROR_REASON_DIRECTORY_IN_USE);
}

TEST_F(DamageTest, EndsNoEpochWhereThereIsNoLog) {
  EXPECT_EQ(ReasonOf(ConfirmEpoch().status()), Reason::ERROR_REASON_STORE_FAILED);
  EXPECT_TRUE(disk_->ListFiles(kDirectory).empty());
}

TEST_F(DamageTest, RecoversWhereverThePowerFailsWhileItRecovers) {
  MakeLog(200, /*padding_bytes=*/300);
  disk_->FlipBit(WalFile(), 2 * kWalBlockBytes, 3);
  const auto damaged = disk_;
  UseCopyOf(damaged);
  const int64_t before = disk_->operation_count();
  size_t expected = 0;
  {
    const auto undisturbed = Open();
    ASSERT_TRUE(undisturbed.ok()) << undisturbed.status();
    expected = ExpectPrefix(**undisturbed);
  }
  const int64_t operation_count = disk_->operation_count() - before;
  for (int64_t operation = 0; operation < operation_count; ++operation) {
    SCOPED_TRACE(::testing::Message() << "power cut at operation " << operation);
    UseCopyOf(damaged);
    disk_->CutPowerAfter(operation);
    { const auto cut = Open(); }
    disk_->PowerOn(testing::Loss::kSome, static_cast<uint64_t>(operation));

    const auto log = Open();

    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_FALSE((*log)->Writable().ok());
    EXPECT_EQ(ExpectPrefix(**log), expected);
    EXPECT_FALSE(disk_->ListFiles(std::string(kDirectory) + "/damaged-1").empty());
    if (HasFailure()) return;
  }
}

// The mark's name is there to be seen, and not yet on the disk.
TEST_F(DamageTest, StaysMarkedThoughAStartWasKilledBeforeTheMarkWasDurable) {
  MakeLog(200, /*padding_bytes=*/300);
  disk_->FlipBit(WalFile(), 2 * kWalBlockBytes, 3);
  const auto damaged = disk_;
  const auto is_there = [this] {
    const std::vector<std::string> files = disk_->ListFiles(kDirectory);
    return std::find(files.begin(), files.end(), std::string(kDirectory) + "/mark") != files.end();
  };
  int64_t killed_after = 0;
  for (bool marked = false; !marked; ++killed_after) {
    UseCopyOf(damaged);
    disk_->CutPowerAfter(killed_after);
    ASSERT_FALSE(Open().ok());
    disk_->PowerOn(testing::Loss::kNothing);
    marked = is_there();
  }
  const auto killed = disk_;
  bool finished = false;
  for (int64_t operation = 0; !finished; ++operation) {
    SCOPED_TRACE(::testing::Message() << "power cut at operation " << operation);
    UseCopyOf(killed);
    disk_->CutPowerAfter(operation);
    finished = Open().ok() && !disk_->power_is_off();
    disk_->PowerOn(testing::Loss::kEverything);

    const auto log = Open();

    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_FALSE((*log)->Writable().ok());
    if (HasFailure()) return;
  }
}

TEST_F(DamageTest, SaysThatATableFileIsDamagedAndNeverShowsItsBytes) {
  MakeLog(300, /*padding_bytes=*/300);
  ASSERT_TRUE(OpenDatabase()->Flush().ok());
  const auto intact = disk_;
  const std::vector<std::string> tables = FilesEndingIn(".sst");
  ASSERT_GT(tables.size(), 2u);
  int refused = 0;
  for (const std::string& table : tables) {
    UseCopyOf(intact);
    const auto size = static_cast<int64_t>(disk_->ReadFile(table).size());
    for (int64_t byte = 100; byte < size; byte += size / 3) disk_->FlipBit(table, byte, 2);

    const auto log = Open();
    const auto page = log.ok() ? (*log)->Read(0, 1 << 20) : log.status();

    if (!page.ok()) {
      ++refused;
      EXPECT_EQ(page.status().code(), absl::StatusCode::kDataLoss) << page.status();
      continue;
    }
    for (size_t i = 0; i < page->entries.size(); ++i) {
      EXPECT_EQ(*page->entries[i].bytes, entries_[i].SerializeAsString());
    }
  }
  EXPECT_GT(refused, 0);
}

TEST_F(DamageTest, RefusesALogWithAnEntryChanged) {
  MakeLog(30);
  Entry changed = entries_[20];
  changed.mutable_header()->set_device("till-2");
  PutRow(Table::kLog, EntryKey(changed.header().first_position()), changed.SerializeAsString());

  EXPECT_EQ(ReasonOf(Open().status()), Reason::ERROR_REASON_CHAIN_BROKEN);
}

TEST_F(DamageTest, RefusesALogWithAnEntryMissing) {
  MakeLog(30);
  {
    const auto database = OpenDatabase();
    Batch batch(*database);
    batch.Delete(Table::kLog, EntryKey(entries_[20].header().first_position()));
    ASSERT_TRUE(database->Write(batch, /*sync=*/true).ok());
  }

  EXPECT_EQ(ReasonOf(Open().status()), Reason::ERROR_REASON_LOG_NOT_DENSE);
}

TEST_F(DamageTest, RefusesALogThatEndsBeforeItsHead) {
  MakeLog(30);
  {
    const auto database = OpenDatabase();
    Batch batch(*database);
    batch.Delete(Table::kLog, EntryKey(entries_.back().header().first_position()));
    ASSERT_TRUE(database->Write(batch, /*sync=*/true).ok());
  }

  EXPECT_EQ(ReasonOf(Open().status()), Reason::ERROR_REASON_LOG_NOT_DENSE);
}

TEST_F(DamageTest, RefusesALogWithoutItsIdentity) {
  MakeLog(3);
  {
    const auto database = OpenDatabase();
    Batch batch(*database);
    batch.Delete(Table::kMeta, kIdentityKey);
    ASSERT_TRUE(database->Write(batch, /*sync=*/true).ok());
  }

  EXPECT_EQ(ReasonOf(Open().status()), Reason::ERROR_REASON_STORE_CORRUPT);
}

TEST_F(DamageTest, RefusesALogThatNeedsANewerReader) {
  MakeLog(3);
  HeadRow head;
  {
    const auto database = OpenDatabase();
    head = *DecodeHead(**database->Get(Table::kMeta, kHeadKey));
  }
  head.minimum_reader = kLogFormat + 1;
  PutRow(Table::kMeta, kHeadKey, EncodeHead(head));

  EXPECT_EQ(ReasonOf(Open().status()), Reason::ERROR_REASON_LOG_TOO_NEW);
}

TEST_F(DamageTest, RefusesALogWithATableThatItDoesNotKnow) {
  MakeLog(3);
  {
    std::vector<std::string> names;
    rocksdb::DBOptions options;
    options.env = env_.get();
    const std::string directory = std::string(kDirectory) + "/db";
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies(options, directory, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* raw = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, directory, families, &handles, &raw).ok());
    const std::unique_ptr<rocksdb::DB> database(raw);
    rocksdb::ColumnFamilyHandle* added = nullptr;
    ASSERT_TRUE(database->CreateColumnFamily({}, "hologram", &added).ok());
    handles.push_back(added);
    for (auto* const handle : handles) database->DestroyColumnFamilyHandle(handle);
  }

  EXPECT_EQ(ReasonOf(Open().status()), Reason::ERROR_REASON_LOG_TOO_NEW);
}

TEST_F(DamageTest, RefusesADirectoryThatIsOpen) {
  const auto first = Open();
  ASSERT_TRUE(first.ok()) << first.status();

  EXPECT_EQ(ReasonOf(Open().status()), Reason::ERROR_REASON_DIRECTORY_IN_USE);
}

TEST_F(DamageTest, KeepsEverythingAcknowledgedOnADiskThatRunsFull) {
  maker_.SetPadding(500);
  disk_->SetCapacity(4 << 20);
  {
    auto log = Open();
    ASSERT_TRUE(log.ok()) << log.status();
    while (true) {
      const Entry entry = maker_.MakeAny();
      const auto stored = (*log)->Append({&entry, &entry + 1});
      if (!stored.ok()) {
        EXPECT_EQ(ReasonOf(stored.status()), Reason::ERROR_REASON_OUTCOME_UNKNOWN);
        break;
      }
      entries_.push_back(entry);
    }
  }

  const auto log = Open();

  ASSERT_TRUE(log.ok()) << log.status();
  std::vector<std::string> stored = testing::BytesOf(testing::ReadWholeLog(**log));
  ASSERT_GE(stored.size(), entries_.size());
  for (size_t i = 0; i < entries_.size(); ++i)
    EXPECT_EQ(stored[i], entries_[i].SerializeAsString());
}

}  // namespace
}  // namespace daybook::store
