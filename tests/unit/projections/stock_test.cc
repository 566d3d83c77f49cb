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

// An event on the stock of the SKU at "main", which `fill` fills.
template <typename Fill>
TestEvent OnStock(std::string_view sku, Fill fill) {
  TestEvent event{StockStream("main", sku), {}};
  fill(event.event);
  return event;
}

// An event on a transfer to "main".
template <typename Fill>
TestEvent OnTransfer(Fill fill) {
  TestEvent event{StreamId::Of(Category::CATEGORY_TRANSFER, TestId(5)), {}};
  fill(event.event);
  return event;
}

template <typename Message>
void AddLatte(int64_t quantity_milli, Message& message) {
  message.set_to_location("main");
  message.add_lines()->set_sku("latte");
  message.mutable_lines(0)->set_quantity_milli(quantity_milli);
}

TEST_F(StockTest, OnHandIsReceivedLessSoldWithAdjustedAndTransferred) {
  ASSERT_TRUE(
      view_
          .Fold(maker_.Make(
              {StockReceived("latte", 10'000), StockSold("latte", 1'000),
               OnStock("latte",
                       [](auto& e) { e.mutable_stock_adjusted()->set_change_milli(-500); }),
               OnStock("latte",
                       [](auto& e) { e.mutable_stock_counted()->set_actual_milli(8'000); }),
               OnStock("latte",
                       [](auto& e) { e.mutable_stock_transferred_in()->set_quantity_milli(700); }),
               OnStock(
                   "latte",
                   [](auto& e) { e.mutable_stock_transferred_out()->set_quantity_milli(200); })}))
          .ok());

  const StockLevel level = ReadLevel("latte");

  EXPECT_EQ(level.on_hand_milli(), 8'500);
  EXPECT_EQ(level.adjusted_milli(), -1'000);
  EXPECT_EQ(level.transferred_milli(), 500);
  EXPECT_EQ(level.on_hand_milli(), level.received_milli() - level.sold_milli() +
                                       level.adjusted_milli() + level.transferred_milli());
}

TEST_F(StockTest, ShowsWhatIsReserved) {
  const auto reserve = [](int64_t quantity_milli, int64_t from_milli) {
    return OnStock("latte", [&](auto& e) {
      e.mutable_stock_reserved()->set_reservation_id(std::string(TestId(1).AsBytes()));
      e.mutable_stock_reserved()->set_quantity_milli(quantity_milli);
      e.mutable_stock_reserved()->set_from_quantity_milli(from_milli);
    });
  };
  ASSERT_TRUE(view_.Fold(maker_.Make({reserve(3'000, 0), reserve(5'000, 3'000)})).ok());
  EXPECT_EQ(ReadLevel("latte").reserved_milli(), 5'000);

  ASSERT_TRUE(view_
                  .Fold(maker_.Make({OnStock("latte",
                                             [](auto& e) {
                                               e.mutable_stock_released()->set_reservation_id(
                                                   std::string(TestId(1).AsBytes()));
                                               e.mutable_stock_released()->set_quantity_milli(
                                                   5'000);
                                             })}))
                  .ok());
  EXPECT_EQ(ReadLevel("latte").reserved_milli(), 0);
}

TEST_F(StockTest, ShowsWhatIsInTransitWhereItGoes) {
  ASSERT_TRUE(view_
                  .Fold(maker_.Make({OnTransfer(
                      [](auto& e) { AddLatte(5'000, *e.mutable_stock_transfer_shipped()); })}))
                  .ok());
  EXPECT_EQ(ReadLevel("latte").in_transit_milli(), 5'000);
  EXPECT_EQ(ReadLevel("latte").sku(), "latte");

  ASSERT_TRUE(view_
                  .Fold(maker_.Make({OnTransfer([](auto& e) {
                    AddLatte(3'000, *e.mutable_stock_transfer_received());
                    auto& missing = *e.mutable_stock_transfer_received()->add_missing();
                    missing.set_sku("latte");
                    missing.set_quantity_milli(2'000);
                  })}))
                  .ok());
  EXPECT_EQ(ReadLevel("latte").in_transit_milli(), 0);
}

TEST_F(StockTest, IsNegativeUntilSomebodyPutsItRight) {
  ASSERT_TRUE(
      view_
          .Fold(maker_.Make({StockSold("latte", 1'000),
                             OnStock("latte", [](auto& e) { e.mutable_stock_fell_below_zero(); })}))
          .ok());
  EXPECT_TRUE(ReadLevel("latte").negative());

  ASSERT_TRUE(view_.Fold(maker_.Make({StockReceived("latte", 1'000)})).ok());
  EXPECT_FALSE(ReadLevel("latte").negative());
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
