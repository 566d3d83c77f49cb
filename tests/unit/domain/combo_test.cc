// Lines that are taxed in parts: modifiers with tax categories of their own, and combos.
#include "core/domain/pricing.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Command WithModifier(Command command, int64_t price_minor, int64_t quantity_milli,
                     std::string_view tax_category = "") {
  edge::v1::LineModifier& modifier = *command.mutable_add_line_item()->add_modifiers();
  modifier.set_modifier("cheese");
  modifier.set_name("Extra cheese");
  modifier.set_quantity_milli(quantity_milli);
  *modifier.mutable_unit_price() = Gbp(price_minor);
  modifier.set_tax_category(std::string(tax_category));
  return command;
}

Command PartOf(int32_t parent, int32_t line, int64_t price_minor, std::string_view tax_category) {
  Command command = AddLine(1, line, price_minor);
  command.mutable_add_line_item()->set_parent_line(parent);
  command.mutable_add_line_item()->set_tax_category(std::string(tax_category));
  return command;
}

// Returns the tax of the parts of a line in the order of the completion.
std::vector<std::pair<std::string, int64_t>> PartsOf(const SaleLine& line) {
  std::vector<std::pair<std::string, int64_t>> parts;
  for (const LinePart& part : line.parts) parts.emplace_back(part.tax_category, part.net_minor);
  return parts;
}

const event::v1::ItemsReturned& ReturnedIn(const absl::StatusOr<Decision>& decision) {
  return decision->events.front().event.items_returned();
}

TEST(ModifierTest, AddsItsPriceForEachUnitOfTheLine) {
  ShopAtWork shop;

  shop.MustAsk({StartSale(1), WithModifier(AddLine(1, 1, 300, 2), 50, 3000)});

  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 900);  // 2 × 3.00 and 2 × 3 × 0.50
}

TEST(ModifierTest, FollowsTheQuantityAndStaysWhenThePriceIsChanged) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), WithModifier(AddLine(1, 1, 300, 2), 50, 1000)});

  shop.MustAsk({ChangeQuantity(1, 1, 4000)});
  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 1400);
  shop.config().set_discount_limit_ppm(1'000'000);
  ASSERT_TRUE(shop.AskApproved(OverridePrice(1, 1, 100)).ok());
  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 600);
}

TEST(ModifierTest, IsTaxedInItsOwnCategory) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), WithModifier(AddLine(1, 1, 600), 600, 1000, "zero"),
                PayCard(1, 1, 1200), Complete(1)});

  const Sale& sale = shop.SaleAt(1);
  EXPECT_EQ(shop.DayAt().totals.tax_minor(), 100);  // 20 % in 6.00 alone
  EXPECT_THAT(PartsOf(sale.lines.at(1)),
              ElementsAre(std::pair("standard", 600), std::pair("zero", 600)));
}

TEST(ModifierTest, MustBeTaxedToo) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(WithModifier(AddLine(1, 1, 100), 10, 1000, "unheard"))),
            "TAX_RULE_MISSING");
}

TEST(ComboTest, SharesItsPriceOutOverTheTaxCategoriesOfItsParts) {
  ShopAtWork shop;
  // A menu at 9.00: a dish at 8.00, taxed, and a book at 4.00, not taxed.
  shop.MustAsk(
      {StartSale(1), AddLine(1, 1, 900), PartOf(1, 2, 800, "standard"), PartOf(1, 3, 400, "zero")});

  const SalePrice price = PriceOf(shop.SaleAt(1), shop.config());

  EXPECT_EQ(price.total_minor, 900);
  ASSERT_EQ(price.lines[0].parts.size(), 2u);
  EXPECT_EQ(price.lines[0].parts[0].amount_minor, 600);
  EXPECT_EQ(price.lines[0].parts[1].amount_minor, 300);
  EXPECT_EQ(price.tax.amount_minor, 100);
}

TEST(ComboTest, PartsAddTheirModifiersToItsPrice) {
  ShopAtWork shop;
  shop.MustAsk(
      {StartSale(1), AddLine(1, 1, 900), WithModifier(PartOf(1, 2, 800, "standard"), 50, 1000)});

  EXPECT_EQ(PriceOf(shop.SaleAt(1), shop.config()).total_minor, 950);
}

TEST(ComboTest, IsRemovedWithAllItsParts) {
  ShopAtWork shop;
  shop.MustAsk(
      {StartSale(1), AddLine(1, 1, 900), PartOf(1, 2, 800, "standard"), AddLine(1, 3, 100)});

  EXPECT_THAT(Recorded(shop.Ask(RemoveLine(1, 1))),
              ElementsAre("SaleLineItemRemoved", "SaleLineItemRemoved"));

  EXPECT_EQ(shop.SaleAt(1).line_count, 1);
  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 100);
}

TEST(ComboTest, IsNoPartOfAnother) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 900), PartOf(1, 2, 800, "standard")});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PartOf(2, 3, 100, "standard"))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(PartOf(7, 3, 100, "standard"))), "LINE_UNKNOWN");
}

TEST(ComboTest, TakesItsPartsOutOfTheStock) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 900), PartOf(1, 2, 800, "standard"), PayCard(1, 1, 900),
                Complete(1)});

  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, -2000);  // The menu and its part.
}

TEST(ComboTest, GivesEachTaxCategoryItsShareBack) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 900, 3), PartOf(1, 2, 800, "standard"),
                PartOf(1, 3, 400, "zero"), PayCard(1, 1, 2700), Complete(1)});
  ASSERT_EQ(shop.DayAt().totals.tax_minor(), 300);

  const auto first = shop.Ask(Return(1, 1, 1000, 20, 900));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(ReturnedIn(first).lines(0).tax_minor(), 100);
  EXPECT_EQ(ReturnedIn(first).lines(0).parts_size(), 2);
  shop.MustAsk({Return(1, 1, 2000, 21, 1800)});

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kReturned);
  EXPECT_EQ(shop.DayAt().totals.tax_minor(), 0);
  for (const auto& row : shop.DayAt().totals.by_tax()) {
    EXPECT_EQ(row.amount_minor(), 0) << row.key();
    EXPECT_EQ(row.base_minor(), 0) << row.key();
  }
}

// What is no turnover.

Command AddOther(int32_t line, event::v1::LineKind kind, int64_t price_minor) {
  Command command = AddLine(1, line, price_minor);
  command.mutable_add_line_item()->set_kind(kind);
  command.mutable_add_line_item()->clear_tax_category();
  return command;
}

TEST(LineKindTest, OfNoTurnoverIsPaidButNotInTheTotalOfTheDay) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 600), AddOther(2, event::v1::LINE_KIND_GIFT_CARD, 2500),
                AddOther(3, event::v1::LINE_KIND_DONATION, 100), PayCard(1, 1, 3200), Complete(1)});

  const event::v1::DayTotals& totals = shop.DayAt().totals;
  EXPECT_EQ(totals.total_minor(), 600);
  EXPECT_EQ(totals.tax_minor(), 100);
  ASSERT_EQ(totals.by_other_kind_size(), 2);
  EXPECT_EQ(totals.by_other_kind(0).key(), "donation");
  EXPECT_EQ(totals.by_other_kind(1).key(), "gift_card");
  EXPECT_EQ(totals.by_other_kind(1).amount_minor(), 2500);
  EXPECT_EQ(totals.by_tender(0).amount_minor(), 3200);
  EXPECT_EQ(totals.by_category_size(), 1);
}

TEST(LineKindTest, OfNoTurnoverIsNeitherDiscountedNorChargedForService) {
  ShopAtWork shop;
  shop.config().set_discount_limit_ppm(1'000'000);
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000), AddOther(2, event::v1::LINE_KIND_DEPOSIT, 500),
                TakeOffRate(1, 1, 500'000), ChargeService(1, 100'000)});

  const SalePrice price = PriceOf(shop.SaleAt(1), shop.config());

  EXPECT_EQ(price.discount_minor, 500);
  EXPECT_EQ(price.service_charge_minor, 50);
  EXPECT_EQ(price.other_minor, 500);
  EXPECT_EQ(price.total_minor, 500 + 50 + 500);
}

TEST(LineKindTest, OfNoTurnoverHasNoTaxCategory) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  Command taxed = AddOther(1, event::v1::LINE_KIND_DEPOSIT, 500);
  taxed.mutable_add_line_item()->set_tax_category("standard");

  EXPECT_EQ(ReasonNameOf(shop.Ask(taxed)), "FIELD_INVALID");
}

TEST(LineKindTest, DepositsComeBackAndGiftCardsDoNot) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddOther(1, event::v1::LINE_KIND_DEPOSIT, 500),
                AddOther(2, event::v1::LINE_KIND_GIFT_CARD, 2500), PayCard(1, 1, 3000),
                Complete(1)});

  shop.MustAsk({Return(1, 1, 1000, 20, 500)});
  EXPECT_EQ(shop.DayAt().totals.total_minor(), 0);
  EXPECT_EQ(shop.DayAt().totals.by_other_kind(0).amount_minor(), 0);
  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 2, 1000, 21, 2500))), "LINE_NOT_RETURNABLE");
}

TEST(LineKindTest, OfAVoidedSaleLeavesNothing) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddOther(1, event::v1::LINE_KIND_DEPOSIT, 500), PayCard(1, 1, 500),
                Complete(1), Void(1)});

  EXPECT_EQ(shop.DayAt().totals.total_minor(), 0);
  EXPECT_EQ(shop.DayAt().totals.by_other_kind(0).amount_minor(), 0);
  EXPECT_THAT(shop.DayAt().totals.by_category(), IsEmpty());
}

TEST(ComboTest, ChangesItsQuantityWithItsParts) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000), PartOf(1, 2, 600, "standard"),
                PartOf(1, 3, 400, "zero")});

  shop.MustAsk({ChangeQuantity(1, 1, 3000)});

  EXPECT_EQ(shop.SaleAt(1).lines.at(2).sold.quantity_milli(), 3000);
  EXPECT_EQ(shop.SaleAt(1).lines.at(3).sold.quantity_milli(), 3000);
  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 3000);
}

TEST(ComboTest, ComesBackWithItsParts) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000, 2), PartOf(1, 2, 600, "standard"),
                ChangeQuantity(1, 2, 4000), PayCard(1, 9, 2000), Complete(1)});
  const int64_t before_milli = shop.StockAt("bread").on_hand_milli;

  shop.MustAsk({Return(1, 1, 1000, 30, 1000)});
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli - before_milli, 1000 + 2000);
  shop.MustAsk({Return(1, 1, 1000, 31, 1000)});

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kReturned);
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, 0);
}

}  // namespace
}  // namespace daybook::domain
