// What is recorded of money that comes, goes back, or turns out never to have come: whichever
// command leads to it, or sets it aside.
#pragma once

#include <string>
#include <vector>

#include "core/domain/cash.h"
#include "core/domain/decide.h"
#include "core/domain/sums.h"

namespace daybook::domain {

// Returns the payment, or the refund, that a command begins.
template <typename BeginsPayment>
event::v1::Payment NewPayment(const BeginsPayment& begins) {
  event::v1::Payment payment;
  payment.set_payment_id(begins.payment_id());
  payment.set_tender(begins.tender());
  payment.set_amount_minor(begins.amount().minor_units());
  payment.set_drawer_session_id(begins.drawer_session_id());
  return payment;
}

// Returns the event of a payment for the sale, without what the card's terminal says.
event::v1::PaymentReceived ReceivedOf(const edge::v1::ReceivePayment& receive,
                                      const CashTaken& cash, const Sale& sale);

// Returns a known payment as its events describe it.
event::v1::Payment DescriptionOf(const Uuid& payment_id, const Sale& sale, const Draft& draft);

// Returns a known payment that changes by an amount, into or out of a drawer session.
event::v1::Payment ChangeOf(const Uuid& payment_id, const Sale& sale, int64_t change_minor,
                            const std::string& drawer_session_id);

// Returns what was paid by tender, rounding included.
google::protobuf::RepeatedPtrField<event::v1::TenderAmount> PaidByTender(const Sale& sale);

// Returns the events of a return's refunds; its cash together is rounded to the shop's smallest
// coin.
std::vector<event::v1::PaymentRefunded> RefundsOf(
    const google::protobuf::RepeatedPtrField<edge::v1::Refund>& requested,
    const edge::v1::ShopConfig& shop);

// Records that a payment went back, and the tips that came with it. REQUIRES: it counts.
void RecordReversed(const SaleInHand& hand, const Uuid& payment_id,
                    const std::string& drawer_session_id, const std::string& reason, Draft& draft);

// Records that all payments of a sale went back: with the tips that came with them, the other tips
// by themselves.
void RecordAllReversed(const SaleInHand& hand, const std::string& reason, Draft& draft);

// Records that a forwarded payment was declined, and that its tips are none any more.
void RecordForwardDeclined(const SaleInHand& hand, const Uuid& payment_id,
                           const std::string& reason, Draft& draft);

// Records that a tip comes to another amount, and its payment, if that counts, with it; the drawer
// session is the one that the difference goes into or comes from.
void RecordAdjustedTip(const SaleInHand& hand, const SaleTip& known, int64_t amount_minor,
                       const std::string& drawer_session_id, Draft& draft);

}  // namespace daybook::domain
