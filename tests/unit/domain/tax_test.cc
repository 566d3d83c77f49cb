#include "core/domain/tax.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/domain/shop_at_work.h"

namespace daybook::domain {
namespace {

using Items = std::vector<Taxed>;

edge::v1::TaxRule& AddRule(std::string_view category, std::string_view jurisdiction,
                           int64_t rate_ppm, int32_t valid_from, edge::v1::ShopConfig& shop) {
  edge::v1::TaxRule& rule = *shop.add_tax_rules();
  rule.set_tax_category(std::string(category));
  rule.set_jurisdiction(std::string(jurisdiction));
  rule.set_rate_ppm(rate_ppm);
  rule.set_valid_from(valid_from);
  return rule;
}

TEST(TaxTest, IsTakenOutOfPricesThatIncludeIt) {
  const Tax tax = TaxOf(Items{{{"standard"}, 600}}, true, kToday, BritishShop());

  ASSERT_EQ(tax.lines.size(), 1u);
  EXPECT_EQ(tax.amount_minor, 100);
  EXPECT_EQ(tax.lines[0].base_minor(), 500);
  EXPECT_EQ(tax.lines[0].amount_minor(), 100);
  EXPECT_EQ(tax.lines[0].jurisdiction(), "GB");
  EXPECT_EQ(tax.lines[0].rate_ppm(), 200'000);
}

TEST(TaxTest, IsRoundedOncePerSaleAndNotPerLine) {
  // Three lines of 0.03 would give three times 0.01 if they were rounded by themselves.
  const Items items(3, {{"standard"}, 3});

  const Tax tax = TaxOf(items, true, kToday, BritishShop());

  EXPECT_EQ(tax.amount_minor, 2);
  EXPECT_EQ(tax.shares_minor, (std::vector<int64_t>{1, 1, 0}));
}

TEST(TaxTest, IsAddedToPricesAndSpreadOverTheJurisdictions) {
  const Tax tax = TaxOf(Items{{{"general"}, 1000}}, false, kToday, AmericanShop());

  EXPECT_EQ(tax.amount_minor, 53);
  ASSERT_EQ(tax.lines.size(), 2u);
  EXPECT_EQ(tax.lines[0].jurisdiction(), "US-VA");
  EXPECT_EQ(tax.lines[0].amount_minor(), 43);
  EXPECT_EQ(tax.lines[1].amount_minor(), 10);
  EXPECT_EQ(tax.lines[1].base_minor(), 1000);
}

TEST(TaxTest, GivesTheUnitThatIsLeftToTheLargestRemainder) {
  // 5.3 % of 9.99 is 0.5295: 0.53. The shares are 0.43 and 0.10 exactly; of 1.50 it is 0.08: 0.0649
  // and 0.0151 become 0.06 and 0.02.
  const Tax tax = TaxOf(Items{{{"general"}, 150}}, false, kToday, AmericanShop());

  ASSERT_EQ(tax.lines.size(), 2u);
  EXPECT_EQ(tax.lines[0].amount_minor(), 6);
  EXPECT_EQ(tax.lines[1].amount_minor(), 2);
}

TEST(TaxTest, GivesTheUnitToTheFirstRuleOnATie) {
  edge::v1::ShopConfig shop;
  AddRule("x", "A", 50'000, 0, shop);
  AddRule("x", "B", 50'000, 0, shop);

  const Tax tax = TaxOf(Items{{{"x"}, 10}}, false, kToday, shop);

  ASSERT_EQ(tax.lines.size(), 2u);
  EXPECT_EQ(tax.lines[0].amount_minor(), 1);
  EXPECT_EQ(tax.lines[1].amount_minor(), 0);
}

TEST(TaxTest, LeavesALineForARateOfZeroAndNoneForASumOfZero) {
  const Tax tax = TaxOf(Items{{{"zero"}, 250}, {{"standard"}, 0}}, true, kToday, BritishShop());

  ASSERT_EQ(tax.lines.size(), 1u);
  EXPECT_EQ(tax.lines[0].tax_category(), "zero");
  EXPECT_EQ(tax.lines[0].base_minor(), 250);
  EXPECT_EQ(tax.lines[0].amount_minor(), 0);
}

TEST(TaxTest, OfAnOrderTypeGoesBeforeTheTaxOfAny) {
  edge::v1::ShopConfig shop;
  AddRule("food", "FR", 55'000, 0, shop);
  AddRule("food", "FR", 100'000, 0, shop).set_order_type(event::v1::ORDER_TYPE_EAT_IN);
  const Items items{{{"food", event::v1::ORDER_TYPE_EAT_IN}, 1'100},
                    {{"food", event::v1::ORDER_TYPE_TAKE_AWAY}, 1'055},
                    {{"food", event::v1::ORDER_TYPE_DELIVERY}, 1'055}};

  const Tax tax = TaxOf(items, true, kToday, shop);

  EXPECT_EQ(tax.shares_minor, (std::vector<int64_t>{100, 55, 55}));
  ASSERT_EQ(tax.lines.size(), 2u);  // Take-away and delivery are one group.
  EXPECT_EQ(tax.lines[0].rate_ppm(), 100'000);
  EXPECT_EQ(tax.lines[1].rate_ppm(), 55'000);
  EXPECT_EQ(tax.lines[1].base_minor(), 2'000);
}

TEST(TaxTest, FollowsTheLatestRuleThatIsValidOnTheDate) {
  edge::v1::ShopConfig shop;
  AddRule("food", "A", 70'000, 20200101, shop);
  AddRule("food", "A", 50'000, 20200701, shop);
  AddRule("food", "A", 60'000, 20200401, shop);

  EXPECT_TRUE(TaxRulesFor({"food"}, 20191231, shop).empty());
  EXPECT_EQ(TaxRulesFor({"food"}, 20200101, shop)[0]->rate_ppm(), 70'000);
  EXPECT_EQ(TaxRulesFor({"food"}, 20200630, shop)[0]->rate_ppm(), 60'000);
  EXPECT_EQ(TaxRulesFor({"food"}, 20200701, shop)[0]->rate_ppm(), 50'000);
}

TEST(TaxTest, HasOneRuleForEachJurisdiction) {
  edge::v1::ShopConfig shop;
  AddRule("food", "A", 10'000, 0, shop);
  AddRule("food", "B", 20'000, 0, shop);
  AddRule("food", "A", 30'000, 20160101, shop);

  const auto rules = TaxRulesFor({"food"}, kToday, shop);

  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[0]->rate_ppm(), 30'000);
  EXPECT_EQ(rules[1]->rate_ppm(), 20'000);
}

}  // namespace
}  // namespace daybook::domain
