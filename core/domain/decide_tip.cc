// Tips: with a payment, whose amount they raise, or to be paid with the sale.
#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/record_payment.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

using edge::v1::AddTip;

absl::Status CheckFields(const AddTip& add, const edge::v1::ShopConfig& shop) {
  if (add.tip() == 0) return FieldMissing("tip");
  if (add.tip() < 0) return FieldInvalid("tip", "is below 1");
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("amount", add.amount(), shop.currency_code(), 1));
  if (add.recipient() == event::v1::TIP_RECIPIENT_UNSPECIFIED) return FieldMissing("recipient");
  if (!event::v1::TipRecipient_IsValid(add.recipient())) {
    return FieldInvalid("recipient", "is none that this server knows");
  }
  if (add.recipient() == event::v1::TIP_RECIPIENT_EMPLOYEE) {
    return CheckRequiredText("employee", add.employee(), kCodeBytesMax);
  }
  if (add.employee().empty()) return absl::OkStatus();
  return FieldInvalid("employee", "belongs to a tip for one employee alone");
}

absl::Status CheckNew(int32_t tip, const Sale& sale) {
  if (sale.tips.contains(tip)) {
    return Error(Reason::ERROR_REASON_TIP_EXISTS, "the sale has a tip {tip}", {{"tip", tip}});
  }
  if (sale.tips.size() < kSaleTipsMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE, "the sale has {tips_max} tips, as many as it may",
               {{"tips_max", kSaleTipsMax}});
}

absl::Status CheckAmount(int64_t amount_minor, const Sale& sale) {
  if (sale.tip_minor <= kAmountMinorMax - amount_minor) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_AMOUNT_OVERFLOW, "the tips come to more than a sale may",
               {{"amount_minor_max", kAmountMinorMax}});
}

// A tip without a payment is still to be paid; one with a payment changes what that has taken.
absl::Status CheckPaidWith(const std::optional<Uuid>& payment_id, const SaleInHand& hand,
                           Draft& draft) {
  if (!payment_id) {
    if (hand.sale.state == SaleState::kOpen) return absl::OkStatus();
    return Error(Reason::ERROR_REASON_SALE_NOT_OPEN,
                 "sale {sale} is {state}: a tip for it comes with a payment",
                 {{"sale", hand.id.ToText()}, {"state", SaleStateName(hand.sale.state)}});
  }
  DAYBOOK_RETURN_IF_ERROR(CheckPaymentState(hand.sale.PaymentStateOf(*payment_id),
                                            draft.command().command_case(), *payment_id));
  const Payment& payment = hand.sale.payments.at(*payment_id);
  DAYBOOK_RETURN_IF_ERROR(CheckNotOnBook(payment, *payment_id));
  return CheckCashDrawer(payment, draft);
}

}  // namespace

absl::Status DecideCase(const AddTip& add, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(add, draft.config()));
  std::optional<Uuid> payment_id;
  if (!add.payment_id().empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(payment_id, ReadUuid("payment_id", add.payment_id()));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(add.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNew(add.tip(), hand.sale));
  DAYBOOK_RETURN_IF_ERROR(CheckAmount(add.amount().minor_units(), hand.sale));
  DAYBOOK_RETURN_IF_ERROR(CheckPaidWith(payment_id, hand, draft));

  event::v1::TipReceived& received = *draft.RecordOnSale(hand.id).mutable_tip_received();
  event::v1::Tip& tip = *received.mutable_tip();
  tip.set_number(add.tip());
  tip.set_recipient(add.recipient());
  tip.set_employee(add.employee());
  tip.set_amount_minor(add.amount().minor_units());
  tip.set_after_completion(hand.sale.WasCompleted());
  if (payment_id) {
    const std::string& drawer = hand.sale.payments.at(*payment_id).drawer_session_id;
    *received.mutable_payment() = ChangeOf(*payment_id, hand.sale, tip.amount_minor(), drawer);
  }
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::AdjustTip& adjust, Draft& draft) {
  if (adjust.tip() == 0) return FieldMissing("tip");
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("amount", adjust.amount(), draft.config().currency_code(), 0));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(adjust.sale_id(), draft));
  const auto known = hand.sale.tips.find(adjust.tip());
  if (known == hand.sale.tips.end()) {
    return Error(Reason::ERROR_REASON_TIP_UNKNOWN, "the sale has no tip {tip}",
                 {{"tip", adjust.tip()}});
  }
  const int64_t amount_minor = adjust.amount().minor_units();
  if (amount_minor == known->second.tip.amount_minor()) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CheckAmount(amount_minor - known->second.tip.amount_minor(), hand.sale));
  DAYBOOK_RETURN_IF_ERROR(CheckPaidWith(known->second.payment_id, hand, draft));

  const auto& payment_id = known->second.payment_id;
  const std::string drawer =
      payment_id ? hand.sale.payments.at(*payment_id).drawer_session_id : std::string();
  RecordAdjustedTip(hand, known->second, amount_minor, drawer, draft);
  return absl::OkStatus();
}

}  // namespace daybook::domain
