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
  return shop;
}

int32_t NextDate(int32_t date) { return BusinessDateOf(CivilDayOf(date) + 1); }

}  // namespace daybook::sim
