#include "core/domain/bounds.h"
#include "fmt/format.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(StockActsTest, AdjustWhatIsOnHand) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 5000)});

  const auto decision = shop.Ask(AdjustStock("bread", -2000));

  ASSERT_THAT(Recorded(decision), ElementsAre("StockAdjusted"));
  EXPECT_EQ(decision->events[0].event.stock_adjusted().quantity_milli(), 3000);
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, 3000);
}

TEST(StockActsTest, CountAgainstWhatShouldBeThere) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 5000)});

  const auto decision = shop.Ask(CountStock("bread", 4500));

  ASSERT_THAT(Recorded(decision), ElementsAre("StockCounted"));
  const event::v1::StockCounted& counted = decision->events[0].event.stock_counted();
  EXPECT_EQ(counted.expected_milli(), 5000);
  EXPECT_EQ(counted.variance_milli(), -500);
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, 4500);
}

TEST(StockActsTest, FlagOnceThatMoreLeftThanWasThere) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 1000), StartSale(1), AddLine(1, 1, 0, 3), StartSale(2),
                AddLine(2, 1, 0, 1)});

  const auto first = shop.Ask(Complete(1));

  EXPECT_THAT(Recorded(first),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold", "StockFellBelowZero"));
  EXPECT_EQ(first->events.back().event.stock_fell_below_zero().on_hand_milli(), -2000);
  EXPECT_THAT(Recorded(shop.Ask(Complete(2))),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold"));
}

TEST(StockActsTest, FlagAgainAfterSomebodyPutItRight) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 1000), AdjustStock("bread", -2000), CountStock("bread", 0)});

  EXPECT_THAT(Recorded(shop.Ask(AdjustStock("bread", -1000))),
              ElementsAre("StockAdjusted", "StockFellBelowZero"));
}

TEST(StockActsTest, FlagNothingOfWhatNobodyKeepsTheStockOf) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 0, 3)});

  EXPECT_THAT(Recorded(shop.Ask(Complete(1))),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold"));
}

TEST(StockActsTest, FlagWhatIsBelowZeroWhenStockComesToBeKeptOfIt) {
  for (const Command& kept : {ReceiveStock("bread", 1000), AdjustStock("bread", 1000)}) {
    ShopAtWork shop;
    shop.MustAsk({StartSale(1), AddLine(1, 1, 0, 3), Complete(1)});

    const auto decision = shop.Ask(kept);

    ASSERT_TRUE(decision.ok());
    EXPECT_EQ(decision->events.back().event.stock_fell_below_zero().on_hand_milli(), -2000);
    EXPECT_THAT(Recorded(shop.Ask(ReceiveStock("bread", 500))), ElementsAre("StockReceived"));
  }
}

TEST(StockActsTest, PutRightWhatIsNoLongerStocked) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("latte", 5000), UpsertRecipe("latte", {{"milk", 200}})});

  EXPECT_EQ(ReasonNameOf(shop.Ask(AdjustStock("latte", -1000))), "OK");
  EXPECT_EQ(ReasonNameOf(shop.Ask(CountStock("latte", 0))), "OK");
  EXPECT_EQ(ReasonNameOf(shop.Ask(CountStock("latte", 1000))), "ITEM_NOT_STOCKED");
}

TEST(StockActsTest, ReserveLessOfWhatHasGoneShort) {
  ShopAtWork shop;
  shop.MustAsk(
      {ReceiveStock("bread", 5000), ReserveStock("bread", 1, 4000), AdjustStock("bread", -4000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(ReserveStock("bread", 1, 2000))), "OK");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ReserveStock("bread", 1, 2001))), "STOCK_UNAVAILABLE");
}

TEST(StockActsTest, AreFoldedWhateverTheNumbers) {
  StockItem item;
  event::v1::Event event;
  event.mutable_stock_sold()->set_quantity_milli(INT64_MIN);
  Evolve(item, event);
  EXPECT_EQ(item.on_hand_milli, INT64_MAX);
  event.mutable_stock_transferred_out()->set_quantity_milli(INT64_MIN);
  Evolve(item, event);
  EXPECT_EQ(item.on_hand_milli, INT64_MAX);
}

TEST(StockActsTest, ReserveAndRelease) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 5000)});

  EXPECT_THAT(Recorded(shop.Ask(ReserveStock("bread", 1, 3000))), ElementsAre("StockReserved"));
  EXPECT_THAT(Recorded(shop.Ask(ReserveStock("bread", 1, 3000))), IsEmpty());
  EXPECT_EQ(shop.StockAt("bread").reserved_milli(), 3000);
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, 5000);

  EXPECT_THAT(Recorded(shop.Ask(ReleaseStock("bread", 1))), ElementsAre("StockReleased"));
  EXPECT_THAT(Recorded(shop.Ask(ReleaseStock("bread", 1))), IsEmpty());
  EXPECT_EQ(shop.StockAt("bread").reserved_milli(), 0);
}

TEST(StockActsTest, ReserveAnotherQuantityInItsPlace) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 5000), ReserveStock("bread", 1, 3000)});

  const auto decision = shop.Ask(ReserveStock("bread", 1, 5000));

  ASSERT_THAT(Recorded(decision), ElementsAre("StockReserved"));
  EXPECT_EQ(decision->events[0].event.stock_reserved().from_quantity_milli(), 3000);
  EXPECT_EQ(shop.StockAt("bread").reserved_milli(), 5000);
}

TEST(StockActsTest, ReserveNoMoreThanIsThere) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 5000), ReserveStock("bread", 1, 3000)});

  const auto refused = shop.Ask(ReserveStock("bread", 2, 2001));

  EXPECT_EQ(ReasonNameOf(refused), "STOCK_UNAVAILABLE");
  EXPECT_EQ(ErrorMetadata(refused.status(), "available_milli"), "2000");
}

TEST(StockActsTest, ReserveABoundedNumberOfTimes) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 5000)});
  event::v1::Event reserved;
  reserved.mutable_stock_reserved()->set_quantity_milli(1);
  for (size_t i = 0; i < kReservationsMax; ++i) {
    reserved.mutable_stock_reserved()->set_reservation_id(
        std::string(DeriveUuid(TestUuid(9), fmt::format("{}", i)).AsBytes()));
    shop.shop().Apply(event::v1::EntryHeader(), {{StockStream("main", "bread"), reserved}});
  }

  EXPECT_EQ(ReasonNameOf(shop.Ask(ReserveStock("bread", 1, 1))), "TOO_LARGE");
}

TEST(StockActsTest, ReceivePacksAsUnits) {
  ShopAtWork shop;
  event::v1::ItemDetails details = Details("Beer", 300);
  details.set_pack_units(12);
  Command packs = ReceiveStock("beer", 0);
  packs.mutable_receive_stock()->set_pack_count(2);
  EXPECT_EQ(ReasonNameOf(shop.Ask(packs)), "PACK_UNKNOWN");
  shop.MustAsk({UpsertItem("beer", details)});

  const auto decision = shop.Ask(packs);

  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->events.back().event.stock_received().quantity_milli(), 24'000);
  EXPECT_EQ(decision->events.back().event.stock_received().pack_count(), 2);
  packs.mutable_receive_stock()->set_pack_count(INT64_MAX);
  EXPECT_EQ(ReasonNameOf(shop.Ask(packs)), "FIELD_INVALID");
}

TEST(StockActsTest, AreNotForItemsOfWhichNoStockIsKept) {
  ShopAtWork shop;
  event::v1::ItemDetails details = Details("Tap water", 0);
  details.set_non_stock(true);
  shop.MustAsk({UpsertItem("water", details), UpsertRecipe("latte", {{"milk", 200}})});

  for (const std::string_view sku : {"water", "latte"}) {
    for (const Command& command : {ReceiveStock(sku, 1000), AdjustStock(sku, 1000),
                                   CountStock(sku, 1000), ReserveStock(sku, 1, 1000)}) {
      EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "ITEM_NOT_STOCKED") << CommandName(command);
    }
  }
}

TEST(StockActsTest, TakeWhatATillHasReceivedAllTheSame) {
  ShopAtWork shop;
  shop.MustAsk({UpsertRecipe("latte", {{"milk", 200}})});

  const Decision decision = shop.Own(ReceiveStock("latte", 1000));

  EXPECT_EQ(ReasonNameOf(decision.objection), "ITEM_NOT_STOCKED");
  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(shop.StockAt("latte").on_hand_milli, 1000);
}

TEST(StockActsTest, AreNotForATillToDecide) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 5000)});

  for (const Command& command : {AdjustStock("bread", 1), CountStock("bread", 1),
                                 ReserveStock("bread", 1, 1), ReleaseStock("bread", 1)}) {
    EXPECT_EQ(ReasonNameOf(shop.Own(command).objection), "NOT_AN_OWN_COMMAND");
  }
}

TEST(StockActsTest, ComeBackFromTheirSnapshot) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 5000), ReserveStock("bread", 1, 3000)});
  const StreamId stream = StockStream("main", "bread");

  const auto copy =
      std::get<StockItem>(FromSnapshot(stream, *TakeSnapshot(shop.shop().Find(stream))));

  EXPECT_EQ(copy.on_hand_milli, 5000);
  EXPECT_TRUE(copy.kept);
  EXPECT_EQ(copy.reservations, shop.StockAt("bread").reservations);
}

}  // namespace
}  // namespace daybook::domain
