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
#include "core/domain/refunds.h"
#include "core/domain/returns.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

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

absl::Status CheckFields(const ReturnItems& items, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", items.reason(), kReasonBytesMax));
  if (items.lines().empty()) return FieldMissing("lines");
  if (!event::v1::ReturnDisposition_IsValid(items.disposition())) {
    return FieldInvalid("disposition", "is none that this server knows");
  }
  std::set<int32_t> numbers;
  for (const ReturnLine& line : items.lines()) {
    DAYBOOK_RETURN_IF_ERROR(CheckQuantity("lines.quantity_milli", line.quantity_milli()));
    if (!numbers.insert(line.line()).second) return FieldInvalid("lines", "has a line twice");
  }
  return CheckRefundFields(items.refunds(), currency_code);
}

// What was exchanged is returned, not cancelled: the goods that paid for it are sold again.
absl::Status CheckNoExchange(const Sale& sale, Draft& draft) {
  if (!sale.IsExchange()) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_EXCHANGE_STANDS,
                            "goods that were brought back paid for the sale: return its items"));
}

}  // namespace

absl::Status DecideCase(const edge::v1::VoidSale& void_sale, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", void_sale.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(void_sale.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckSameDay(hand, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNotAsking(hand.sale, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawers(hand.sale, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNoExchange(hand.sale, draft));

  RecordAllReversed(hand, void_sale.reason(), draft);
  event::v1::SaleVoided& voided = *draft.RecordOnSale(hand.id).mutable_sale_voided();
  voided.set_reason(void_sale.reason());
  *voided.mutable_completed() = hand.sale.completed;
  voided.mutable_completed()->clear_tips();
  voided.mutable_completed()->clear_rounding_minor();
  voided.mutable_completed()->clear_stock_uses();
  event::v1::DocumentIssued document;
  document.set_kind(event::v1::DOCUMENT_KIND_VOID);
  document.set_sale_id(std::string(hand.id.AsBytes()));
  document.set_total_minor(hand.sale.completed.total_minor());
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
  DAYBOOK_ASSIGN_OR_RETURN(ItemsReturned returned, ReturnOf(items.lines(), hand.sale, draft));
  returned.set_reason(items.reason());
  returned.set_disposition(items.disposition());
  const int64_t refund_minor = RefundFor(returned.total_minor(), hand.sale, draft);
  DAYBOOK_RETURN_IF_ERROR(CheckRefunds(items.refunds(), refund_minor, hand.sale, draft));

  *draft.RecordOnSale(hand.id).mutable_items_returned() = returned;
  Tenders tenders = RecordRefunds(items.refunds(), hand.id, draft);
  SettleReturn(returned, hand, register_name, std::move(tenders), draft);
  return absl::OkStatus();
}

}  // namespace daybook::domain
