#include "core/domain/value_policies.h"

#include "core/domain/customer_policies.h"

namespace daybook::domain {

absl::Status GiveValue(const SaleInHand& hand, const SalePrice& price,
                       const event::v1::SaleCompleted& completed, Draft& draft) {
  EarnCommissions(hand, price, draft);
  DAYBOOK_RETURN_IF_ERROR(PayAccounts(hand, draft));
  EarnPoints(hand, completed.loyalty_points(), draft);
  return LoadGiftCards(hand, draft);
}

absl::Status TakeValueBack(const SaleInHand& hand, Draft& draft) {
  ReverseCommissions(hand, draft);
  TakeAccountPaymentsBack(hand, draft);
  ReversePoints(hand, hand.sale.completed.loyalty_points() - hand.sale.reversed_points, draft);
  return TakeGiftCardsBack(hand, draft);
}

void TakeValueBack(const event::v1::ItemsReturned& returned, const SaleInHand& hand, Draft& draft) {
  TakeReturnedGiftCardsBack(returned, hand, draft);
  TakeAccountPaymentsBack(returned, hand, draft);
  ReverseCommissions(returned, hand, draft);
  ReversePoints(hand, returned.loyalty_points(), draft);
}

absl::Status CheckBookPayment(const edge::v1::ReceivePayment& receive, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckGiftCardPayment(receive, draft));
  return CheckCustomerPayment(receive, draft);
}

absl::Status CheckBookRefunds(const Refunds& refunds, const Sale& sale, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckGiftCardRefunds(refunds, sale, draft));
  return CheckCustomerRefunds(refunds, sale, draft);
}

void TakeOffBook(event::v1::Payment& payment, const Uuid& sale_id, Draft& draft) {
  FillPoints(payment, draft);
  const event::v1::Payment booked = payment;  // Recording leaves nothing of what it refers to.
  RedeemGiftCard(booked, sale_id, draft);
  TakeOffCustomer(booked, sale_id, draft);
}

void PutOnBook(const event::v1::Payment& payment, event::v1::StoreCreditReason reason,
               const Uuid& sale_id, Draft& draft) {
  CreditGiftCard(payment, sale_id, draft);
  PutOnCustomer(payment, reason, sale_id, draft);
}

void KeepBook(event::v1::Payment& payment, const Draft& draft) {
  KeepGiftCard(payment, draft);
  KeepCustomer(payment, draft);
}

absl::Status CheckNotOnBook(const Payment& payment, const Uuid& payment_id) {
  if (payment.gift_card_id.empty() && payment.customer_id.empty()) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TENDER_FIXED,
               "payment {payment} was taken off a gift card or a customer's book: give it back and "
               "take another",
               {{"payment", payment_id.ToText()}});
}

}  // namespace daybook::domain
