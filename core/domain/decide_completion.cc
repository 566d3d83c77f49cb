// A sale's completion, with all that follows from it.
#include <algorithm>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/customer_policies.h"
#include "core/domain/decide.h"
#include "core/domain/exchange.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"
#include "core/domain/pricing.h"
#include "core/domain/record_payment.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

absl::Status CheckTotal(const edge::v1::CompleteSale& complete, int64_t total_minor, Draft& draft) {
  if (!complete.has_total()) return absl::OkStatus();
  const std::string_view currency_code = draft.config().currency_code();
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("total", complete.total(), currency_code, 0));
  const int64_t stated_minor = complete.total().minor_units();
  if (stated_minor == total_minor) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_TOTAL_MISMATCH,
                            "the lines come to {total}, not {stated}",
                            {{"total", FormatMoney(total_minor, currency_code)},
                             {"total_minor", total_minor},
                             {"stated", FormatMoney(stated_minor, currency_code)},
                             {"stated_minor", stated_minor}}));
}

absl::Status CheckPaid(const Sale& sale, int64_t price_minor, Draft& draft) {
  if (sale.line_count == 0) {
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_SALE_EMPTY, "the sale has no lines")));
  }
  const int64_t total_minor = AddClamped(price_minor, sale.tip_minor);
  if (sale.paid_minor == total_minor) return absl::OkStatus();
  const std::string_view currency_code = draft.config().currency_code();
  return draft.Object(Error(Reason::ERROR_REASON_SALE_NOT_PAID, "{paid} of {total} was paid",
                            {{"paid", FormatMoney(sale.paid_minor, currency_code)},
                             {"paid_minor", sale.paid_minor},
                             {"total", FormatMoney(total_minor, currency_code)},
                             {"total_minor", total_minor}}));
}

void AddSums(const SalePrice& price, event::v1::SaleCompleted& completed) {
  CategorySums categories;
  KindSums others;
  for (const PricedLine& line : price.lines) {
    const event::v1::SaleLine& sold = line.line->sold;
    if (line.is_turnover()) {
      categories.Add(sold.category(), 1, line.net_minor());
    } else {
      others.Add(sold.kind(), 1, sold.amount_minor());
    }
  }
  *completed.mutable_categories() = categories.ToProto();
  *completed.mutable_others() = others.ToProto();
}

void AddLines(const SalePrice& price, event::v1::SaleCompleted& completed) {
  for (const PricedLine& line : price.lines) {
    if (price.discount_minor != 0) completed.add_line_discounts_minor(line.discount_minor);
    completed.add_line_taxes_minor(line.tax_minor);
    const bool is_one =
        line.parts.size() == 1 && line.parts.front().tax_category == line.line->sold.tax_category();
    if (is_one) continue;
    for (const PricedPart& part : line.parts) {
      event::v1::LinePart& added = *completed.add_line_parts();
      added.set_line(line.number);
      added.set_tax_category(std::string(part.tax_category));
      added.set_amount_minor(part.amount_minor);
      added.set_tax_minor(part.tax_minor);
    }
  }
}

void AddPayments(const Sale& sale, event::v1::SaleCompleted& completed) {
  int64_t rounding_minor = 0;
  for (const auto& [id, payment] : sale.payments) {
    if (payment.Counts()) rounding_minor = AddClamped(rounding_minor, payment.rounding_minor);
  }
  completed.set_rounding_minor(rounding_minor);
  *completed.mutable_tenders() = PaidByTender(sale);
}

void AddOffers(const Sale& sale, const SalePrice& price, event::v1::SaleCompleted& completed) {
  for (size_t i = 0; i < sale.offers.size(); ++i) {
    if (price.offers_minor[i] == 0) continue;
    event::v1::OfferAmount& added = *completed.add_offers();
    added.set_offer(sale.offers[i].offer());
    added.set_amount_minor(price.offers_minor[i]);
  }
}

void AddTips(const Sale& sale, event::v1::SaleCompleted& completed) {
  for (const auto& [number, known] : sale.tips) {
    if (known.tip.amount_minor() != 0) *completed.add_tips() = known.tip;
  }
}

absl::Status CheckAge(const Sale& sale, Draft& draft) {
  int32_t limit_years = 0;
  for (const auto& [number, line] : sale.lines) {
    limit_years = std::max(limit_years, line.sold.age_limit_years());
  }
  if (sale.verified_age_years >= limit_years) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_AGE_NOT_VERIFIED,
                            "the customer must be {years} years old, and nobody has made sure",
                            {{"years", limit_years}}));
}

event::v1::SaleCompleted CompletedOf(const Sale& sale, const SalePrice& price) {
  event::v1::SaleCompleted completed;
  completed.set_subtotal_minor(price.subtotal_minor);
  completed.set_discount_minor(price.discount_minor);
  completed.set_service_charge_minor(price.service_charge_minor);
  completed.set_added_tax_minor(price.added_tax_minor);
  completed.set_total_minor(price.total_minor);
  completed.set_line_count(sale.line_count);
  completed.set_start_business_date(sale.open_on_date);
  for (const event::v1::TaxLine& line : price.tax.lines) *completed.add_tax_lines() = line;
  AddLines(price, completed);
  AddSums(price, completed);
  AddPayments(sale, completed);
  AddTips(sale, completed);
  AddOffers(sale, price, completed);
  return completed;
}

event::v1::DocumentIssued ReceiptOf(const SaleInHand& hand,
                                    const event::v1::SaleCompleted& completed) {
  event::v1::DocumentIssued receipt;
  receipt.set_kind(event::v1::DOCUMENT_KIND_SALE);
  receipt.set_sale_id(std::string(hand.id.AsBytes()));
  receipt.set_total_minor(completed.total_minor());
  *receipt.mutable_tax_lines() = completed.tax_lines();
  *receipt.mutable_tenders() = completed.tenders();
  *receipt.mutable_first_item_time() = hand.sale.first_item_time;
  return receipt;
}

// Completes the sale as it stands, with all that was paid on it.
absl::Status Complete(const SaleInHand& hand, const SalePrice& price, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckPaid(hand.sale, price.total_minor, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNotAsking(hand.sale, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckAge(hand.sale, draft));

  event::v1::SaleCompleted completed = CompletedOf(hand.sale, price);
  *completed.mutable_stock_uses() = StockUsesOf(hand.sale, draft);
  completed.set_loyalty_points(PointsEarned(hand.sale, completed, draft));
  *draft.RecordOnSale(hand.id).mutable_sale_completed() = completed;
  IssueDocument(hand.sale.register_name, SeriesKind::kSales, ReceiptOf(hand, completed), draft);
  TakeFromStock(hand.id, GoodsOf(hand.sale, completed.stock_uses()), draft);
  return GiveValue(hand, price, completed, draft);
}

}  // namespace

absl::Status DecideCase(const edge::v1::CompleteSale& complete, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(complete.sale_id(), draft));
  const SalePrice price = PriceOf(hand.sale, draft.config());
  DAYBOOK_RETURN_IF_ERROR(CheckTotal(complete, price.total_minor, draft));
  if (hand.sale.return_lines.empty()) {
    if (!complete.refunds().empty()) {
      return FieldInvalid("refunds", "are given where nothing is exchanged");
    }
    return Complete(hand, price, draft);
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Sale paid,
                           SettleExchange(complete, hand, price.total_minor, draft));
  return Complete({hand.id, paid}, price, draft);
}

}  // namespace daybook::domain
