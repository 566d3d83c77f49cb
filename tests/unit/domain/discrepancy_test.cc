#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const event::v1::PriceDiscrepancyFlagged& FlaggedIn(const Decision& decision) {
  return decision.events.back().event.price_discrepancy_flagged();
}

TEST(DiscrepancyTest, IsFlaggedOnTheSaleThatGoesOn) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), StartSale(1)});

  const Decision decision = shop.Own(AddLine(1, 1, 450));

  EXPECT_THAT(EventNames(decision.events),
              ElementsAre("SaleLineItemAdded", "PriceDiscrepancyFlagged"));
  EXPECT_EQ(FlaggedIn(decision).line(), 1);
  EXPECT_EQ(FlaggedIn(decision).sold_unit_price_minor(), 450);
  EXPECT_EQ(FlaggedIn(decision).current_unit_price_minor(), 400);
  EXPECT_EQ(FlaggedIn(decision).difference_minor(), 50);
  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 450);
}

TEST(DiscrepancyTest, IsFlaggedOfAnAskToo) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), StartSale(1)});

  EXPECT_THAT(Recorded(shop.Ask(AddLine(1, 1, 450))),
              ElementsAre("SaleLineItemAdded", "PriceDiscrepancyFlagged"));
}

TEST(DiscrepancyTest, IsNoneAtTheCataloguesPrice) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), StartSale(1)});

  EXPECT_THAT(Recorded(shop.Ask(AddLine(1, 1, 400))), ElementsAre("SaleLineItemAdded"));
}

TEST(DiscrepancyTest, IsNoneOfWhatIsPricedAtTheTill) {
  ShopAtWork shop;
  event::v1::ItemDetails details = Details("Bread", 0);
  details.clear_unit_price();
  shop.MustAsk({UpsertItem("bread", details), StartSale(1)});

  EXPECT_THAT(Recorded(shop.Ask(AddLine(1, 1, 450))), ElementsAre("SaleLineItemAdded"));
}

TEST(DiscrepancyTest, IsNoneOfAPriceChangedByHand) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), StartSale(1), AddLine(1, 1, 400)});

  EXPECT_THAT(Recorded(shop.Ask(OverridePrice(1, 1, 350))), ElementsAre("SalePriceOverridden"));
}

TEST(DiscrepancyTest, KnowsThePriceOfTheSalesOwnDay) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), ChangePrice("bread", kTomorrow, 450), StartSale(1)});

  EXPECT_THAT(Recorded(shop.Ask(AddLine(1, 1, 400))), ElementsAre("SaleLineItemAdded"));
  const Decision too_early = shop.Own(AddLine(1, 2, 450));
  EXPECT_EQ(FlaggedIn(too_early).reason(), event::v1::PRICE_DISCREPANCY_REASON_OTHER_DAY);
  const Decision from_nowhere = shop.Own(AddLine(1, 3, 123));
  EXPECT_EQ(FlaggedIn(from_nowhere).reason(), event::v1::PRICE_DISCREPANCY_REASON_UNSPECIFIED);
}

TEST(DiscrepancyTest, IsDismissedByAManager) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), StartSale(1), AddLine(1, 1, 450)});

  EXPECT_THAT(Recorded(shop.Ask(ResolveDiscrepancy(1, 1))),
              ElementsAre("PriceDiscrepancyResolved"));

  EXPECT_THAT(shop.SaleAt(1).open_discrepancies, IsEmpty());
  EXPECT_EQ(ReasonNameOf(shop.Ask(ResolveDiscrepancy(1, 1))), "DISCREPANCY_NOT_OPEN");
}

TEST(DiscrepancyTest, IsCreditedByAManager) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450),
                Complete(1)});

  const auto decision = shop.Ask(ResolveDiscrepancy(1, 1, 50));

  ASSERT_THAT(Recorded(decision), ElementsAre("PriceDiscrepancyResolved"));
  EXPECT_EQ(decision->events[0].event.price_discrepancy_resolved().credit_minor(), 50);
}

TEST(DiscrepancyTest, GoesWithALineThatIsRemoved) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), StartSale(1), AddLine(1, 1, 450), RemoveLine(1, 1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(ResolveDiscrepancy(1, 1))), "DISCREPANCY_NOT_OPEN");
}

TEST(DiscrepancyTest, IsNotForATillToResolve) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 400), StartSale(1), AddLine(1, 1, 450)});

  EXPECT_EQ(ReasonNameOf(shop.Own(ResolveDiscrepancy(1, 1)).objection), "NOT_AN_OWN_COMMAND");
}

}  // namespace
}  // namespace daybook::domain
