#include "core/domain/record_payment.h"

#include "core/domain/bounds.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

event::v1::Payment PaymentLike(const Uuid& payment_id, const Payment& known) {
  event::v1::Payment payment;
  payment.set_payment_id(std::string(payment_id.AsBytes()));
  payment.set_tender(known.tender);
  payment.set_amount_minor(known.amount_minor);
  payment.set_drawer_session_id(known.drawer_session_id);
  payment.set_gift_card_id(known.gift_card_id);
  payment.set_customer_id(known.customer_id);
  payment.set_points(known.points);
  return payment;
}

// Records that the tips that came with a payment are none any more.
void RecordNoTips(const SaleInHand& hand, const Uuid& payment_id,
                  const std::string& drawer_session_id, Draft& draft) {
  for (const auto& [number, known] : hand.sale.tips) {
    const bool is_with = known.payment_id == payment_id && known.tip.amount_minor() != 0;
    if (is_with) RecordAdjustedTip(hand, known, 0, drawer_session_id, draft);
  }
}

}  // namespace

event::v1::PaymentReceived ReceivedOf(const edge::v1::ReceivePayment& receive,
                                      const CashTaken& cash, const Sale& sale) {
  event::v1::PaymentReceived received;
  *received.mutable_payment() = NewPayment(receive);
  received.mutable_payment()->set_gift_card_id(receive.gift_card_id());
  received.mutable_payment()->set_customer_id(receive.customer_id());
  received.set_rounding_minor(cash.rounding_minor);
  received.set_after_completion(sale.WasCompleted());
  const bool differs = cash.change_minor != 0 || receive.exchange_rate_ppm() != 0;
  if (!receive.has_tendered() || !differs) return received;
  *received.mutable_tendered() = receive.tendered();
  received.set_exchange_rate_ppm(receive.exchange_rate_ppm());
  received.set_change_minor(cash.change_minor);
  return received;
}

event::v1::Payment DescriptionOf(const Uuid& payment_id, const Sale& sale, const Draft& draft) {
  const Payment& known = sale.payments.at(payment_id);
  event::v1::Payment payment = PaymentLike(payment_id, known);
  if (known.start_business_date != draft.command().business_date()) {
    payment.set_start_business_date(known.start_business_date);
  }
  return payment;
}

event::v1::Payment ChangeOf(const Uuid& payment_id, const Sale& sale, int64_t change_minor,
                            const std::string& drawer_session_id) {
  event::v1::Payment payment = PaymentLike(payment_id, sale.payments.at(payment_id));
  payment.set_amount_minor(change_minor);
  payment.set_drawer_session_id(drawer_session_id);
  return payment;
}

google::protobuf::RepeatedPtrField<event::v1::TenderAmount> PaidByTender(const Sale& sale) {
  TenderSums sums;
  for (const auto& [id, payment] : sale.payments) {
    if (payment.Counts()) sums.Add(payment.tender, payment.amount_minor + payment.rounding_minor);
  }
  return sums.ToProto();
}

std::vector<event::v1::PaymentRefunded> RefundsOf(
    const google::protobuf::RepeatedPtrField<edge::v1::Refund>& requested,
    const edge::v1::ShopConfig& shop) {
  std::vector<event::v1::PaymentRefunded> refunds;
  event::v1::PaymentRefunded* last_cash = nullptr;
  int64_t cash_minor = 0;
  refunds.reserve(static_cast<size_t>(requested.size()));
  for (const edge::v1::Refund& refund : requested) {
    *refunds.emplace_back().mutable_payment() = NewPayment(refund);
    refunds.back().mutable_payment()->set_gift_card_id(refund.gift_card_id());
    refunds.back().mutable_payment()->set_customer_id(refund.customer_id());
    if (refund.tender() != event::v1::TENDER_CASH) continue;
    last_cash = &refunds.back();
    cash_minor = AddClamped(cash_minor, refund.amount().minor_units());
  }
  if (last_cash != nullptr) last_cash->set_rounding_minor(CashRounding(cash_minor, shop));
  return refunds;
}

void RecordReversed(const SaleInHand& hand, const Uuid& payment_id,
                    const std::string& drawer_session_id, const std::string& reason, Draft& draft) {
  RecordNoTips(hand, payment_id, drawer_session_id, draft);
  event::v1::PaymentReversed& reversed = *draft.RecordOnSale(hand.id).mutable_payment_reversed();
  *reversed.mutable_payment() = DescriptionOf(payment_id, hand.sale, draft);
  reversed.mutable_payment()->set_amount_minor(hand.sale.WithoutTips(payment_id));
  reversed.mutable_payment()->set_drawer_session_id(drawer_session_id);
  reversed.set_rounding_minor(hand.sale.payments.at(payment_id).rounding_minor);
  reversed.set_reason(reason);
  reversed.set_after_completion(hand.sale.WasCompleted());
  PutOnBook(event::v1::Payment(reversed.payment()), event::v1::STORE_CREDIT_REASON_REVERSED,
            hand.id, draft);
}

void RecordAllReversed(const SaleInHand& hand, const std::string& reason, Draft& draft) {
  for (const auto& [id, payment] : hand.sale.payments) {
    if (payment.Counts()) RecordReversed(hand, id, payment.drawer_session_id, reason, draft);
  }
  for (const auto& [number, known] : hand.sale.tips) {
    const bool is_with = known.payment_id && hand.sale.payments.at(*known.payment_id).Counts();
    if (!is_with && known.tip.amount_minor() != 0) RecordAdjustedTip(hand, known, 0, "", draft);
  }
}

void RecordForwardDeclined(const SaleInHand& hand, const Uuid& payment_id,
                           const std::string& reason, Draft& draft) {
  RecordNoTips(hand, payment_id, hand.sale.payments.at(payment_id).drawer_session_id, draft);
  event::v1::PaymentForwardDeclined& declined =
      *draft.RecordOnSale(hand.id).mutable_payment_forward_declined();
  *declined.mutable_payment() = DescriptionOf(payment_id, hand.sale, draft);
  declined.mutable_payment()->set_amount_minor(hand.sale.WithoutTips(payment_id));
  declined.set_reason(reason);
}

void RecordAdjustedTip(const SaleInHand& hand, const SaleTip& known, int64_t amount_minor,
                       const std::string& drawer_session_id, Draft& draft) {
  const int64_t from_minor = known.tip.amount_minor();
  event::v1::TipAdjusted& adjusted = *draft.RecordOnSale(hand.id).mutable_tip_adjusted();
  *adjusted.mutable_tip() = known.tip;
  adjusted.mutable_tip()->set_amount_minor(amount_minor);
  adjusted.mutable_tip()->set_after_completion(hand.sale.WasCompleted());
  adjusted.set_from_amount_minor(from_minor);
  const bool counts = known.payment_id && hand.sale.payments.at(*known.payment_id).Counts();
  if (!counts) return;
  *adjusted.mutable_payment() =
      ChangeOf(*known.payment_id, hand.sale, amount_minor - from_minor, drawer_session_id);
}

}  // namespace daybook::domain
