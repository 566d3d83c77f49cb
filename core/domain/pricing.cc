#include "core/domain/pricing.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/offers.h"

namespace daybook::domain {
namespace {

std::vector<PricedLine> LinesOf(const Sale& sale) {
  std::vector<PricedLine> lines;
  lines.reserve(static_cast<size_t>(sale.line_count));
  for (const auto& [number, line] : sale.lines) {
    if (!line.removed) lines.push_back({.number = number, .line = &line});
  }
  return lines;
}

// Returns what is left of each line that the discount is on; 0 for the others.
std::vector<int64_t> RestOf(const Sale& sale, size_t place, const std::vector<PricedLine>& lines) {
  std::vector<int64_t> rest;
  rest.reserve(lines.size());
  for (const PricedLine& line : lines) {
    rest.push_back(IsOn(sale, place, line) ? line.net_minor() : 0);
  }
  return rest;
}

int64_t Portion(int64_t amount_minor, int64_t rate_ppm) {
  return MultiplyDivide(amount_minor, rate_ppm, kRatePpmMax).value_or(INT64_MAX);
}

void TakeOff(const std::vector<int64_t>& shares_minor, std::vector<PricedLine>& lines) {
  for (size_t i = 0; i < shares_minor.size(); ++i) lines[i].discount_minor += shares_minor[i];
}

DiscountSize TakeOff(const Sale& sale, size_t place, std::vector<PricedLine>& lines) {
  const Discount& discount = sale.discounts[place];
  const std::vector<int64_t> rest = RestOf(sale, place, lines);
  const int64_t base_minor = SumOf(rest);
  const int64_t wanted_minor =
      discount.rate_ppm != 0 ? Portion(base_minor, discount.rate_ppm) : discount.amount_minor;
  DiscountSize size{.base_minor = base_minor, .wanted_minor = wanted_minor, .shares_minor = {}};
  const int64_t amount_minor = std::min(wanted_minor, base_minor);
  if (amount_minor <= 0) return size;
  size.shares_minor = SpreadByLargestRemainder(amount_minor, rest);
  TakeOff(size.shares_minor, lines);
  return size;
}

// Takes off the sale's offers that are on the whole sale, or the others.
void TakeOffOffers(const Sale& sale, bool on_whole_sale, SalePrice& price) {
  for (size_t i = 0; i < sale.offers.size(); ++i) {
    const event::v1::OfferChanged& terms = sale.offers[i].terms();
    if ((terms.kind() == event::v1::OFFER_KIND_SALE) != on_whole_sale) continue;
    const std::vector<int64_t> shares = OfferShares(terms, price.lines);
    price.offers_minor[i] = SumOf(shares);
    TakeOff(shares, price.lines);
  }
}

// The shop's offers come first, those on the whole sale after the others; then what was taken off
// by hand.
void TakeOffAll(const Sale& sale, const edge::v1::ShopConfig& shop, SalePrice& price) {
  price.offers_minor.resize(sale.offers.size());
  TakeOffOffers(sale, false, price);
  TakeOffOffers(sale, true, price);
  price.discounts.resize(sale.discounts.size());
  for (const size_t place : DiscountPlaces(sale, shop)) {
    price.discounts[place] = TakeOff(sale, place, price.lines);
  }
}

std::optional<int64_t> ModifierAmount(const event::v1::Modifier& modifier, int64_t quantity_milli) {
  const auto pieces = MultiplyDivide(modifier.quantity_milli(), quantity_milli, kMilliPerUnit);
  return pieces ? LineAmount(modifier.unit_price_minor(), *pieces) : std::nullopt;
}

// Adds a weight to the part of a tax category; nothing makes no part.
void AddWeight(std::string_view tax_category, int64_t weight_minor, PricedLine& line) {
  if (weight_minor == 0) return;
  auto part = std::ranges::lower_bound(line.parts, tax_category, {}, &PricedPart::tax_category);
  if (part == line.parts.end() || part->tax_category != tax_category) {
    part = line.parts.insert(part, {.tax_category = tax_category});
  }
  part->amount_minor = AddClamped(part->amount_minor, weight_minor);
}

// Adds the weights of a line's modifiers and returns their sum.
int64_t AddModifiers(const event::v1::SaleLine& sold, PricedLine& line) {
  int64_t sum_minor = 0;
  for (const event::v1::Modifier& modifier : sold.modifiers()) {
    const int64_t amount_minor = ModifierAmount(modifier, sold.quantity_milli()).value_or(0);
    sum_minor = AddClamped(sum_minor, amount_minor);
    AddWeight(modifier.tax_category().empty() ? sold.tax_category() : modifier.tax_category(),
              amount_minor, line);
  }
  return sum_minor;
}

// The lines that are part of others, by these.
using Combos = std::multimap<int32_t, const event::v1::SaleLine*>;

Combos CombosOf(const std::vector<PricedLine>& lines) {
  Combos combos;
  for (const PricedLine& line : lines) {
    const event::v1::SaleLine& sold = line.line->sold;
    if (sold.parent_line() != 0) combos.emplace(sold.parent_line(), &sold);
  }
  return combos;
}

// Weighs the parts of a line: its own price, or those of the lines that are part of it, and its
// modifiers.
void Weigh(const Combos& combos, PricedLine& line) {
  const event::v1::SaleLine& sold = line.line->sold;
  const int64_t own_minor =
      std::max<int64_t>(AddClamped(sold.amount_minor(), -AddModifiers(sold, line)), 0);
  const auto [first, last] = combos.equal_range(line.number);
  const int64_t price_max = INT64_MAX / std::max<int64_t>(std::distance(first, last), 1);
  std::vector<int64_t> prices;  // Their sum fits.
  for (auto child = first; child != last; ++child) {
    const event::v1::SaleLine& part = *child->second;
    const auto price = LineAmount(part.unit_price_minor(), part.quantity_milli());
    prices.push_back(std::min(price.value_or(price_max), price_max));
  }
  if (SumOf(prices) == 0) return AddWeight(sold.tax_category(), own_minor, line);
  const std::vector<int64_t> shares = SpreadByLargestRemainder(own_minor, prices);
  size_t place = 0;
  for (auto child = first; child != last; ++child) {
    AddWeight(child->second->tax_category(), shares[place++], line);
  }
}

// Shares what a line comes to after discounts out over its parts.
void Divide(const Combos& combos, PricedLine& line) {
  if (!line.is_turnover()) return;
  const event::v1::SaleLine& sold = line.line->sold;
  if (!sold.modifiers().empty() || !combos.empty()) Weigh(combos, line);
  if (line.parts.empty()) line.parts.push_back({.tax_category = sold.tax_category()});
  std::vector<int64_t> weights;
  for (const PricedPart& part : line.parts) weights.push_back(part.amount_minor);
  const std::vector<int64_t> shares = SpreadByLargestRemainder(line.net_minor(), weights);
  for (size_t i = 0; i < shares.size(); ++i) line.parts[i].amount_minor = shares[i];
}

// Works the tax out on the parts of the lines and, behind them, on the service charge.
void AddTax(const Sale& sale, const edge::v1::ShopConfig& shop, SalePrice& price) {
  std::vector<Taxed> items;
  for (const PricedLine& line : price.lines) {
    for (const PricedPart& part : line.parts) {
      items.push_back({{part.tax_category, sale.OrderTypeOf(*line.line)}, part.amount_minor});
    }
  }
  items.push_back(
      {{sale.service_charge.tax_category, sale.order_type}, price.service_charge_minor});
  price.tax = TaxOf(items, sale.prices_include_tax, sale.start_business_date, shop);
  size_t item = 0;
  for (PricedLine& line : price.lines) {
    for (PricedPart& part : line.parts) {
      part.tax_minor = price.tax.shares_minor[item++];
      line.tax_minor = AddClamped(line.tax_minor, part.tax_minor);
    }
  }
  if (!sale.prices_include_tax) price.added_tax_minor = price.tax.amount_minor;
}

}  // namespace

std::vector<size_t> DiscountPlaces(const Sale& sale, const edge::v1::ShopConfig& shop) {
  std::vector<size_t> places;
  for (size_t i = 0; i < sale.discounts.size(); ++i) {
    if (!sale.discounts[i].removed) places.push_back(i);
  }
  if (shop.discount_order() != edge::v1::DISCOUNT_ORDER_AS_APPLIED) {
    std::stable_partition(places.begin(), places.end(),
                          [&](size_t place) { return !sale.discounts[place].lines.empty(); });
  }
  return places;
}

bool IsOn(const Sale& sale, size_t place, const PricedLine& line) {
  if (!line.is_turnover()) return false;
  const Discount& discount = sale.discounts[place];
  if (discount.lines.empty()) return place >= line.line->discounts_before;
  return std::ranges::binary_search(discount.lines, line.number);
}

int64_t SumOf(std::span<const int64_t> amounts_minor) {
  int64_t sum = 0;
  for (const int64_t amount : amounts_minor) sum = AddClamped(sum, amount);
  return sum;
}

std::optional<int64_t> LineAmount(int64_t unit_price_minor, int64_t quantity_milli) {
  const auto amount = MultiplyDivide(unit_price_minor, quantity_milli, kMilliPerUnit);
  if (!amount || *amount > kAmountMinorMax) return std::nullopt;
  return amount;
}

std::optional<int64_t> AmountOf(const event::v1::SaleLine& line) {
  auto amount = line.parent_line() == 0 ? LineAmount(line.unit_price_minor(), line.quantity_milli())
                                        : std::optional<int64_t>(0);
  for (const event::v1::Modifier& modifier : line.modifiers()) {
    const auto more = ModifierAmount(modifier, line.quantity_milli());
    amount = amount && more ? CheckedAdd(*amount, *more) : std::nullopt;
  }
  return amount && *amount <= kAmountMinorMax ? amount : std::nullopt;
}

SalePrice PriceOf(const Sale& sale, const edge::v1::ShopConfig& shop) {
  SalePrice price{.lines = LinesOf(sale), .offers_minor = {}, .discounts = {}};
  for (const PricedLine& line : price.lines) {
    int64_t& sum_minor = line.is_turnover() ? price.subtotal_minor : price.other_minor;
    sum_minor = AddClamped(sum_minor, line.line->sold.amount_minor());
  }
  TakeOffAll(sale, shop, price);
  const Combos combos = CombosOf(price.lines);
  for (PricedLine& line : price.lines) {
    price.discount_minor += line.discount_minor;
    Divide(combos, line);
  }
  const int64_t net_minor = price.subtotal_minor - price.discount_minor;
  price.service_charge_minor = Portion(net_minor, sale.service_charge.rate_ppm);
  AddTax(sale, shop, price);
  price.total_minor = AddClamped(AddClamped(net_minor, price.service_charge_minor),
                                 AddClamped(price.added_tax_minor, price.other_minor));
  return price;
}

int64_t DueOf(const Sale& sale, const edge::v1::ShopConfig& shop) {
  int64_t total_minor = 0;
  if (sale.WasCompleted()) {
    total_minor = sale.completed.total_minor() - sale.returned_minor + sale.refunded_minor;
  }
  if (sale.state == SaleState::kOpen || sale.state == SaleState::kSuspended) {
    total_minor = AddClamped(PriceOf(sale, shop).total_minor, -sale.ExchangeMinor());
  }
  return AddClamped(AddClamped(total_minor, sale.tip_minor), -sale.paid_minor);
}

}  // namespace daybook::domain
