#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

TEST(StockTest, GrowsByWhatComesIn) {
  ShopAtWork shop;

  shop.MustAsk({ReceiveStock("bread", 5000), ReceiveStock("bread", 1500)});

  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, 6500);
  EXPECT_EQ(shop.StockAt("bread").version, 2);
}

TEST(StockTest, MayFallBelowNothing) {
  ShopAtWork shop;

  shop.MustAsk({ReceiveStock("bread", 1000), StartSale(1), AddLine(1, 1, 0, 3), Complete(1)});

  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, -2000);
}

TEST(StockTest, IsTakenFromTheLocationThatIsConfigured) {
  ShopAtWork shop;
  shop.config().set_stock_location("shelf");
  shop.MustAsk({StartSale(1), AddLine(1, 1, 0)});

  const auto decision = shop.Ask(Complete(1));

  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->events.back().stream.ToText(), "stock-shelf/bread");
}

TEST(StockTest, RefusesMoreThanCanBeCounted) {
  ShopAtWork shop;
  event::v1::Event received;
  received.mutable_stock_received()->set_quantity_milli(INT64_MAX);
  shop.shop().Apply(event::v1::EntryHeader(), {{StockStream("main", "bread"), received}});

  EXPECT_EQ(ReasonNameOf(shop.Ask(ReceiveStock("bread", 1))), "AMOUNT_OVERFLOW");
}

TEST(StockTest, KeepsWhatTheDeliverySaid) {
  ShopAtWork shop;
  Command command = ReceiveStock("bread", 1000);
  *command.mutable_receive_stock()->mutable_unit_cost() = Gbp(80);
  command.mutable_receive_stock()->set_reference("note 12");

  const auto decision = shop.Ask(command);

  ASSERT_TRUE(decision.ok()) << decision.status();
  const auto& received = decision->events.back().event.stock_received();
  EXPECT_EQ(received.unit_cost().minor_units(), 80);
  EXPECT_EQ(received.reference(), "note 12");
}

}  // namespace
}  // namespace daybook::domain
