// What is taken back of a completed sale: all of it on the same day, or lines of it later.
#include <set>

#include "core/base/business_date.h"
#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/customer_policies.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"
#include "core/domain/pricing.h"
#include "core/domain/record_payment.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

using edge::v1::Refund;
using edge::v1::ReturnItems;
using edge::v1::ReturnLine;
using event::v1::ItemsReturned;

absl::Status CheckSameDay(const SaleInHand& hand, Draft& draft) {
  const int32_t completed_date = hand.sale.completed_business_date;
  if (completed_date == draft.command().business_date()) return absl::OkStatus();
  return draft.Object(
      Error(Reason::ERROR_REASON_VOID_TOO_LATE,
            "sale {sale} was completed on {date}: its items can be returned",
            {{"sale", hand.id.ToText()}, {"date", BusinessDateText(completed_date)}}));
}

// The drawers that took cash for the sale are open still.
absl::Status CheckDrawers(const Sale& sale, Draft& draft) {
  for (const auto& [id, payment] : sale.payments) {
    if (payment.Counts()) DAYBOOK_RETURN_IF_ERROR(CheckCashDrawer(payment, draft));
  }
  return absl::OkStatus();
}

event::v1::DocumentIssued DocumentOf(event::v1::DocumentKind kind, const Uuid& sale_id,
                                     int64_t total_minor) {
  event::v1::DocumentIssued document;
  document.set_kind(kind);
  document.set_sale_id(std::string(sale_id.AsBytes()));
  document.set_total_minor(total_minor);
  return document;
}

absl::Status CheckRoom(const Sale& sale) {
  if (sale.return_count < kSaleReturnsMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "something of the sale was returned {returns_max} times, as often as it may be",
               {{"returns_max", kSaleReturnsMax}});
}

// Two tills by themselves may both return the last of a sale: it is objected to, not set aside.
absl::StatusOr<SaleInHand> TakeForReturn(std::string_view sale_id, Draft& draft) {
  absl::StatusOr<SaleInHand> hand = TakeSaleAnywhere(sale_id, draft);
  if (ReasonOf(hand.status()) != Reason::ERROR_REASON_RETURN_EXCEEDS_SALE) return hand;
  DAYBOOK_RETURN_IF_ERROR(draft.Object(hand.status()));
  const Uuid id = *Uuid::FromBytes(sale_id);
  return SaleInHand{id, draft.FindSale(id)};
}

absl::Status CheckRefund(const Refund& refund, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(ReadUuid("refunds.payment_id", refund.payment_id()).status());
  DAYBOOK_RETURN_IF_ERROR(CheckTender(refund.tender()));
  return CheckMoney("refunds.amount", refund.amount(), currency_code, 1);
}

absl::Status CheckFields(const ReturnItems& items, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", items.reason(), kReasonBytesMax));
  if (items.lines().empty()) return FieldMissing("lines");
  if (!event::v1::ReturnDisposition_IsValid(items.disposition())) {
    return FieldInvalid("disposition", "is none that this server knows");
  }
  if (static_cast<size_t>(items.refunds_size()) > kSalePaymentsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{field} has more than {entries_max} entries",
                 {{"field", "refunds"}, {"entries_max", kSalePaymentsMax}});
  }
  std::set<int32_t> numbers;
  for (const ReturnLine& line : items.lines()) {
    DAYBOOK_RETURN_IF_ERROR(CheckQuantity("lines.quantity_milli", line.quantity_milli()));
    if (!numbers.insert(line.line()).second) return FieldInvalid("lines", "has a line twice");
  }
  for (const Refund& refund : items.refunds()) {
    DAYBOOK_RETURN_IF_ERROR(CheckRefund(refund, currency_code));
  }
  return absl::OkStatus();
}

// A refund is a new payment of its own; each once.
absl::Status CheckNew(const ReturnItems& items, const Sale& sale) {
  std::set<Uuid> ids;
  for (const Refund& refund : items.refunds()) {
    const Uuid id = *Uuid::FromBytes(refund.payment_id());
    if (!ids.insert(id).second || sale.payments.contains(id) || sale.refunds.contains(id)) {
      return Error(Reason::ERROR_REASON_PAYMENT_EXISTS, "payment {payment} was made",
                   {{"payment", id.ToText()}});
    }
  }
  if (sale.refunds.size() + ids.size() <= kSalePaymentsMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "the sale has {refunds_max} refunds, as many as it may",
               {{"refunds_max", kSalePaymentsMax}});
}

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

absl::StatusOr<event::v1::ReturnedLine> ReturnedOf(const ReturnLine& back, const SaleInHand& hand,
                                                   Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleLine* line, TakeLine(hand.sale, back.line()));
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

absl::StatusOr<ItemsReturned> ReturnOf(const ReturnItems& items, const SaleInHand& hand,
                                       Draft& draft) {
  std::map<int32_t, event::v1::ReturnedLine> lines;
  for (const ReturnLine& back : items.lines()) {
    DAYBOOK_ASSIGN_OR_RETURN(lines[back.line()], ReturnedOf(back, hand, draft));
  }
  ItemsReturned returned;
  int64_t total_minor = 0;
  for (const auto& [number, back] : lines) {
    AddTaxes(back, hand.sale, draft.config(), returned);
    total_minor += back.amount_minor() + (hand.sale.prices_include_tax ? 0 : back.tax_minor());
    event::v1::ReturnedLine& added = *returned.add_lines();
    added = back;
    if (added.parts_size() == 1) added.clear_parts();
  }
  returned.set_total_minor(total_minor);
  AddSums(hand.sale, returned);
  returned.set_reason(items.reason());
  returned.set_disposition(items.disposition());
  return returned;
}

// What comes back is given back, less what is still owed for it.
absl::Status CheckRefunded(const ReturnItems& items, int64_t total_minor, Draft& draft) {
  int64_t refunded_minor = 0;
  for (const Refund& refund : items.refunds()) {
    refunded_minor = AddClamped(refunded_minor, refund.amount().minor_units());
  }
  if (refunded_minor == total_minor) return absl::OkStatus();
  const std::string_view currency_code = draft.config().currency_code();
  return draft.Object(Error(Reason::ERROR_REASON_REFUND_MISMATCH,
                            "for what comes back {total} goes back, not {refunded}",
                            {{"total", FormatMoney(total_minor, currency_code)},
                             {"total_minor", total_minor},
                             {"refunded", FormatMoney(refunded_minor, currency_code)},
                             {"refunded_minor", refunded_minor}}));
}

absl::Status CheckDrawers(const ReturnItems& items, Draft& draft) {
  for (const Refund& refund : items.refunds()) {
    DAYBOOK_RETURN_IF_ERROR(CheckDrawer(refund.tender(), refund.drawer_session_id(), draft));
  }
  return absl::OkStatus();
}

// Money goes back the way it came: with a tender no more than was paid with it.
absl::Status CheckTenders(const ReturnItems& items, const Sale& sale, Draft& draft) {
  std::map<event::v1::Tender, int64_t> left_minor;
  const auto add = [&](event::v1::Tender tender, int64_t amount_minor) {
    left_minor[tender] = AddClamped(left_minor[tender], amount_minor);
  };
  for (const auto& [id, payment] : sale.payments) {
    if (payment.Counts()) add(payment.tender, payment.amount_minor);
  }
  for (const auto& [id, refund] : sale.refunds) add(refund.tender, -refund.amount_minor);
  for (const Refund& refund : items.refunds()) add(refund.tender(), -refund.amount().minor_units());
  const bool within = std::ranges::all_of(
      items.refunds(), [&](const Refund& refund) { return left_minor[refund.tender()] >= 0; });
  return within ? absl::OkStatus() : draft.Require(StepUp::kRefundOtherTender);
}

// Records the refunds and returns them by tender.
google::protobuf::RepeatedPtrField<event::v1::TenderAmount> RecordRefunds(const ReturnItems& items,
                                                                          const Uuid& sale_id,
                                                                          Draft& draft) {
  TenderSums sums;
  for (event::v1::PaymentRefunded& refunded : RefundsOf(items, draft.config())) {
    FillPoints(*refunded.mutable_payment(), draft);
    *draft.RecordOnSale(sale_id).mutable_payment_refunded() = refunded;
    PutOnBook(refunded.payment(), event::v1::STORE_CREDIT_REASON_RETURN, sale_id, draft);
    sums.Add(refunded.payment().tender(),
             refunded.payment().amount_minor() + refunded.rounding_minor());
  }
  return sums.ToProto();
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

absl::Status DecideCase(const edge::v1::VoidSale& void_sale, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", void_sale.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(void_sale.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckSameDay(hand, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNotAsking(hand.sale, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawers(hand.sale, draft));

  RecordAllReversed(hand, void_sale.reason(), draft);
  event::v1::SaleVoided& voided = *draft.RecordOnSale(hand.id).mutable_sale_voided();
  voided.set_reason(void_sale.reason());
  *voided.mutable_completed() = hand.sale.completed;
  voided.mutable_completed()->clear_tips();
  voided.mutable_completed()->clear_rounding_minor();
  voided.mutable_completed()->clear_stock_uses();
  event::v1::DocumentIssued document =
      DocumentOf(event::v1::DOCUMENT_KIND_VOID, hand.id, hand.sale.completed.total_minor());
  *document.mutable_tax_lines() = hand.sale.completed.tax_lines();
  *document.mutable_tenders() = PaidByTender(hand.sale);
  IssueDocument(register_name, SeriesKind::kSales, std::move(document), draft);
  ReturnToStock(hand.id, GoodsOf(hand.sale, hand.sale.completed.stock_uses()), draft);
  StrikeSale(hand.sale, void_sale.reason(), draft);
  return TakeValueBack(hand, draft);
}

absl::Status DecideCase(const ReturnItems& items, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(items, draft.config().currency_code()));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeForReturn(items.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckRoom(hand.sale));
  DAYBOOK_RETURN_IF_ERROR(CheckNew(items, hand.sale));
  DAYBOOK_ASSIGN_OR_RETURN(ItemsReturned returned, ReturnOf(items, hand, draft));
  returned.set_loyalty_points(PointsReversed(hand.sale, returned));
  const int64_t owed_minor = std::max<int64_t>(DueOf(hand.sale, draft.config()), 0);
  const int64_t refund_minor = std::max<int64_t>(returned.total_minor() - owed_minor, 0);
  DAYBOOK_RETURN_IF_ERROR(CheckRefunded(items, refund_minor, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawers(items, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckTenders(items, hand.sale, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckBookRefunds(items, hand.sale, draft));

  *draft.RecordOnSale(hand.id).mutable_items_returned() = returned;
  event::v1::DocumentIssued document =
      DocumentOf(event::v1::DOCUMENT_KIND_RETURN, hand.id, returned.total_minor());
  *document.mutable_tax_lines() = returned.tax_lines();
  *document.mutable_tenders() = RecordRefunds(items, hand.id, draft);
  IssueDocument(register_name, SeriesKind::kSales, std::move(document), draft);
  ReturnToStock(hand.id, GoodsBack(returned, hand.sale), draft);
  TakeValueBack(returned, hand, draft);
  return absl::OkStatus();
}

}  // namespace daybook::domain
