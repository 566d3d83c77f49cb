#include "edge-server/store/event_log.h"

#include <algorithm>

#include "core/base/clock.h"
#include "core/entry/chain.h"
#include "gmock/gmock.h"
#include "tests/support/log_checker.h"
#include "tests/unit/store/event_log_fixture.h"

namespace daybook::store {
namespace {

using event::v1::Entry;
using event::v1::Event;
using testing::ReadWholeLog;
using testing::SaleStream;
using testing::UuidOf;

TEST_F(EventLogTest, BeginsEmptyWithTheHashOfItsId) {
  Reopen();

  EXPECT_EQ(log_->head(), (Head{.epoch = 1, .position = 0, .hash = FirstHash(UuidOf(1))}));
  EXPECT_TRUE(log_->Writable().ok());
  EXPECT_TRUE(log_->Read(0, 1000)->entries.empty());
  EXPECT_TRUE(log_->Read(0, 1000)->end);
}

TEST_F(EventLogTest, KeepsBytesHashAndHeadAcrossARestart) {
  Reopen();
  Append({maker_.Make({{.stream = SaleStream(1), .event_count = 2}}), maker_.MakeAny()});
  const Head head = log_->head();
  Digest hash = FirstHash(UuidOf(1));
  for (const Entry& entry : entries_) hash = NextHash(hash, entry.SerializeAsString());

  Reopen();

  EXPECT_EQ(log_->head(), head);
  EXPECT_EQ(log_->head().hash, hash);
  const auto stored = ReadWholeLog(*log_);
  ASSERT_EQ(stored.size(), 2u);
  EXPECT_EQ(*stored[0].bytes, entries_[0].SerializeAsString());
  EXPECT_EQ(*stored[1].bytes, entries_[1].SerializeAsString());
}

TEST_F(EventLogTest, FindsAnAcceptedRequestForEver) {
  Reopen();
  AppendAny(200);
  Reopen();

  for (const Entry& entry : entries_) {
    const auto found = log_->FindRequest(*Uuid::FromBytes(entry.header().request_id()));
    ASSERT_TRUE(found.ok() && found->has_value());
    EXPECT_EQ(*(*found)->bytes, entry.SerializeAsString());
  }
  EXPECT_EQ(*log_->FindRequest(UuidOf(77)), std::nullopt);
}

TEST_F(EventLogTest, KnowsHowFarAStreamHasCome) {
  Reopen();
  Append({maker_.Make({{.stream = SaleStream(1), .event_count = 3}}),
          maker_.Make({{.stream = SaleStream(2)}, {.stream = SaleStream(1), .event_count = 2}})});

  EXPECT_EQ(log_->ReadStreamHead(SaleStream(1))->version, 5);
  EXPECT_EQ(log_->ReadStreamHead(SaleStream(1))->position, 4);
  EXPECT_EQ(log_->ReadStreamHead(SaleStream(2))->version, 1);
  EXPECT_EQ(log_->ReadStreamHead(SaleStream(3))->version, 0);
}

TEST_F(EventLogTest, TellsStreamsApartOfWhichOneNameBeginsTheOther) {
  const StreamId item{Category::CATEGORY_STOCK, "a/1"};
  const StreamId longer{Category::CATEGORY_STOCK, std::string("a/1\0\0\0\0\0\0\0\2", 11)};
  Reopen();
  Append({maker_.Make({{.stream = item, .event_count = 2}}), maker_.Make({{.stream = longer}})});

  EXPECT_EQ(log_->ReadStreamHead(item)->version, 2);
  EXPECT_EQ(log_->ReadStreamHead(longer)->version, 1);
  EXPECT_EQ(log_->ReadStream(item, 1, /*backwards=*/false, 10)->entries.size(), 1u);
}

TEST_F(EventLogTest, KeepsTheMarkOfEveryInstallation) {
  const Uuid install_id = UuidOf(9);
  Reopen();
  Append({maker_.MakeOwn(install_id, {{.stream = SaleStream(1)}}),
          maker_.MakeOwn(install_id, {{.stream = SaleStream(1)}})});
  DeviceMark mark = FirstDeviceMark(install_id);
  for (const Entry& entry : entries_) mark = NextDeviceMark(mark, entry);

  Reopen();

  EXPECT_EQ(*log_->ReadDevice(install_id), mark);
  EXPECT_EQ((*log_->ReadDevice(install_id))->sequence, 2);
  EXPECT_EQ(*log_->ReadDevice(UuidOf(10)), std::nullopt);
}

TEST_F(EventLogTest, ReadsAStreamFromAnyVersionBothWays) {
  Reopen();
  for (int i = 0; i < 5; ++i) {
    Append({maker_.Make({{.stream = SaleStream(1), .event_count = 2}, {.stream = SaleStream(2)}})});
  }

  const auto forwards = log_->ReadStream(SaleStream(1), 4, /*backwards=*/false, 2);
  const auto rest = log_->ReadStream(SaleStream(1), forwards->scanned + 1, false, 10);
  const auto backwards = log_->ReadStream(SaleStream(1), 3, /*backwards=*/true, 10);

  // Version 4 is the second event of its entry: the first one is left out.
  ASSERT_EQ(forwards->entries.size(), 2u);
  Entry entry;
  ASSERT_TRUE(entry.ParseFromString(*forwards->entries[0].bytes));
  ASSERT_EQ(entry.events_size(), 1);
  EXPECT_EQ(entry.events(0).version(), 4);
  EXPECT_EQ(forwards->scanned, 6);
  EXPECT_FALSE(forwards->end);
  EXPECT_EQ(rest->entries.size(), 2u);
  EXPECT_TRUE(rest->end);
  ASSERT_EQ(backwards->entries.size(), 2u);
  ASSERT_TRUE(entry.ParseFromString(*backwards->entries[0].bytes));
  EXPECT_EQ(entry.events(0).version(), 3);
  EXPECT_EQ(entry.events_size(), 1);
  EXPECT_EQ(backwards->scanned, 1);
  EXPECT_TRUE(backwards->end);
}

TEST_F(EventLogTest, ReadsAStreamAcrossBlocksAndRestarts) {
  constexpr int kEntries = 400;
  Reopen();
  for (int i = 0; i < kEntries; ++i) {
    Append({maker_.Make({{.stream = SaleStream(1)}, {.stream = SaleStream(100 + i)}})});
    if (i % 37 == 0) Reopen();
  }

  for (const int64_t from : {1, 2, 128, 129, 130, 256, 257, 399, 400}) {
    const auto forwards = log_->ReadStream(SaleStream(1), from, /*backwards=*/false, kEntries);
    const auto backwards = log_->ReadStream(SaleStream(1), from, /*backwards=*/true, kEntries);

    EXPECT_EQ(forwards->entries.size(), static_cast<size_t>(kEntries - from + 1)) << from;
    EXPECT_EQ(backwards->entries.size(), static_cast<size_t>(from)) << from;
    EXPECT_TRUE(forwards->end && backwards->end) << from;
    EXPECT_EQ(forwards->entries.front().first_position, 2 * from - 1);
    EXPECT_EQ(backwards->entries.front().first_position, 2 * from - 1);
  }
  EXPECT_EQ(log_->ReadStreamHead(SaleStream(1))->version, kEntries);
  EXPECT_EQ(log_->ReadStreamHead(SaleStream(1))->position, 2 * kEntries - 1);
}

TEST_F(EventLogTest, ReadsBeyondAStreamsEndAsEmpty) {
  Reopen();
  Append({maker_.Make({{.stream = SaleStream(1)}})});

  const auto beyond = log_->ReadStream(SaleStream(1), 2, /*backwards=*/false, 10);
  const auto unknown = log_->ReadStream(SaleStream(2), 1, /*backwards=*/false, 10);
  const auto from_end = log_->ReadStream(SaleStream(1), INT64_MAX, /*backwards=*/true, 10);

  EXPECT_TRUE(beyond->entries.empty());
  EXPECT_TRUE(beyond->end);
  EXPECT_EQ(beyond->scanned, 1);
  EXPECT_TRUE(unknown->entries.empty());
  EXPECT_TRUE(unknown->end);
  EXPECT_EQ(from_end->entries.size(), 1u);
}

TEST_F(EventLogTest, ReadsBeyondTheHeadAsEmpty) {
  Reopen();
  AppendAny(3);
  const int64_t head = log_->head().position;

  for (const int64_t position : {head, head + 1, INT64_MAX}) {
    const auto beyond = log_->ReadFiltered(position, /*backwards=*/false, {}, 10, 1 << 20);

    ASSERT_TRUE(beyond.ok()) << beyond.status();
    EXPECT_TRUE(beyond->entries.empty()) << position;
    EXPECT_TRUE(beyond->end) << position;
  }
}

TEST_F(EventLogTest, ReadsTheSameFromTheTailAndFromTheDisk) {
  EventLog::Options options = MakeOptions();
  Reopen(options);
  AppendAny(500);
  const auto from_tail = ReadWholeLog(*log_);
  options.tail_bytes_max = 1;
  Reopen(options);

  const auto from_disk = ReadWholeLog(*log_);

  ASSERT_EQ(from_tail.size(), from_disk.size());
  for (size_t i = 0; i < from_tail.size(); ++i) {
    EXPECT_EQ(from_tail[i].first_position, from_disk[i].first_position);
    EXPECT_EQ(*from_tail[i].bytes, *from_disk[i].bytes);
  }
}

TEST_F(EventLogTest, ResumesAReadWithTheEntryThatHoldsTheNextPosition) {
  EventLog::Options options = MakeOptions();
  for (const int64_t tail_bytes_max : {int64_t{1}, int64_t{1} << 20}) {
    options.tail_bytes_max = tail_bytes_max;
    Reopen(options);
    if (entries_.empty()) {
      Append({maker_.Make({{.stream = SaleStream(1), .event_count = 3}}),
              maker_.Make({{.stream = SaleStream(1)}})});
    }

    const auto inside = log_->Read(1, 1);
    const auto after = log_->Read(3, 1000);

    ASSERT_EQ(inside->entries.size(), 1u);
    EXPECT_EQ(inside->entries[0].first_position, 1);
    EXPECT_EQ(inside->scanned, 3);
    EXPECT_FALSE(inside->end);
    ASSERT_EQ(after->entries.size(), 1u);
    EXPECT_EQ(after->entries[0].first_position, 4);
    EXPECT_TRUE(after->end);
  }
}

TEST_F(EventLogTest, FiltersByConcatenatingStoredBytes) {
  Reopen();
  Append({maker_.Make({{.stream = SaleStream(1)}, {.stream = StockStream("main", "cake")}})});
  const StoredEntry whole = ReadWholeLog(*log_)[0];

  const auto stock = FilterEntry(whole, {.categories = {Category::CATEGORY_STOCK}});
  const auto all = FilterEntry(whole, {.registers = {"K1"}});
  const auto none = FilterEntry(whole, {.registers = {"K2"}});

  Entry expected = entries_[0];
  expected.mutable_events()->DeleteSubrange(0, 1);
  ASSERT_TRUE(stock.ok() && stock->has_value());
  EXPECT_EQ(*(*stock)->bytes, expected.SerializeAsString());
  EXPECT_EQ((*stock)->event_count, 2);
  EXPECT_EQ((*all)->bytes, whole.bytes);
  EXPECT_EQ(*none, std::nullopt);
}

TEST_F(EventLogTest, CutsAFilteredReadInsideAnEntry) {
  Reopen();
  Append({maker_.Make({{.stream = SaleStream(1), .event_count = 4}})});

  const auto after = log_->ReadFiltered(2, /*backwards=*/false, {}, 10, 1000);
  const auto before = log_->ReadFiltered(2, /*backwards=*/true, {}, 10, 1000);

  Entry entry;
  ASSERT_EQ(after->entries.size(), 1u);
  ASSERT_TRUE(entry.ParseFromString(*after->entries[0].bytes));
  ASSERT_EQ(entry.events_size(), 2);
  EXPECT_EQ(entry.events(0).offset(), 2);
  ASSERT_EQ(before->entries.size(), 1u);
  ASSERT_TRUE(entry.ParseFromString(*before->entries[0].bytes));
  ASSERT_EQ(entry.events_size(), 1);
  EXPECT_EQ(entry.events(0).offset(), 0);
}

TEST_F(EventLogTest, FindsARareEventFarBackWithoutScanning) {
  Reopen();
  Append({maker_.Make(
      {{.stream = DayStream(20161105), .event_type = Event::kBusinessDayOpenedFieldNumber}})});
  for (int i = 0; i < 30; ++i) {
    std::vector<Entry> batch;
    for (int j = 0; j < 100; ++j) {
      batch.push_back(maker_.Make({{.stream = SaleStream(i), .event_count = 5}}));
    }
    Append(batch);
  }
  const int64_t head = log_->head().position;

  // The segment that is being filled is scanned; the three full ones are looked up.
  const auto page =
      log_->ReadFiltered(head + 1, /*backwards=*/true,
                         {.event_types = {Event::kBusinessDayOpenedFieldNumber}}, 10, 600'000);

  ASSERT_EQ(page->entries.size(), 1u);
  EXPECT_EQ(page->entries[0].first_position, 1);
  EXPECT_TRUE(page->end);
}

TEST_F(EventLogTest, RefusesAnEntryBeyondTheLargestSizeAndGoesOn) {
  Reopen();
  Entry large = maker_.Make({{.stream = SaleStream(1)}});
  const Entry small = large;
  large.mutable_header()->set_device(std::string(kEntryBytesMax, 'x'));

  const auto refused = log_->Append({&large, &large + 1});
  const auto accepted = log_->Append({&small, &small + 1});

  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_TOO_LARGE);
  EXPECT_TRUE(accepted.ok()) << accepted.status();
}

TEST_F(EventLogTest, DiesOfAGapThatTheWriterMakes) {
  Reopen();
  Entry entry = maker_.Make({{.stream = SaleStream(1)}});
  entry.mutable_header()->set_first_position(2);

  EXPECT_DEATH((void)log_->Append({&entry, &entry + 1}), "LOG_NOT_DENSE");
}

TEST_F(EventLogTest, KeepsSnapshots) {
  Reopen();
  ASSERT_TRUE(log_->WriteSnapshots({{"books", "1"}, {"stock-main/cake", "2"}}).ok());
  ASSERT_TRUE(log_->WriteSnapshots({{"books", "3"}}).ok());

  Reopen();

  EXPECT_EQ(*log_->ReadSnapshot("books"), "3");
  EXPECT_EQ(*log_->ReadSnapshot("stock-main/cake"), "2");
  EXPECT_EQ(*log_->ReadSnapshot("nothing"), std::nullopt);
}

TEST_F(EventLogTest, LosesUnsyncedSnapshotsAndNothingElseInAPowerCut) {
  Reopen();
  AppendAny(10);
  ASSERT_TRUE(log_->WriteSnapshots({{"books", "1"}}).ok());
  const Head head = log_->head();
  disk_->CutPowerAfter(0);
  log_.reset();
  disk_->PowerOn(testing::Loss::kEverything);

  Reopen();

  EXPECT_EQ(*log_->ReadSnapshot("books"), std::nullopt);
  EXPECT_EQ(log_->head(), head);
}

TEST_F(EventLogTest, FindsThePositionOfAPastMoment) {
  Reopen();
  for (const int64_t seconds : {600, 610, 590, 660, 655, 700}) {
    maker_.SetTime(seconds);
    Append({maker_.Make({{.stream = SaleStream(1)}})});
  }
  const auto at = [&](int64_t seconds) {
    return *log_->FindPositionAt(absl::FromUnixSeconds(seconds));
  };

  EXPECT_EQ(at(599), 0);
  EXPECT_EQ(at(600), 1);
  EXPECT_EQ(at(610), 3);
  EXPECT_EQ(at(659), 3);
  EXPECT_EQ(at(660), 5);
  EXPECT_EQ(at(10'000), 6);
}

TEST_F(EventLogTest, AcceptsCursorsUpToTheHeadOnly) {
  Reopen();
  AppendAny(5);
  const int64_t head = log_->head().position;

  EXPECT_TRUE(log_->CheckCursor({.epoch = 1, .position = head}).ok());
  EXPECT_TRUE(log_->CheckCursor({.epoch = 0, .position = 0}).ok());
  for (const Cursor& cursor :
       {Cursor{.epoch = 1, .position = head + 1}, Cursor{.epoch = 2, .position = 1},
        Cursor{.epoch = 1, .position = -1}}) {
    EXPECT_EQ(ReasonOf(log_->CheckCursor(cursor)), Reason::ERROR_REASON_CURSOR_RESET);
  }
}

TEST_F(EventLogTest, RefusesTheLogOfAnotherStore) {
  Reopen();
  log_.reset();
  EventLog::Options options = MakeOptions();
  options.identity.store = "station";

  EXPECT_EQ(ReasonOf(EventLog::Open(options).status()), Reason::ERROR_REASON_CONFIG_INVALID);
}

TEST_F(EventLogTest, KeepsTheLogIdThatItWasMadeWith) {
  Reopen();
  EventLog::Options options = MakeOptions();
  options.identity.log_id = UuidOf(2);

  Reopen(options);

  EXPECT_EQ(log_->identity().log_id, UuidOf(1));
}

TEST_F(EventLogTest, IsNotWritableOnADiskBelowTheSoftLimit) {
  EventLog::Options options = MakeOptions();
  options.disk_soft_bytes_min = 100 << 20;
  options.ballast_bytes = 10 << 20;
  disk_->SetCapacity(200 << 20);
  Reopen(options);
  EXPECT_TRUE(log_->Writable().ok());

  disk_->SetCapacity(90 << 20);
  log_->CheckDiskSpace();

  EXPECT_FALSE(log_->Writable().ok());
  disk_->SetCapacity(200 << 20);
  log_->CheckDiskSpace();
  EXPECT_TRUE(log_->Writable().ok());
}

TEST_F(EventLogTest, LetsTheBallastGoToOpenOnAFullDiskAndPutsItBack) {
  const std::string ballast = std::string(kDirectory) + "/ballast";
  EventLog::Options options = MakeOptions();
  options.disk_soft_bytes_min = 20 << 20;
  options.ballast_bytes = 10 << 20;
  disk_->SetCapacity(100 << 20);
  Reopen(options);
  AppendAny(50);
  EXPECT_TRUE(env_->FileExists(ballast).ok());
  log_.reset();
  disk_->SetCapacity(10 << 20);  // All of it is taken.

  Reopen(options);

  EXPECT_FALSE(env_->FileExists(ballast).ok());
  EXPECT_FALSE(log_->Writable().ok());
  EXPECT_EQ(ReadWholeLog(*log_).size(), 50u);
  disk_->SetCapacity(100 << 20);
  log_->CheckDiskSpace();
  EXPECT_TRUE(log_->Writable().ok());
  EXPECT_TRUE(env_->FileExists(ballast).ok());
}

}  // namespace
}  // namespace daybook::store
