#include "core/domain/pricing.h"

#include <random>

#include "core/domain/bounds.h"
#include "gtest/gtest.h"
#include "tests/unit/domain/shop_at_work.h"

namespace daybook::domain {
namespace {

TEST(PricingTest, RoundsHalfAwayFromZero) {
  EXPECT_EQ(LineAmount(1, 500), 1);
  EXPECT_EQ(LineAmount(1, 499), 0);
  EXPECT_EQ(LineAmount(333, 1500), 500);
  EXPECT_EQ(LineAmount(199, 345), 69);
}

TEST(PricingTest, GivesNothingBeyondWhatALineMayComeTo) {
  EXPECT_EQ(LineAmount(kAmountMinorMax, 1000), kAmountMinorMax);
  EXPECT_EQ(LineAmount(kAmountMinorMax, 1001), std::nullopt);
  EXPECT_EQ(LineAmount(INT64_MAX, INT64_MAX), std::nullopt);
}

Sale SaleOf(const std::vector<int64_t>& amounts_minor) {
  Sale sale;
  sale.state = SaleState::kOpen;
  sale.prices_include_tax = true;
  sale.start_business_date = kToday;
  for (const int64_t amount_minor : amounts_minor) {
    const int32_t number = ++sale.line_count;
    event::v1::SaleLine& sold = sale.lines[number].sold;
    sold.set_line(number);
    sold.set_category("c");
    sold.set_tax_category(number % 3 == 0 ? "zero" : "standard");
    sold.set_amount_minor(amount_minor);
    sale.subtotal_minor += amount_minor;
  }
  return sale;
}

TEST(PricingTest, SpreadsADiscountByLargestRemainderAndTiesToTheLowerLine) {
  Sale sale = SaleOf({100, 100, 100});
  sale.discounts = {{.amount_minor = 100}};

  const SalePrice price = PriceOf(sale, BritishShop());

  EXPECT_EQ(price.lines[0].discount_minor, 34);
  EXPECT_EQ(price.lines[1].discount_minor, 33);
  EXPECT_EQ(price.lines[2].discount_minor, 33);
  EXPECT_EQ(price.total_minor, 200);
}

TEST(PricingTest, TakesOffNoMoreThanThereIs) {
  Sale sale = SaleOf({100, 250});
  sale.discounts = {{.lines = {1}, .amount_minor = 400}, {.rate_ppm = 1'000'000}};

  const SalePrice price = PriceOf(sale, BritishShop());

  EXPECT_EQ(price.lines[0].net_minor(), 0);
  EXPECT_EQ(price.lines[1].net_minor(), 0);
  EXPECT_EQ(price.total_minor, 0);
  EXPECT_TRUE(price.tax.lines.empty());
}

TEST(PricingTest, TakesDiscountsOffInTheOrderThatTheShopSays) {
  Sale sale = SaleOf({1000});
  sale.discounts = {{.rate_ppm = 100'000}, {.lines = {1}, .amount_minor = 100}};
  edge::v1::ShopConfig shop = BritishShop();

  EXPECT_EQ(PriceOf(sale, shop).total_minor, 810);
  shop.set_discount_order(edge::v1::DISCOUNT_ORDER_AS_APPLIED);
  EXPECT_EQ(PriceOf(sale, shop).total_minor, 800);
}

// Returns a sale of up to thirteen lines with up to four discounts. Half of the rounds have small
// amounts, where every minor unit that is rounded away shows.
Sale AnySale(std::mt19937_64& random, int round) {
  const auto upto = [&](int64_t most) {
    return std::uniform_int_distribution<int64_t>(0, most)(random);
  };
  std::vector<int64_t> amounts(static_cast<size_t>(1 + upto(12)));
  for (int64_t& amount : amounts) amount = upto(round % 2 == 0 ? 9 : 100'000);
  Sale sale = SaleOf(amounts);
  sale.prices_include_tax = round % 4 < 2;
  sale.service_charge = {.rate_ppm = upto(200'000), .tax_category = "standard"};
  for (int64_t i = upto(4); i > 0; --i) {
    Discount& discount = sale.discounts.emplace_back();
    (upto(1) == 0 ? discount.rate_ppm : discount.amount_minor) = 1 + upto(500'000);
    if (upto(1) == 0) discount.lines = {static_cast<int32_t>(1 + upto(sale.line_count - 1))};
  }
  return sale;
}

// Whatever is sold and taken off: the parts are the whole, to the minor unit.
TEST(PricingTest, AddsUp) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 2'000; ++round) {
    const Sale sale = AnySale(random, round);

    const SalePrice price = PriceOf(sale, BritishShop());

    int64_t net_minor = 0, line_tax_minor = 0, tax_minor = 0;
    for (const PricedLine& line : price.lines) {
      ASSERT_GE(line.net_minor(), 0);
      ASSERT_GE(line.discount_minor, 0);
      net_minor += line.net_minor();
      line_tax_minor += line.tax_minor;
    }
    for (const event::v1::TaxLine& line : price.tax.lines) tax_minor += line.amount_minor();
    ASSERT_EQ(net_minor, price.subtotal_minor - price.discount_minor);
    ASSERT_EQ(tax_minor, price.tax.amount_minor);
    ASSERT_EQ(line_tax_minor + price.tax.shares_minor.back(), price.tax.amount_minor);
    ASSERT_EQ(price.total_minor, net_minor + price.service_charge_minor + price.added_tax_minor);
    if (sale.prices_include_tax) {
      ASSERT_EQ(price.added_tax_minor, 0);
    }
  }
}

}  // namespace
}  // namespace daybook::domain
