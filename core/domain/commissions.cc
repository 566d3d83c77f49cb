// What the salespersons of a sale's lines earn, and what of that goes back.
#include <map>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

using edge::v1::CommissionRule;

// By employee, each with the lines in their order.
using ByEmployee = std::map<std::string, std::vector<event::v1::LineCommission>>;

// Returns the rate of that category on the date; nothing if no rule names it.
std::optional<int64_t> FindRate(std::string_view category, int32_t business_date,
                                const edge::v1::ShopConfig& shop) {
  const CommissionRule* latest = nullptr;
  for (const CommissionRule& rule : shop.commissions()) {
    if (rule.category() != category || rule.valid_from() > business_date) continue;
    if (latest == nullptr || rule.valid_from() > latest->valid_from()) latest = &rule;
  }
  return latest == nullptr ? std::nullopt : std::optional(latest->rate_ppm());
}

int64_t RateFor(std::string_view category, int32_t business_date,
                const edge::v1::ShopConfig& shop) {
  const auto rate_ppm = FindRate(category, business_date, shop);
  return rate_ppm ? *rate_ppm : FindRate("", business_date, shop).value_or(0);
}

event::v1::LineCommission LineOf(int32_t number, int64_t base_minor, int64_t rate_ppm,
                                 int64_t amount_minor) {
  event::v1::LineCommission line;
  line.set_line(number);
  line.set_base_minor(base_minor);
  line.set_rate_ppm(rate_ppm);
  line.set_amount_minor(amount_minor);
  return line;
}

// Returns the commission category that the catalogue gives the item, or the line's own category.
std::string_view CategoryOf(const event::v1::SaleLine& sold, const Draft& draft) {
  const auto& item = draft.Find<Item>(ItemStream(sold.sku()));
  const std::string_view category = item.item.details().commission_category();
  return category.empty() ? sold.category() : category;
}

template <typename Commission>
void Fill(const std::string& employee, const std::vector<event::v1::LineCommission>& lines,
          Commission& commission) {
  commission.set_employee(employee);
  int64_t amount_minor = 0;
  for (const event::v1::LineCommission& line : lines) {
    amount_minor = AddClamped(amount_minor, line.amount_minor());
    *commission.add_lines() = line;
  }
  commission.set_amount_minor(amount_minor);
}

void RecordReversed(const ByEmployee& commissions, bool sale_voided, const Uuid& sale_id,
                    Draft& draft) {
  for (const auto& [employee, lines] : commissions) {
    event::v1::CommissionReversed& reversed =
        *draft.RecordOnSale(sale_id).mutable_commission_reversed();
    Fill(employee, lines, reversed);
    reversed.set_sale_voided(sale_voided);
  }
}

// What a completed line came to, and what of that was returned.
int64_t NetOf(const SaleLine& line) {
  int64_t sum_minor = 0;
  for (const LinePart& part : line.parts) sum_minor = AddClamped(sum_minor, part.net_minor);
  return sum_minor;
}

int64_t ReturnedOf(const SaleLine& line) {
  int64_t sum_minor = 0;
  for (const LinePart& part : line.parts) {
    sum_minor = AddClamped(sum_minor, part.returned_net_minor);
  }
  return sum_minor;
}

// Returns the share of the commission that goes back with so much more of the line.
int64_t ShareOf(const SaleLine& line, int64_t back_minor) {
  const int64_t net_minor = NetOf(line);
  if (net_minor <= 0) return 0;
  const int64_t so_far_minor = std::min(AddClamped(ReturnedOf(line), back_minor), net_minor);
  const auto share_minor = MultiplyDivide(line.commission_minor, so_far_minor, net_minor);
  return share_minor.value_or(line.commission_minor) - line.returned_commission_minor;
}

}  // namespace

void EarnCommissions(const SaleInHand& hand, const SalePrice& price, Draft& draft) {
  if (draft.config().commissions().empty()) return;
  const int32_t business_date = draft.command().business_date();
  ByEmployee commissions;
  for (const PricedLine& priced : price.lines) {
    const event::v1::SaleLine& sold = priced.line->sold;
    if (sold.salesperson().empty() || !priced.is_turnover()) continue;
    const int64_t rate_ppm = RateFor(CategoryOf(sold, draft), business_date, draft.config());
    const auto amount_minor = MultiplyDivide(priced.net_minor(), rate_ppm, kRatePpmMax);
    if (!amount_minor || *amount_minor == 0) continue;
    commissions[sold.salesperson()].push_back(
        LineOf(priced.number, priced.net_minor(), rate_ppm, *amount_minor));
  }
  for (const auto& [employee, lines] : commissions) {
    Fill(employee, lines, *draft.RecordOnSale(hand.id).mutable_commission_earned());
  }
}

void ReverseCommissions(const SaleInHand& hand, Draft& draft) {
  ByEmployee commissions;
  for (const auto& [number, line] : hand.sale.lines) {
    const int64_t left_minor = line.commission_minor - line.returned_commission_minor;
    if (left_minor == 0) continue;
    commissions[line.sold.salesperson()].push_back(
        LineOf(number, NetOf(line) - ReturnedOf(line), 0, left_minor));
  }
  RecordReversed(commissions, /*sale_voided=*/true, hand.id, draft);
}

void ReverseCommissions(const event::v1::ItemsReturned& returned, const SaleInHand& hand,
                        Draft& draft) {
  ByEmployee commissions;
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    const SaleLine* const line = hand.sale.FindLine(back.line());
    if (line == nullptr || line->commission_minor == 0) continue;
    const int64_t amount_minor = ShareOf(*line, back.amount_minor());
    if (amount_minor == 0) continue;
    commissions[line->sold.salesperson()].push_back(
        LineOf(back.line(), back.amount_minor(), 0, amount_minor));
  }
  RecordReversed(commissions, /*sale_voided=*/false, hand.id, draft);
}

}  // namespace daybook::domain
