#include "projections/stock.h"

#include "daybook/edge/v1/view.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using edge::v1::StockLevel;
using ::testing::ElementsAre;

class StockTest : public ::testing::Test {
 protected:
  StockLevel ReadLevel(std::string_view sku) const {
    return view_.Read<StockLevel>(StockKey("main", sku));
  }

  EntryMaker maker_;
  TestView view_{NewStock()};
};

TEST_F(StockTest, OnHandIsWhatWasReceivedLessWhatWasSold) {
  ASSERT_TRUE(view_.Fold(maker_.Make({StockReceived("latte", 10'000)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({StockSold("latte", 1'500), StockSold("latte", 500)})).ok());

  const StockLevel level = ReadLevel("latte");

  EXPECT_EQ(level.location(), "main");
  EXPECT_EQ(level.sku(), "latte");
  EXPECT_EQ(level.on_hand_milli(), 8'000);
  EXPECT_EQ(level.received_milli(), 10'000);
  EXPECT_EQ(level.sold_milli(), 2'000);
  EXPECT_EQ(level.version(), 3);
  EXPECT_EQ(level.position(), 3);
}

TEST_F(StockTest, OnHandMayGoBelowZero) {
  ASSERT_TRUE(view_.Fold(maker_.Make({StockSold("latte", 1'000)})).ok());

  EXPECT_EQ(ReadLevel("latte").on_hand_milli(), -1'000);
}

TEST_F(StockTest, ASkuMayHoldASlash) {
  ASSERT_TRUE(view_.Fold(maker_.Make({StockSold("tea/green", 1'000)})).ok());

  const StockLevel level = ReadLevel("tea/green");

  EXPECT_EQ(level.location(), "main");
  EXPECT_EQ(level.sku(), "tea/green");
}

TEST_F(StockTest, TheRangeOfALocationHoldsItsItemsAlone) {
  TestEvent elsewhere = StockSold("latte", 1'000);
  elsewhere.stream = StockStream("main2", "latte");
  ASSERT_TRUE(
      view_.Fold(maker_.Make({StockSold("scone", 1'000), elsewhere, StockSold("latte", 1'000)}))
          .ok());

  EXPECT_THAT(view_.Keys(StockRange("main")),
              ElementsAre(StockKey("main", "latte"), StockKey("main", "scone")));
}

TEST_F(StockTest, AnAmountThatDoesNotFitStopsNothing) {
  ASSERT_TRUE(view_.Fold(maker_.Make({StockReceived("latte", INT64_MAX)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({StockReceived("latte", 1)})).ok());

  EXPECT_EQ(ReadLevel("latte").on_hand_milli(), INT64_MAX);
}

TEST_F(StockTest, PassesOverWhatIsNotAboutStock) {
  ASSERT_TRUE(view_.Fold(maker_.Make({DayOpened(), Created(1)})).ok());

  EXPECT_TRUE(view_.rows().empty());
}

TEST_F(StockTest, StopsAtAKindOfEventThatIsNotKnown) {
  const absl::Status status = view_.Fold(maker_.Make({Unknown(SaleStream(1))}));

  EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_EVENT_UNKNOWN);
}

}  // namespace
}  // namespace daybook::projections
