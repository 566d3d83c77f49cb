#include "core/domain/pricing.h"

#include <algorithm>

#include "core/base/money.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

constexpr int64_t kMilliPerUnit = 1'000;

std::vector<PricedLine> LinesOf(const Sale& sale) {
  std::vector<PricedLine> lines;
  lines.reserve(static_cast<size_t>(sale.line_count));
  for (const auto& [number, line] : sale.lines) {
    if (!line.removed) lines.push_back({.number = number, .line = &line});
  }
  return lines;
}

bool IsOn(const Discount& discount, int32_t line) {
  return discount.lines.empty() || std::ranges::binary_search(discount.lines, line);
}

// Returns what is left of each line that the discount is on; 0 for the others.
std::vector<int64_t> RestOf(const Discount& discount, const std::vector<PricedLine>& lines) {
  std::vector<int64_t> rest;
  rest.reserve(lines.size());
  for (const PricedLine& line : lines) {
    rest.push_back(IsOn(discount, line.number) ? line.net_minor() : 0);
  }
  return rest;
}

int64_t Sum(const std::vector<int64_t>& amounts) {
  int64_t sum = 0;
  for (const int64_t amount : amounts) sum = AddClamped(sum, amount);
  return sum;
}

int64_t Portion(int64_t amount_minor, int64_t rate_ppm) {
  return MultiplyDivide(amount_minor, rate_ppm, kRatePpmMax).value_or(INT64_MAX);
}

DiscountSize TakeOff(const Discount& discount, std::vector<PricedLine>& lines) {
  const std::vector<int64_t> rest = RestOf(discount, lines);
  const int64_t base_minor = Sum(rest);
  const int64_t wanted_minor =
      discount.rate_ppm != 0 ? Portion(base_minor, discount.rate_ppm) : discount.amount_minor;
  if (const int64_t amount_minor = std::min(wanted_minor, base_minor); amount_minor > 0) {
    const std::vector<int64_t> shares = SpreadByLargestRemainder(amount_minor, rest);
    for (size_t i = 0; i < lines.size(); ++i) lines[i].discount_minor += shares[i];
  }
  return {.base_minor = base_minor, .wanted_minor = wanted_minor};
}

void TakeOffAll(const Sale& sale, edge::v1::DiscountOrder order, SalePrice& price) {
  std::vector<size_t> places;
  for (size_t i = 0; i < sale.discounts.size(); ++i) {
    if (!sale.discounts[i].removed) places.push_back(i);
  }
  if (order != edge::v1::DISCOUNT_ORDER_AS_APPLIED) {
    std::stable_partition(places.begin(), places.end(),
                          [&](size_t place) { return !sale.discounts[place].lines.empty(); });
  }
  price.discounts.resize(sale.discounts.size());
  for (const size_t place : places) {
    price.discounts[place] = TakeOff(sale.discounts[place], price.lines);
  }
}

// Works the tax out on the lines and, behind them, on the service charge.
void AddTax(const Sale& sale, const edge::v1::ShopConfig& shop, SalePrice& price) {
  std::vector<Taxed> items;
  for (const PricedLine& line : price.lines) {
    items.push_back({{line.line->tax_category, sale.OrderTypeOf(*line.line)}, line.net_minor()});
  }
  items.push_back(
      {{sale.service_charge.tax_category, sale.order_type}, price.service_charge_minor});
  price.tax = TaxOf(items, sale.prices_include_tax, sale.start_business_date, shop);
  for (size_t i = 0; i < price.lines.size(); ++i) {
    price.lines[i].tax_minor = price.tax.shares_minor[i];
  }
  if (!sale.prices_include_tax) price.added_tax_minor = price.tax.amount_minor;
}

}  // namespace

std::optional<int64_t> LineAmount(int64_t unit_price_minor, int64_t quantity_milli) {
  const auto amount = MultiplyDivide(unit_price_minor, quantity_milli, kMilliPerUnit);
  if (!amount || *amount > kAmountMinorMax) return std::nullopt;
  return amount;
}

SalePrice PriceOf(const Sale& sale, const edge::v1::ShopConfig& shop) {
  SalePrice price{.lines = LinesOf(sale), .discounts = {}, .subtotal_minor = sale.subtotal_minor};
  TakeOffAll(sale, shop.discount_order(), price);
  for (const PricedLine& line : price.lines) price.discount_minor += line.discount_minor;
  const int64_t net_minor = price.subtotal_minor - price.discount_minor;
  price.service_charge_minor = Portion(net_minor, sale.service_charge.rate_ppm);
  AddTax(sale, shop, price);
  price.total_minor =
      AddClamped(AddClamped(net_minor, price.service_charge_minor), price.added_tax_minor);
  return price;
}

int64_t DueOf(const Sale& sale, const edge::v1::ShopConfig& shop) {
  int64_t total_minor = 0;
  if (sale.WasCompleted()) {
    total_minor = sale.completed.total_minor() - sale.returned_minor + sale.refunded_minor;
  }
  if (sale.state == SaleState::kOpen || sale.state == SaleState::kSuspended) {
    total_minor = PriceOf(sale, shop).total_minor;
  }
  return AddClamped(AddClamped(total_minor, sale.tip_minor), -sale.paid_minor);
}

}  // namespace daybook::domain
