#include "edge-server/store/index_fold.h"

#include <map>

#include "core/entry/chain.h"
#include "gtest/gtest.h"
#include "tests/support/log_entries.h"

namespace daybook::store {
namespace {

using event::v1::Entry;

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex.push_back(kDigits[static_cast<uint8_t>(byte) >> 4]);
    hex.push_back(kDigits[static_cast<uint8_t>(byte) & 0x0f]);
  }
  return hex;
}

// Sixteen bytes, counting up.
Uuid UuidFrom(uint8_t first) {
  Uuid uuid;
  for (uint8_t& byte : uuid.bytes) byte = first++;
  return uuid;
}

IndexFold MakeFold(const Uuid& log_id) {
  return IndexFold(HeadRow{.hash = FirstHash(log_id)}, /*minute=*/-1,
                   [](const Uuid&) { return std::optional<DeviceMark>(); });
}

// The rows of one table that a batch of one entry adds, in hexadecimal.
using HexRows = std::map<std::string, std::string>;

std::map<Table, HexRows> AddTo(IndexFold& fold, const Entry& entry) {
  std::map<Table, HexRows> rows;
  const IndexFold::RowSink sink = [&rows](Table table, std::string_view key,
                                          std::string_view value) {
    rows[table][Hex(key)] = Hex(value);
  };
  const absl::Status status = fold.Add(entry, entry.SerializeAsString(), sink);
  EXPECT_TRUE(status.ok()) << status;
  fold.Finish(sink);
  return rows;
}

// The worked example of docs/log-format.md: if this changes, so does the format.
TEST(IndexFoldTest, WritesTheWorkedExampleOfTheDocument) {
  Entry entry;
  event::v1::EntryHeader& header = *entry.mutable_header();
  header.set_first_position(1);
  header.set_event_count(2);
  header.mutable_record_time()->set_seconds(1'478'343'600);
  header.set_kind(event::v1::ENTRY_KIND_ASK);
  header.set_request_id(std::string(UuidFrom(0x10).AsBytes()));
  header.set_device("till-1");
  header.set_register_("K1");
  header.add_streams()->set_category(Category::CATEGORY_SALE);
  header.mutable_streams(0)->set_key(std::string(UuidFrom(0x20).AsBytes()));
  event::v1::Event& created = *entry.add_events();
  created.set_version(1);
  created.mutable_sale_created()->set_register_("K1");
  created.mutable_sale_created()->set_currency_code("EUR");
  event::v1::Event& abandoned = *entry.add_events();
  abandoned.set_offset(1);
  abandoned.set_version(2);
  abandoned.mutable_sale_abandoned();
  IndexFold fold = MakeFold(UuidFrom(0));

  const auto rows = AddTo(fold, entry);

  EXPECT_EQ(rows.at(Table::kLog),
            (HexRows{{"0000000000000001",
                      "0a43080110021a0608b0f7f6c00520012a10101112131415161718191a1b1c1d1e1f3a067469"
                      "6c6c2d315a024b3192011408011210202122232425262728292a2b2c2d2e2f120e1801820109"
                      "0a024b311203455552120708011802b20100"}}));
  EXPECT_EQ(rows.at(Table::kRequest), (HexRows{{"101112131415161718191a1b1c1d1e1f", "01"}}));
  EXPECT_EQ(rows.at(Table::kIndex),
            (HexRows{{"53000110202122232425262728292a2b2c2d2e2f0000000000000001", "0102"},
                     {"57000000000177f654", "01"}}));
  EXPECT_EQ(Hex(EncodeHead(fold.head())),
            "01020168742276492f7663830b2e77b69e672805f8b823e463bfdb109e20039cf3f495");
}

TEST(IndexFoldTest, WritesARowAgainForEachBatchThatAddsToItsStreamInTheBlock) {
  testing::EntryMaker maker;
  IndexFold fold = MakeFold(Uuid{});
  const StreamId stream = testing::SaleStream(1);
  const std::string key = Hex(StreamKey(stream, 1));

  const auto first = AddTo(fold, maker.Make({{.stream = stream, .event_count = 2}}));
  const auto other = AddTo(fold, maker.Make({{.stream = testing::SaleStream(2)}}));
  const auto second = AddTo(fold, maker.Make({{.stream = stream}}));

  EXPECT_EQ(first.at(Table::kIndex).at(key), "0102");
  EXPECT_FALSE(other.at(Table::kIndex).contains(key));
  EXPECT_EQ(second.at(Table::kIndex).at(key), "01020301");
}

TEST(IndexFoldTest, BeginsARowAnewInEachBlock) {
  testing::EntryMaker maker;
  IndexFold fold = MakeFold(Uuid{});
  const StreamId stream = testing::SaleStream(1);
  AddTo(fold, maker.Make({{.stream = stream, .event_count = static_cast<int>(kBlockPositions)}}));

  const auto rows = AddTo(fold, maker.Make({{.stream = stream}}));

  EXPECT_EQ(rows.at(Table::kIndex).at(Hex(StreamKey(stream, 257))), "810201");
  EXPECT_FALSE(rows.at(Table::kIndex).contains(Hex(StreamKey(stream, 1))));
}

TEST(IndexFoldTest, WritesASegmentWithTheEntryThatFillsIt) {
  testing::EntryMaker maker;
  IndexFold fold = MakeFold(Uuid{});
  const StreamId sale = testing::SaleStream(1);
  const StreamId day = DayStream(20161105);
  const std::string sale_row = Hex(PostingKey(Posting::kCategory, Category::CATEGORY_SALE, 0));
  const std::string day_row = Hex(PostingKey(Posting::kCategory, Category::CATEGORY_DAY, 0));

  const auto first = AddTo(fold, maker.Make({{.stream = sale, .event_count = 4000}}));
  const auto second = AddTo(fold, maker.Make({{.stream = day, .event_count = 95}}));
  const auto third = AddTo(fold, maker.Make({{.stream = sale, .event_count = 2}}));
  const auto fourth = AddTo(fold, maker.Make({{.stream = day}}));

  EXPECT_FALSE(first.at(Table::kIndex).contains(sale_row));
  EXPECT_FALSE(second.at(Table::kIndex).contains(day_row));
  // The third entry begins in the segment and ends in the next: it belongs to the first.
  EXPECT_EQ(third.at(Table::kIndex).at(sale_row), Hex(EncodePositions(0, {1, 4096})));
  EXPECT_EQ(third.at(Table::kIndex).at(day_row), Hex(EncodePositions(0, {4001})));
  EXPECT_FALSE(fourth.at(Table::kIndex).contains(day_row));
}

TEST(IndexFoldTest, NeverLetsAMinuteStepBack) {
  testing::EntryMaker maker;
  IndexFold fold = MakeFold(Uuid{});
  std::vector<bool> written;
  for (const int64_t seconds : {600, 659, 660, 540, 720}) {
    maker.SetTime(seconds);
    const auto rows = AddTo(fold, maker.Make({{.stream = testing::SaleStream(1)}}));
    written.push_back(rows.at(Table::kIndex).contains(Hex(MinuteKey(seconds / 60))));
  }

  EXPECT_EQ(written, (std::vector<bool>{true, false, true, false, true}));
}

TEST(IndexFoldTest, RefusesEntriesThatDoNotContinueTheLog) {
  testing::EntryMaker maker;
  const Entry good = maker.Make({{.stream = testing::SaleStream(1), .event_count = 2}});
  Entry gap = good;
  gap.mutable_header()->set_first_position(2);
  Entry short_one = good;
  short_one.mutable_events()->RemoveLast();
  Entry skipping = good;
  skipping.mutable_events(1)->set_version(3);
  Entry astray = good;
  astray.mutable_events(1)->set_stream_index(7);

  for (const Entry& entry : {gap, short_one, skipping, astray}) {
    IndexFold fold = MakeFold(Uuid{});
    const absl::Status status = fold.Add(entry, entry.SerializeAsString(),
                                         [](Table, std::string_view, std::string_view) {});
    EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_LOG_NOT_DENSE) << entry.DebugString();
  }
}

}  // namespace
}  // namespace daybook::store
