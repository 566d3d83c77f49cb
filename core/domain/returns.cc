#include "core/domain/returns.h"

#include <algorithm>
#include <map>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/customer_policies.h"
#include "core/domain/documents.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"
#include "core/domain/pricing.h"
#include "core/domain/sums.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

using edge::v1::ReturnLine;
using event::v1::ItemsReturned;

// Returns the share of `whole` that falls to the pieces that come back now: that of all that came
// back so far, less what was given for it before. The last one takes the rest.
int64_t ShareOf(int64_t whole_minor, int64_t given_minor, int64_t back_milli, int64_t sold_milli) {
  const auto share_minor =
      MultiplyDivide(whole_minor, std::min(back_milli, sold_milli), sold_milli);
  return share_minor.value_or(whole_minor) - given_minor;
}

// Returns so much of a line, with its share of each of the line's parts.
event::v1::ReturnedLine PiecesOf(const SaleLine& line, int64_t quantity_milli) {
  const int64_t sold_milli = line.sold.quantity_milli();
  const int64_t back_milli = AddClamped(line.returned_milli, quantity_milli);
  event::v1::ReturnedLine returned;
  returned.set_line(line.sold.line());
  returned.set_quantity_milli(quantity_milli);
  for (const LinePart& part : line.parts) {
    const int64_t amount_minor =
        ShareOf(part.net_minor, part.returned_net_minor, back_milli, sold_milli);
    const int64_t tax_minor =
        ShareOf(part.tax_minor, part.returned_tax_minor, back_milli, sold_milli);
    returned.set_amount_minor(AddClamped(returned.amount_minor(), amount_minor));
    returned.set_tax_minor(AddClamped(returned.tax_minor(), tax_minor));
    event::v1::LinePart& added = *returned.add_parts();
    added.set_line(line.sold.line());
    added.set_tax_category(part.tax_category);
    added.set_amount_minor(amount_minor);
    added.set_tax_minor(tax_minor);
  }
  return returned;
}

// A gift card is cashed out, if the law wants it, not returned.
absl::Status CheckReturnable(const event::v1::SaleLine& line, Draft& draft) {
  if (line.kind() != event::v1::LINE_KIND_GIFT_CARD) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_LINE_NOT_RETURNABLE,
                            "line {line} is a gift card, which is not returned",
                            {{"line", line.line()}}));
}

absl::StatusOr<event::v1::ReturnedLine> ReturnedOf(const ReturnLine& back, const Sale& sale,
                                                   Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleLine* line, TakeLine(sale, back.line()));
  const int64_t sold_milli = line->sold.quantity_milli();
  const int64_t left_milli = sold_milli - line->returned_milli;
  if (back.quantity_milli() > left_milli) {
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_RETURN_EXCEEDS_SALE,
                           "of line {line} only {left_milli} thousandths are left to be returned",
                           {{"line", back.line()}, {"left_milli", left_milli}})));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckReturnable(line->sold, draft));
  return PiecesOf(*line, back.quantity_milli());
}

// Returns what the sale was taxed with that applies to a part of the line: the recorded tax lines
// of the part's rules, or, if the rules are others now, all of its tax category.
std::vector<const event::v1::TaxLine*> TaxesOf(const LinePart& part, const SaleLine& line,
                                               const Sale& sale, const edge::v1::ShopConfig& shop) {
  const auto rules =
      TaxRulesFor({part.tax_category, sale.OrderTypeOf(line)}, sale.start_business_date, shop);
  std::vector<const event::v1::TaxLine*> of_category, of_rules;
  for (const event::v1::TaxLine& tax : sale.completed.tax_lines()) {
    if (tax.tax_category() != part.tax_category) continue;
    of_category.push_back(&tax);
    const bool is_rule = std::ranges::any_of(rules, [&](const edge::v1::TaxRule* rule) {
      return rule->jurisdiction() == tax.jurisdiction() && rule->rate_ppm() == tax.rate_ppm();
    });
    if (is_rule) of_rules.push_back(&tax);
  }
  return of_rules.empty() ? of_category : of_rules;
}

event::v1::TaxLine& TaxLineLike(const event::v1::TaxLine& tax, ItemsReturned& returned) {
  for (event::v1::TaxLine& known : *returned.mutable_tax_lines()) {
    if (known.tax_category() == tax.tax_category() && known.jurisdiction() == tax.jurisdiction() &&
        known.rate_ppm() == tax.rate_ppm()) {
      return known;
    }
  }
  event::v1::TaxLine& added = *returned.add_tax_lines();
  added.set_tax_category(tax.tax_category());
  added.set_jurisdiction(tax.jurisdiction());
  added.set_rate_ppm(tax.rate_ppm());
  return added;
}

// Adds the tax of a part that comes back, spread over its taxes by their rates: the share of all
// that came back so far, less what was given before.
void AddTax(const event::v1::LinePart& back, const LinePart& part,
            const std::vector<const event::v1::TaxLine*>& taxes, bool prices_include_tax,
            ItemsReturned& returned) {
  if (taxes.empty()) return;
  std::vector<int64_t> rates;
  for (const event::v1::TaxLine* tax : taxes) rates.push_back(tax->rate_ppm());
  const auto before = SpreadByLargestRemainder(part.returned_tax_minor, rates);
  const auto after = SpreadByLargestRemainder(part.returned_tax_minor + back.tax_minor(), rates);
  const int64_t base_minor = back.amount_minor() - (prices_include_tax ? back.tax_minor() : 0);
  for (size_t i = 0; i < taxes.size(); ++i) {
    event::v1::TaxLine& tax = TaxLineLike(*taxes[i], returned);
    tax.set_base_minor(tax.base_minor() + base_minor);
    tax.set_amount_minor(tax.amount_minor() + after[i] - before[i]);
  }
}

void AddTaxes(const event::v1::ReturnedLine& back, const Sale& sale,
              const edge::v1::ShopConfig& shop, ItemsReturned& returned) {
  const SaleLine& line = *sale.FindLine(back.line());
  for (size_t i = 0; i < line.parts.size(); ++i) {
    AddTax(back.parts(static_cast<int>(i)), line.parts[i], TaxesOf(line.parts[i], line, sale, shop),
           sale.prices_include_tax, returned);
  }
}

// A line counts as returned with its last piece.
bool IsLastOf(const event::v1::ReturnedLine& back, const SaleLine& line) {
  return line.returned_milli < line.sold.quantity_milli() &&
         line.returned_milli + back.quantity_milli() >= line.sold.quantity_milli();
}

void AddSums(const Sale& sale, ItemsReturned& returned) {
  CategorySums categories;
  KindSums others;
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    const SaleLine& line = *sale.FindLine(back.line());
    const int32_t line_count = IsLastOf(back, line) ? 1 : 0;
    if (IsTurnover(line.sold.kind())) {
      categories.Add(line.sold.category(), line_count, back.amount_minor());
    } else {
      others.Add(line.sold.kind(), line_count, back.amount_minor());
    }
  }
  *returned.mutable_categories() = categories.ToProto();
  *returned.mutable_others() = others.ToProto();
}

// Adds the parts of the combos that come back, as many as belong to these pieces, unless they are
// named themselves.
void AddParts(const Sale& sale, std::map<int32_t, ReturnLine>& wanted) {
  std::map<int32_t, ReturnLine> parts;
  for (const auto& [number, line] : sale.lines) {
    const auto whole = wanted.find(line.sold.parent_line());
    if (line.sold.parent_line() == 0 || whole == wanted.end() || wanted.contains(number)) continue;
    const SaleLine* const combo = sale.FindLine(line.sold.parent_line());
    if (combo == nullptr) continue;
    const int64_t back_milli = AddClamped(combo->returned_milli, whole->second.quantity_milli());
    const int64_t part_milli = ShareOf(line.sold.quantity_milli(), line.returned_milli, back_milli,
                                       combo->sold.quantity_milli());
    if (part_milli <= 0) continue;
    parts[number].set_line(number);
    parts[number].set_quantity_milli(part_milli);
  }
  wanted.merge(parts);
}

// Of several returns of one line each puts back what all so far put back less what those before it
// did, so that the last one puts back the remainder.
Goods GoodsBack(const ItemsReturned& returned, const Sale& sale) {
  Goods goods;
  if (returned.disposition() == event::v1::RETURN_DISPOSITION_DISCARD) return goods;
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    const SaleLine& line = *sale.FindLine(back.line());
    if (line.sold.kind() != event::v1::LINE_KIND_GOODS) continue;
    Goods before;
    Goods after;
    AddGoods(line.sold.sku(), line.returned_milli, sale.completed.stock_uses(), before);
    AddGoods(line.sold.sku(), line.returned_milli + back.quantity_milli(),
             sale.completed.stock_uses(), after);
    for (const auto& [sku, quantity_milli] : after) {
      goods[sku] = AddClamped(goods[sku], quantity_milli - before[sku]);
    }
  }
  std::erase_if(goods, [](const auto& item) { return item.second == 0; });
  return goods;
}

}  // namespace

absl::StatusOr<SaleInHand> TakeForReturn(std::string_view sale_id, Draft& draft) {
  const auto hand = TakeSaleFor(edge::v1::Command::kReturnItems, sale_id, draft);
  if (ReasonOf(hand.status()) == Reason::ERROR_REASON_RETURN_EXCEEDS_SALE) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(hand.status()));
  } else {
    DAYBOOK_RETURN_IF_ERROR(hand.status());
  }
  const Uuid id = *Uuid::FromBytes(sale_id);
  const Sale& sale = draft.FindSale(id);
  if (sale.return_count < kSaleReturnsMax) return SaleInHand{id, sale};
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "something of the sale was returned {returns_max} times, as often as it may be",
               {{"returns_max", kSaleReturnsMax}});
}

int64_t RefundFor(int64_t total_minor, const Sale& sale, const Draft& draft) {
  const int64_t owed_minor = std::max<int64_t>(DueOf(sale, draft.config()), 0);
  return std::max<int64_t>(total_minor - owed_minor, 0);
}

absl::StatusOr<ItemsReturned> ReturnOf(const ReturnLines& lines, const Sale& sale, Draft& draft) {
  std::map<int32_t, ReturnLine> wanted;
  for (const ReturnLine& back : lines) wanted[back.line()] = back;
  AddParts(sale, wanted);
  ItemsReturned returned;
  int64_t total_minor = 0;
  for (const auto& [number, back] : wanted) {
    DAYBOOK_ASSIGN_OR_RETURN(event::v1::ReturnedLine line, ReturnedOf(back, sale, draft));
    AddTaxes(line, sale, draft.config(), returned);
    total_minor = AddClamped(total_minor, line.amount_minor());
    if (!sale.prices_include_tax) total_minor = AddClamped(total_minor, line.tax_minor());
    if (line.parts_size() == 1) line.clear_parts();
    *returned.add_lines() = std::move(line);
  }
  returned.set_total_minor(total_minor);
  AddSums(sale, returned);
  returned.set_loyalty_points(PointsReversed(sale, returned));
  return returned;
}

void SettleReturn(const ItemsReturned& returned, const SaleInHand& hand,
                  std::string_view register_name, Tenders tenders, Draft& draft) {
  event::v1::DocumentIssued document;
  document.set_kind(event::v1::DOCUMENT_KIND_RETURN);
  document.set_sale_id(std::string(hand.id.AsBytes()));
  document.set_total_minor(returned.total_minor());
  *document.mutable_tax_lines() = returned.tax_lines();
  *document.mutable_tenders() = std::move(tenders);
  IssueDocument(register_name, SeriesKind::kSales, std::move(document), draft);
  ReturnToStock(hand.id, GoodsBack(returned, hand.sale), draft);
  StrikeReturned(returned, hand.sale, returned.reason(), draft);
  TakeValueBack(returned, hand, draft);
}

}  // namespace daybook::domain
