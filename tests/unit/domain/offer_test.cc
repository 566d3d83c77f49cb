// What the shop's offers take off a sale.
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/pricing.h"
#include "fmt/format.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"
#include "tests/unit/domain/selling_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::OfferChanged;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Command Offer(std::string_view name, event::v1::OfferKind kind) {
  Command command = ChangeOffer(name, 1);
  OfferChanged& change = *command.mutable_change_offer()->mutable_change();
  change.Clear();
  change.set_name(std::string(name));
  change.set_kind(kind);
  return command;
}

// Three breads for the price.
Command ThreeFor(int64_t price_minor) {
  Command command = Offer("three-for", event::v1::OFFER_KIND_MULTI_BUY);
  OfferChanged& change = *command.mutable_change_offer()->mutable_change();
  change.add_skus("bread");
  change.set_least_quantity_milli(3000);
  *change.mutable_price() = Gbp(price_minor);
  return command;
}

int64_t TotalOf(uint8_t sale, ShopAtWork& shop) {
  return PriceOf(shop.SaleAt(sale), shop.config()).total_minor;
}

TEST(OfferTest, AppliesByItselfWhereItsItemsAreRungUp) {
  ShopAtWork shop;
  shop.MustAsk({ThreeFor(200), StartSale(1)});

  EXPECT_THAT(Recorded(shop.Ask(AddLine(1, 1, 100, 2))),
              ElementsAre("SaleLineItemAdded", "OfferApplied"));
  EXPECT_EQ(TotalOf(1, shop), 200);  // Two are none of three.
  EXPECT_THAT(Recorded(shop.Ask(AddLine(1, 2, 100, 2))), ElementsAre("SaleLineItemAdded"));
  EXPECT_EQ(TotalOf(1, shop), 300);
}

TEST(OfferTest, CountsForAsLongAsTheLinesAreWhatItAsksFor) {
  ShopAtWork shop;
  shop.MustAsk({ThreeFor(200), StartSale(1), AddLine(1, 1, 100, 3), AddLine(1, 2, 100, 3)});
  EXPECT_EQ(TotalOf(1, shop), 400);

  shop.MustAsk({RemoveLine(1, 2)});
  EXPECT_EQ(TotalOf(1, shop), 200);
  shop.MustAsk({ChangeQuantity(1, 1, 2000)});
  EXPECT_EQ(TotalOf(1, shop), 200);
}

TEST(OfferTest, OfManyTakesTheDearestFirst) {
  ShopAtWork shop;
  shop.MustAsk(
      {ThreeFor(200), StartSale(1), AddLine(1, 1, 50), AddLine(1, 2, 120, 2), AddLine(1, 3, 100)});

  EXPECT_EQ(TotalOf(1, shop), 200 + 50);
}

TEST(OfferTest, NeverMakesAnythingDearer) {
  ShopAtWork shop;
  shop.MustAsk({ThreeFor(500), StartSale(1), AddLine(1, 1, 100, 3)});

  EXPECT_EQ(TotalOf(1, shop), 300);
}

TEST(OfferTest, TakesARateOrAnAmountOffEachUnit) {
  ShopAtWork shop;
  Command half = Offer("half", event::v1::OFFER_KIND_LINES);
  half.mutable_change_offer()->mutable_change()->add_categories("bakery");
  half.mutable_change_offer()->mutable_change()->set_rate_ppm(500'000);
  shop.MustAsk({half, StartSale(1), AddLine(1, 1, 101, 1)});
  EXPECT_EQ(TotalOf(1, shop), 50);

  Command ten_off = half;
  *ten_off.mutable_change_offer()->mutable_change()->mutable_amount_off() = Gbp(10);
  shop.MustAsk({ten_off, StartSale(2), AddLine(2, 1, 100, 4)});
  EXPECT_EQ(TotalOf(2, shop), 360);
  EXPECT_EQ(TotalOf(1, shop), 50);  // As it was when it was rung up.
}

TEST(OfferTest, OfAPriceForAUnitIsForPartsOfOneToo) {
  ShopAtWork shop;
  Command price = Offer("two-a-kilo", event::v1::OFFER_KIND_LINES);
  *price.mutable_change_offer()->mutable_change()->mutable_price() = Gbp(200);
  Command half = AddLine(1, 1, 300);
  half.mutable_add_line_item()->set_quantity_milli(500);
  Command more = AddLine(1, 2, 300);
  more.mutable_add_line_item()->set_quantity_milli(1500);

  shop.MustAsk({price, StartSale(1), half});
  EXPECT_EQ(TotalOf(1, shop), 100);
  shop.MustAsk({more});
  EXPECT_EQ(TotalOf(1, shop), 400);
}

TEST(OfferTest, TakesTheCheapestOfSoManyOff) {
  ShopAtWork shop;
  Command free = Offer("one-free", event::v1::OFFER_KIND_CHEAPEST);
  free.mutable_change_offer()->mutable_change()->set_least_quantity_milli(3000);
  free.mutable_change_offer()->mutable_change()->set_rate_ppm(1'000'000);
  shop.MustAsk({free, StartSale(1), AddLine(1, 1, 300, 2), AddLine(1, 2, 120)});

  EXPECT_EQ(TotalOf(1, shop), 600);
}

TEST(OfferTest, TakesSomethingOffTheWholeSaleFromATotalOn) {
  ShopAtWork shop;
  Command off = Offer("five-off", event::v1::OFFER_KIND_SALE);
  OfferChanged& change = *off.mutable_change_offer()->mutable_change();
  *change.mutable_least_total() = Gbp(2000);
  *change.mutable_amount_off() = Gbp(500);
  shop.MustAsk({off, StartSale(1), AddLine(1, 1, 1999)});
  EXPECT_EQ(TotalOf(1, shop), 1999);

  shop.MustAsk({AddLine(1, 2, 1)});

  EXPECT_EQ(TotalOf(1, shop), 1500);
}

TEST(OfferTest, CountsOnItsDaysUntilItIsWithdrawn) {
  ShopAtWork shop;
  Command tomorrow = ThreeFor(200);
  tomorrow.mutable_change_offer()->mutable_change()->set_valid_from(kTomorrow);
  shop.MustAsk({tomorrow, StartSale(1), AddLine(1, 1, 100, 3)});
  EXPECT_EQ(TotalOf(1, shop), 300);

  Command withdrawn = ThreeFor(200);
  withdrawn.mutable_change_offer()->mutable_change()->set_withdrawn(true);
  shop.MustAsk({withdrawn});
  Command line = AddLine(1, 2, 100, 3);
  line.set_business_date(kTomorrow);
  EXPECT_THAT(Recorded(shop.Ask(line)), ElementsAre("BusinessDayOpened", "SaleLineItemAdded"));
}

TEST(OfferTest, IsWithdrawnByItsNameAlone) {
  ShopAtWork shop;
  Command withdraw = NewCommand();
  withdraw.mutable_change_offer()->set_offer("three-for");
  withdraw.mutable_change_offer()->mutable_change()->set_withdrawn(true);
  EXPECT_THAT(Recorded(shop.Ask(withdraw)), IsEmpty());
  shop.MustAsk({ThreeFor(200)});

  const auto decision = shop.Ask(withdraw);

  ASSERT_TRUE(decision.ok()) << decision.status();
  const auto& changed = decision->events[0].event.offer_changed();
  EXPECT_TRUE(changed.withdrawn());
  EXPECT_EQ(changed.price().minor_units(), 200);
}

TEST(OfferTest, IsNoDiscountByHand) {
  ShopAtWork shop;  // Up to 10 % by hand.
  shop.MustAsk({ThreeFor(30), StartSale(1), AddLine(1, 1, 100, 3)});

  EXPECT_TRUE(shop.Ask(TakeOffRate(1, 1, 100'000)).ok());
  EXPECT_EQ(TotalOf(1, shop), 27);
}

TEST(OfferTest, SaysInTheCompletionWhatItTookOff) {
  ShopAtWork shop;
  shop.MustAsk({ThreeFor(200), StartSale(1), AddLine(1, 1, 100, 3), PayCard(1, 9, 200)});

  const auto decision = shop.Ask(Complete(1));

  ASSERT_TRUE(decision.ok()) << decision.status();
  const auto& completed = decision->events[0].event.sale_completed();
  EXPECT_EQ(completed.discount_minor(), 100);
  ASSERT_EQ(completed.offers_size(), 1);
  EXPECT_EQ(completed.offers(0).offer(), "three-for");
  EXPECT_EQ(completed.offers(0).amount_minor(), 100);
}

TEST(OfferTest, GoesAlongWithLinesThatMove) {
  ShopAtWork shop;
  shop.MustAsk({ThreeFor(200), StartSale(1), AddLine(1, 1, 100, 3), AddLine(1, 2, 100)});

  EXPECT_THAT(Recorded(shop.Ask(SplitSale(1, 2, {1}))),
              ElementsAre("SaleCreated", "LinesMovedOut", "LinesMovedIn", "OfferApplied"));

  EXPECT_EQ(TotalOf(1, shop), 100);
  EXPECT_EQ(TotalOf(2, shop), 200);
}

TEST(OfferTest, ForACouponCountsOnlyWithIt) {
  ShopAtWork shop;
  Command coupon = ThreeFor(200);
  coupon.mutable_change_offer()->mutable_change()->set_coupon(true);
  shop.MustAsk({coupon, StartSale(1), AddLine(1, 1, 100, 3)});
  EXPECT_EQ(TotalOf(1, shop), 300);

  EXPECT_THAT(Recorded(shop.Ask(RedeemCoupon(1, "three-for"))), ElementsAre("OfferApplied"));
  EXPECT_THAT(Recorded(shop.Ask(RedeemCoupon(1, "three-for"))), IsEmpty());
  EXPECT_EQ(TotalOf(1, shop), 200);
  EXPECT_EQ(ReasonNameOf(shop.Ask(RedeemCoupon(1, "half"))), "OFFER_UNKNOWN");
  EXPECT_EQ(ReasonNameOf(shop.Own(RedeemCoupon(1, "three-for")).objection), "NOT_AN_OWN_COMMAND");
}

TEST(OfferTest, MustSayWhatItsKindNeeds) {
  ShopAtWork shop;
  Command no_group = ThreeFor(200);
  no_group.mutable_change_offer()->mutable_change()->clear_least_quantity_milli();
  Command priced_sale = ThreeFor(200);
  priced_sale.mutable_change_offer()->mutable_change()->set_kind(event::v1::OFFER_KIND_SALE);
  Command other_name = ThreeFor(200);
  other_name.mutable_change_offer()->mutable_change()->set_offer("another");

  EXPECT_EQ(ReasonNameOf(shop.Ask(no_group)), "FIELD_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(priced_sale)), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(other_name)), "FIELD_INVALID");
}

TEST(OfferTest, IsOneOfABoundedNumber) {
  ShopAtWork shop;
  for (size_t i = 0; i < kOffersMax; ++i) shop.MustAsk({ChangeOffer(fmt::format("o{}", i), 1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeOffer("more", 1))), "TOO_LARGE");
  EXPECT_TRUE(shop.Ask(ChangeOffer("o7", 2)).ok());
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100)});
  EXPECT_EQ(shop.SaleAt(1).offers.size(), kSaleOffersMax);
}

}  // namespace
}  // namespace daybook::domain
