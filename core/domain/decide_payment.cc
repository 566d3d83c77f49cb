// Money taken for a sale, and the sale's completion with all that follows from it.
#include <algorithm>
#include <map>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"
#include "core/domain/pricing.h"

namespace daybook::domain {
namespace {

using edge::v1::ReceivePayment;

absl::Status CheckTendered(const ReceivePayment& receive, std::string_view currency_code) {
  if (!receive.has_tendered()) return absl::OkStatus();
  if (receive.tender() != event::v1::TENDER_CASH) {
    return FieldInvalid("tendered", "belongs to cash alone");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("tendered", receive.tendered(), currency_code, 1));
  if (receive.tendered().minor_units() < receive.amount().minor_units()) {
    return FieldInvalid("tendered", "is less than the amount");
  }
  return absl::OkStatus();
}

absl::Status CheckCard(const ReceivePayment& receive) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("approval_code", receive.approval_code(), kCodeBytesMax));
  const std::string& digits = receive.card_last_digits();
  const bool are_digits =
      std::ranges::all_of(digits, [](char digit) { return digit >= '0' && digit <= '9'; });
  if (digits.size() > kCardDigitsMax || !are_digits) {
    return FieldInvalid("card_last_digits", "is more than the last four digits of a card");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckText("card_brand", receive.card_brand(), kCodeBytesMax));
  return CheckText("terminal", receive.terminal(), kCodeBytesMax);
}

absl::Status CheckFields(const ReceivePayment& receive, std::string_view currency_code) {
  if (receive.tender() == event::v1::TENDER_UNSPECIFIED) return FieldMissing("tender");
  if (!event::v1::Tender_IsValid(receive.tender())) {
    return FieldInvalid("tender", "is none that this server knows");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("amount", receive.amount(), currency_code, 1));
  DAYBOOK_RETURN_IF_ERROR(CheckTendered(receive, currency_code));
  return CheckCard(receive);
}

// Cash names an open drawer session; another tender may name one.
absl::Status CheckDrawer(const ReceivePayment& receive, Draft& draft) {
  if (receive.drawer_session_id().empty() && receive.tender() != event::v1::TENDER_CASH) {
    return absl::OkStatus();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid session_id,
                           ReadUuid("drawer_session_id", receive.drawer_session_id()));
  const DrawerState state = draft.FindDrawer(session_id).state;
  if (state == DrawerState::kOpen) return absl::OkStatus();
  const bool unknown = state == DrawerState::kNotOpened;
  return draft.Object(
      Error(unknown ? Reason::ERROR_REASON_DRAWER_UNKNOWN : Reason::ERROR_REASON_DRAWER_NOT_OPEN,
            "drawer session {drawer} {state}",
            {{"drawer", session_id.ToText()}, {"state", unknown ? "is not known" : "is closed"}}));
}

absl::Status CheckDue(const ReceivePayment& receive, const Sale& sale, Draft& draft) {
  const int64_t due_minor = AddClamped(PriceOf(sale, draft.config()).total_minor, -sale.paid_minor);
  if (receive.amount().minor_units() <= due_minor) return absl::OkStatus();
  const std::string_view currency_code = draft.config().currency_code();
  const int64_t amount_minor = receive.amount().minor_units();
  return draft.Object(Error(Reason::ERROR_REASON_PAYMENT_EXCEEDS_DUE,
                            "{amount} is more than the {due} that are due",
                            {{"amount", FormatMoney(amount_minor, currency_code)},
                             {"amount_minor", amount_minor},
                             {"due", FormatMoney(due_minor, currency_code)},
                             {"due_minor", due_minor}}));
}

absl::Status CheckNew(const Uuid& payment_id, const Sale& sale) {
  if (sale.payments.contains(payment_id)) {
    return Error(Reason::ERROR_REASON_PAYMENT_EXISTS, "payment {payment} was received",
                 {{"payment", payment_id.ToText()}});
  }
  if (sale.payments.size() >= kSalePaymentsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the sale has {payments_max} payments, as many as it may",
                 {{"payments_max", kSalePaymentsMax}});
  }
  return absl::OkStatus();
}

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

absl::Status CheckPaid(const Sale& sale, int64_t total_minor, Draft& draft) {
  if (sale.line_count == 0) {
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_SALE_EMPTY, "the sale has no lines")));
  }
  if (sale.paid_minor == total_minor) return absl::OkStatus();
  const std::string_view currency_code = draft.config().currency_code();
  return draft.Object(Error(Reason::ERROR_REASON_SALE_NOT_PAID, "{paid} of {total} was paid",
                            {{"paid", FormatMoney(sale.paid_minor, currency_code)},
                             {"paid_minor", sale.paid_minor},
                             {"total", FormatMoney(total_minor, currency_code)},
                             {"total_minor", total_minor}}));
}

void AddCategories(const SalePrice& price, event::v1::SaleCompleted& completed) {
  std::map<std::string_view, CountedSum> sums;
  for (const PricedLine& line : price.lines) {
    CountedSum& sum = sums[line.line->category];
    ++sum.count;
    sum.amount_minor += line.net_minor();
  }
  for (const auto& [category, sum] : sums) {
    event::v1::CategoryAmount& amount = *completed.add_categories();
    amount.set_category(std::string(category));
    amount.set_line_count(sum.count);
    amount.set_amount_minor(sum.amount_minor);
  }
}

void AddTenders(const Sale& sale, event::v1::SaleCompleted& completed) {
  for (const auto& [tender, sum] : sale.by_tender) {
    event::v1::TenderAmount& amount = *completed.add_tenders();
    amount.set_tender(tender);
    amount.set_payment_count(sum.count);
    amount.set_amount_minor(sum.amount_minor);
  }
}

event::v1::SaleCompleted CompletedOf(const Sale& sale, const SalePrice& price) {
  event::v1::SaleCompleted completed;
  completed.set_subtotal_minor(price.subtotal_minor);
  completed.set_discount_minor(price.discount_minor);
  completed.set_service_charge_minor(price.service_charge_minor);
  completed.set_added_tax_minor(price.added_tax_minor);
  completed.set_total_minor(price.total_minor);
  completed.set_line_count(sale.line_count);
  completed.set_start_business_date(sale.start_business_date);
  for (const event::v1::TaxLine& line : price.tax.lines) *completed.add_tax_lines() = line;
  for (const PricedLine& line : price.lines) {
    if (price.discount_minor != 0) completed.add_line_discounts_minor(line.discount_minor);
    completed.add_line_taxes_minor(line.tax_minor);
  }
  AddCategories(price, completed);
  AddTenders(sale, completed);
  return completed;
}

}  // namespace

event::v1::PaymentReceived PaymentOf(const ReceivePayment& receive) {
  event::v1::PaymentReceived payment;
  payment.set_payment_id(receive.payment_id());
  payment.set_tender(receive.tender());
  payment.set_amount_minor(receive.amount().minor_units());
  payment.set_drawer_session_id(receive.drawer_session_id());
  const int64_t change_minor =
      receive.has_tendered() ? receive.tendered().minor_units() - receive.amount().minor_units()
                             : 0;
  if (change_minor > 0) {
    *payment.mutable_tendered() = receive.tendered();
    payment.set_change_minor(change_minor);
  }
  return payment;
}

absl::Status DecideCase(const ReceivePayment& receive, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid payment_id, ReadUuid("payment_id", receive.payment_id()));
  DAYBOOK_RETURN_IF_ERROR(CheckFields(receive, draft.config().currency_code()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(receive.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNew(payment_id, hand.sale));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawer(receive, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDue(receive, hand.sale, draft));

  event::v1::PaymentReceived& payment = *draft.RecordOnSale(hand.id).mutable_payment_received();
  payment = PaymentOf(receive);
  payment.set_approval_code(receive.approval_code());
  payment.set_card_last_digits(receive.card_last_digits());
  payment.set_card_brand(receive.card_brand());
  payment.set_terminal(receive.terminal());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CompleteSale& complete, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(complete.sale_id(), draft));
  const SalePrice price = PriceOf(hand.sale, draft.config());
  DAYBOOK_RETURN_IF_ERROR(CheckTotal(complete, price.total_minor, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckPaid(hand.sale, price.total_minor, draft));

  const event::v1::SaleCompleted completed = CompletedOf(hand.sale, price);
  *draft.RecordOnSale(hand.id).mutable_sale_completed() = completed;
  IssueDocument(hand, completed, draft);
  TakeFromStock(hand, draft);
  return absl::OkStatus();
}

}  // namespace daybook::domain
