#include "tests/sim/some_shop.h"

#include <string>
#include <utility>

#include "core/base/business_date.h"

namespace daybook::sim {
namespace {

// Drinks are made at two stations.
void AddKitchen(edge::v1::KitchenConfig& kitchen) {
  for (const char* station : {"grill", "bar", "pass"}) kitchen.add_stations()->set_station(station);
  edge::v1::KitchenRoute& drinks = *kitchen.add_routes();
  drinks.set_category("drinks");
  drinks.add_stations("bar");
  drinks.add_stations("pass");
  edge::v1::OrderNumberRange& numbers = *kitchen.add_order_numbers();
  numbers.set_register_("K1");
  numbers.set_first_number(1);
  numbers.set_last_number(9);
  edge::v1::OrderNumberRange& shared = *kitchen.add_order_numbers();
  shared.set_first_number(100);
  shared.set_last_number(199);
}

// What is on a gift card is paid out below 50.00; salespersons earn more on drinks, customers
// points.
void AddValueRules(edge::v1::ShopConfig& shop) {
  edge::v1::GiftCardLaw& law = *shop.mutable_gift_cards()->add_laws();
  law.set_jurisdiction("default");
  law.set_cash_out_below_minor(5'000);
  shop.mutable_loyalty()->add_rules()->set_points_per_unit(7);
  shop.mutable_loyalty()->set_point_value_minor(1);
  shop.add_commissions()->set_rate_ppm(20'000);
  edge::v1::CommissionRule& drinks = *shop.add_commissions();
  drinks.set_category("drinks");
  drinks.set_rate_ppm(33'333);
}

}  // namespace

edge::v1::ShopConfig MakeShop(SeededRandom& random) {
  edge::v1::ShopConfig shop;
  shop.set_tenant("acme");
  shop.set_store("high-street");
  shop.set_currency_code("GBP");
  shop.set_prices_include_tax(random.Below(2) == 0);
  if (random.Below(2) == 0) shop.set_cash_rounding_minor(5);
  shop.set_carry_over_open_sales(random.Below(3) == 0);
  for (const auto& [category, rate_ppm] : {std::pair("standard", 200'000), {"reduced", 55'000}}) {
    edge::v1::TaxRule& rule = *shop.add_tax_rules();
    rule.set_tax_category(category);
    rule.set_jurisdiction("GB");
    rule.set_rate_ppm(rate_ppm);
  }
  if (random.Below(3) != 0) AddKitchen(*shop.mutable_kitchen());
  AddValueRules(shop);
  return shop;
}

int32_t NextDate(int32_t date) { return BusinessDateOf(CivilDayOf(date) + 1); }

}  // namespace daybook::sim
