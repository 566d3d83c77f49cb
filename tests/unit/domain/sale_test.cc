#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SaleTest, StartsAtTheCallersRegisterInTheStoresCurrency) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay()});

  const auto decision = shop.Ask(StartSale(1));

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleCreated"));
  const auto& created = decision->events[0].event.sale_created();
  EXPECT_EQ(created.register_(), "1");
  EXPECT_EQ(created.currency_code(), "GBP");
  EXPECT_TRUE(created.prices_include_tax());
}

TEST(SaleTest, CannotStartWithoutARegister) {
  ShopAtWork shop;

  const auto decision = shop.AskAt("", StartSale(1));

  EXPECT_EQ(ReasonNameOf(decision), "FIELD_MISSING");
  EXPECT_EQ(ErrorMetadata(decision.status(), "field"), "register");
}

TEST(SaleTest, RecordsALineWithWhatItComesTo) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  Command command = AddLine(1, 1, 333);
  command.mutable_add_line_item()->set_quantity_milli(1500);

  const auto decision = shop.Ask(command);

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleLineItemAdded"));
  EXPECT_EQ(decision->events[0].event.sale_line_item_added().line().amount_minor(), 500);
}

TEST(SaleTest, TakesALineOfNoKindForGoods) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  Command command = AddLine(1, 1, 100);
  command.mutable_add_line_item()->clear_kind();

  const auto decision = shop.Ask(command);

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleLineItemAdded"));
  EXPECT_EQ(decision->events[0].event.sale_line_item_added().line().kind(),
            event::v1::LINE_KIND_GOODS);
}

TEST(SaleTest, RefusesASecondCurrency) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  Command command = AddLine(1, 1, 120);
  command.mutable_add_line_item()->mutable_unit_price()->set_currency_code("CHF");

  const auto decision = shop.Ask(command);

  EXPECT_EQ(decision.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonNameOf(decision), "CURRENCY_MISMATCH");
}

TEST(SaleTest, BelongsToItsRegister) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});

  const auto decision = shop.AskAt("2", AddLine(1, 1, 100));

  EXPECT_EQ(ReasonNameOf(decision), "SALE_ELSEWHERE");
  EXPECT_EQ(ErrorMetadata(decision.status(), "register"), "1");
}

TEST(SaleTest, KeepsTheNumberOfARemovedLineTaken) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), RemoveLine(1, 1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(AddLine(1, 1, 100))), "LINE_EXISTS");
  EXPECT_EQ(ReasonNameOf(shop.Ask(RemoveLine(1, 1))), "LINE_UNKNOWN");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeQuantity(1, 1, 2000))), "LINE_UNKNOWN");
}

TEST(SaleTest, SaysWhatARemovedLineCameTo) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 250, 2)});

  const auto decision = shop.Ask(RemoveLine(1, 1));

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleLineItemRemoved"));
  EXPECT_EQ(decision->events[0].event.sale_line_item_removed().amount_minor(), 500);
  EXPECT_EQ(decision->events[0].event.sale_line_item_removed().reason(), "mistake");
}

TEST(SaleTest, ComesToTheSumOfItsStandingLines) {
  ShopAtWork shop;

  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), AddLine(1, 2, 200), AddLine(1, 3, 400),
                RemoveLine(1, 2), ChangeQuantity(1, 3, 3000)});

  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 1300);
  EXPECT_EQ(shop.SaleAt(1).line_count, 2);
  EXPECT_EQ(shop.SaleAt(1).version, 6);
}

TEST(SaleTest, SaysFromWhatAQuantityWasChanged) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100, 2)});

  const auto decision = shop.Ask(ChangeQuantity(1, 1, 5000));

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleLineItemChanged"));
  const auto& changed = decision->events[0].event.sale_line_item_changed();
  EXPECT_EQ(changed.from_quantity_milli(), 2000);
  EXPECT_EQ(changed.quantity_milli(), 5000);
  EXPECT_EQ(changed.amount_minor(), 500);
}

TEST(SaleTest, ChangesNothingForTheSameQuantity) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100, 2)});

  const auto decision = shop.Ask(ChangeQuantity(1, 1, 2000));

  EXPECT_THAT(Recorded(decision), IsEmpty());
}

TEST(SaleTest, RefusesALineThatNoTaxRuleCovers) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  Command command = AddLine(1, 1, 100);
  command.mutable_add_line_item()->set_tax_category("luxury");

  const auto decision = shop.Ask(command);

  EXPECT_EQ(ReasonNameOf(decision), "TAX_RULE_MISSING");
  EXPECT_EQ(MessageOf(decision.status()), "no tax rule covers luxury on 2016-11-05");
  EXPECT_EQ(ErrorMetadata(decision.status(), "tax_category"), "luxury");
}

TEST(SaleTest, RefusesALineThatIsTooMuchByItself) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});

  const auto decision = shop.Ask(AddLine(1, 1, kAmountMinorMax, 2));

  EXPECT_EQ(ReasonNameOf(decision), "AMOUNT_OVERFLOW");
}

TEST(SaleTest, RefusesTheLineThatMakesTheSaleTooMuch) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, kAmountMinorMax)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(AddLine(1, 2, 1))), "AMOUNT_OVERFLOW");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeQuantity(1, 1, 1001))), "AMOUNT_OVERFLOW");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeQuantity(1, 1, 999))), "OK");
}

TEST(SaleTest, TakesTenThousandLinesAndNotOneMore) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  for (size_t line = 1; line <= kSaleLinesMax; ++line) {
    shop.MustAsk({AddLine(1, static_cast<int32_t>(line), 1)});
  }

  const auto decision = shop.Ask(AddLine(1, kSaleLinesMax + 1, 1));

  EXPECT_EQ(ReasonNameOf(decision), "TOO_LARGE");
  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, static_cast<int64_t>(kSaleLinesMax));
}

TEST(SaleTest, RecordsWhatTheShopDoesNotKnow) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});

  const auto decision = shop.Ask(NotFound(1, "4711"));

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleItemNotFound"));
  EXPECT_EQ(decision->events[0].event.sale_item_not_found().code(), "4711");
  EXPECT_EQ(shop.DayAt().totals.unknown_count(), 1);
}

TEST(SaleTest, IsAbandonedWithTheDayItWasStartedOn) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  Command command = Abandon(1);
  command.set_business_date(kTomorrow);
  shop.MustAsk({OpenDay(kTomorrow)});

  const auto decision = shop.Ask(command);

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleAbandoned"));
  EXPECT_EQ(decision->events[0].event.sale_abandoned().start_business_date(), kToday);
}

TEST(SaleTest, CannotBeAbandonedWhileAPaymentStands) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 500), PayCard(1, 1, 100)});

  const auto decision = shop.Ask(Abandon(1));

  EXPECT_EQ(ReasonNameOf(decision), "PAYMENT_STANDS");
  EXPECT_EQ(MessageOf(decision.status()), "1.00 GBP was paid on the sale");
}

TEST(SaleTest, LetsItsLinesGoOnceItIsOver) {
  ShopAtWork shop;

  shop.MustAsk({StartSale(1), AddLine(1, 1, 500), Abandon(1)});

  EXPECT_TRUE(shop.SaleAt(1).lines.empty());
}

TEST(SaleTest, ToleratesEventsThatMakeNoSense) {
  Sale sale;
  event::v1::Event changed;
  changed.mutable_sale_line_item_changed()->set_line(7);
  event::v1::Event removed;
  removed.mutable_sale_line_item_removed()->set_line(7);

  Evolve(sale, event::v1::EntryHeader(), changed);
  Evolve(sale, event::v1::EntryHeader(), removed);
  Evolve(sale, event::v1::EntryHeader(), event::v1::Event());

  EXPECT_EQ(sale.version, 3);
  EXPECT_EQ(sale.subtotal_minor, 0);
  EXPECT_EQ(sale.line_count, 0);
}

}  // namespace
}  // namespace daybook::domain
