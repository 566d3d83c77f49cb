#include "daybook/edge/v1/view.pb.h"
#include "gtest/gtest.h"
#include "projections/projection.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using edge::v1::StockLevel;

std::string Level(int64_t on_hand_milli) {
  StockLevel level;
  level.set_on_hand_milli(on_hand_milli);
  return level.SerializeAsString();
}

TEST(RowsTest, ShowTheStoredRow) {
  MemoryRows stored;
  stored.rows["a"] = Level(7);
  Rows rows(stored);

  const StockLevel& row = rows.Mutable<StockLevel>("a");

  EXPECT_EQ(row.on_hand_milli(), 7);
}

TEST(RowsTest, BeginWithADefaultRow) {
  MemoryRows stored;
  Rows rows(stored);

  rows.Mutable<StockLevel>("a").set_on_hand_milli(3);

  EXPECT_EQ(rows.TakeChanges(), (std::vector<RowChange>{{"a", Level(3), false}}));
}

TEST(RowsTest, ReadARowOnceABatchHoweverManyEventsTouchIt) {
  MemoryRows stored;
  stored.rows["a"] = Level(7);
  Rows rows(stored);

  for (int i = 0; i < 5; ++i) {
    StockLevel& row = rows.Mutable<StockLevel>("a");
    row.set_on_hand_milli(row.on_hand_milli() + 1);
  }

  EXPECT_EQ(stored.read_count, 1);
  EXPECT_EQ(rows.TakeChanges(), (std::vector<RowChange>{{"a", Level(12), false}}));
}

TEST(RowsTest, GiveTheChangesInOrderOfTheirKeys) {
  MemoryRows stored;
  Rows rows(stored);
  rows.Mutable<StockLevel>("c");
  rows.PutKey("b");
  rows.EraseKey("a");

  const std::vector<RowChange> changes = rows.TakeChanges();

  EXPECT_EQ(changes, (std::vector<RowChange>{{"a", "", true}, {"b", "", false}, {"c", "", false}}));
}

TEST(RowsTest, TheLastOfPuttingAndErasingAKeyCounts) {
  MemoryRows stored;
  Rows rows(stored);
  rows.PutKey("put then erased");
  rows.EraseKey("put then erased");
  rows.EraseKey("erased then put");
  rows.PutKey("erased then put");

  const std::vector<RowChange> changes = rows.TakeChanges();

  EXPECT_EQ(changes, (std::vector<RowChange>{{"erased then put", "", false},
                                             {"put then erased", "", true}}));
}

TEST(RowsTest, KeepARowForTheNextBatch) {
  MemoryRows stored;
  Rows rows(stored);
  rows.Mutable<StockLevel>("a").set_on_hand_milli(3);
  stored.Write(rows.TakeChanges());

  const int64_t again = rows.Mutable<StockLevel>("a").on_hand_milli();

  EXPECT_EQ(again, 3);
  EXPECT_EQ(stored.read_count, 1);
}

TEST(RowsTest, GiveAKeptRowAgainOnlyIfItIsTouchedAgain) {
  MemoryRows stored;
  Rows rows(stored);
  rows.Mutable<StockLevel>("a").set_on_hand_milli(3);
  rows.Mutable<StockLevel>("b").set_on_hand_milli(4);
  rows.PutKey("c");
  stored.Write(rows.TakeChanges());

  rows.Mutable<StockLevel>("b").set_on_hand_milli(5);

  EXPECT_EQ(rows.TakeChanges(), (std::vector<RowChange>{{"b", Level(5), false}}));
  EXPECT_TRUE(rows.TakeChanges().empty());
}

TEST(RowsTest, KeepNoMoreThanABoundedNumberOfRows) {
  constexpr int kRows = 10'000;
  MemoryRows stored;
  Rows rows(stored);
  for (int i = 0; i < kRows; ++i) rows.Mutable<StockLevel>(std::to_string(i)).set_version(i);
  stored.Write(rows.TakeChanges());

  EXPECT_EQ(rows.Mutable<StockLevel>("7").version(), 7);
  EXPECT_EQ(stored.read_count, kRows + 1);
}

TEST(RowsTest, ForgetWhatIsDiscarded) {
  MemoryRows stored;
  stored.rows["a"] = Level(7);
  Rows rows(stored);
  rows.Mutable<StockLevel>("a").set_on_hand_milli(99);

  rows.Discard();

  EXPECT_EQ(rows.Mutable<StockLevel>("a").on_hand_milli(), 7);
}

TEST(RowsTest, KeepTheFirstErrorOfReadingUntilDiscarded) {
  MemoryRows stored;
  stored.error = Error(Reason::ERROR_REASON_STORE_FAILED, "the disk is gone");
  Rows rows(stored);

  rows.Mutable<StockLevel>("a");
  const Reason reason = ReasonOf(rows.status());
  rows.Discard();

  EXPECT_EQ(reason, Reason::ERROR_REASON_STORE_FAILED);
  EXPECT_TRUE(rows.status().ok());
}

}  // namespace
}  // namespace daybook::projections
