#include "core/domain/set_aside_money.h"

#include <set>

#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/record_payment.h"
#include "core/domain/refunds.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

bool HasRoom(const Sale& sale) {
  return sale.payments.size() + sale.refunds.size() < kSetAsidePaymentsMax;
}

bool IsDrawerId(std::string_view drawer_session_id) {
  return drawer_session_id.empty() || ReadUuid("drawer_session_id", drawer_session_id).ok();
}

// Whether the payment says enough to be counted, and was not counted before.
template <typename TakesMoney>
bool IsNewMoney(const TakesMoney& takes, const Sale& sale, std::string_view currency_code) {
  const auto payment_id = ReadUuid("payment_id", takes.payment_id());
  const bool says_enough = payment_id.ok() && CheckTender(takes.tender()).ok() &&
                           CheckMoney("amount", takes.amount(), currency_code, 1).ok();
  if (!says_enough) return false;
  if (sale.refunds.contains(*payment_id)) return false;
  const auto known = sale.payments.find(*payment_id);
  if (known == sale.payments.end()) return HasRoom(sale);
  return !known->second.Counts() && known->second.state != PaymentState::kReversed;
}

// Returns the payment of a command. What of the cash does not make sense is left out.
event::v1::PaymentReceived ReceivedMoney(edge::v1::ReceivePayment receive, const Sale& sale,
                                         const edge::v1::ShopConfig& shop) {
  const int64_t rounding_minor = receive.rounding_minor();
  const bool rounding_makes_sense = receive.tender() == event::v1::TENDER_CASH &&
                                    rounding_minor >= -kCashRoundingMinorMax &&
                                    rounding_minor <= kCashRoundingMinorMax &&
                                    receive.amount().minor_units() + rounding_minor >= 0;
  if (!rounding_makes_sense) receive.clear_rounding_minor();
  const auto cash = TakeCash(receive, receive.rounding_minor(), shop);
  if (cash.ok()) return ReceivedOf(receive, *cash, sale);
  receive.clear_tendered();
  receive.clear_exchange_rate_ppm();
  return ReceivedOf(receive, {.rounding_minor = receive.rounding_minor()}, sale);
}

// Returns the payment that a terminal took: as it was started, if that is known.
template <typename TakesMoney>
event::v1::Payment TerminalMoney(const TakesMoney& takes, const Sale& sale, const Draft& draft) {
  const Uuid id = *Uuid::FromBytes(takes.payment_id());
  event::v1::Payment payment;
  if (sale.payments.contains(id)) payment = DescriptionOf(id, sale, draft);
  payment.set_payment_id(takes.payment_id());
  payment.set_tender(takes.tender());
  payment.set_amount_minor(takes.amount().minor_units());
  return payment;
}

// Records the refunds of a return: each that says enough and is a new one.
void RecordNewRefunds(const Refunds& refunds, const SaleInHand& hand, Draft& draft) {
  Refunds kept;
  std::set<std::string> ids;
  for (const edge::v1::Refund& refund : refunds) {
    const bool is_new = IsNewMoney(refund, hand.sale, draft.config().currency_code()) &&
                        !hand.sale.payments.contains(*Uuid::FromBytes(refund.payment_id()));
    if (!is_new || !IsDrawerId(refund.drawer_session_id()) || ids.size() >= kSalePaymentsMax) {
      continue;
    }
    if (ids.insert(refund.payment_id()).second) *kept.Add() = refund;
  }
  for (event::v1::PaymentRefunded& refunded : RefundsOf(kept, draft.config())) {
    KeepBook(*refunded.mutable_payment(), draft);
    PutOnBook(refunded.payment(), event::v1::STORE_CREDIT_REASON_RETURN, hand.id, draft);
    *draft.RecordOnSale(hand.id).mutable_payment_refunded() = refunded;
  }
}

void RecordReversal(const edge::v1::ReversePayment& reverse, const SaleInHand& hand, Draft& draft) {
  const auto id = Uuid::FromBytes(reverse.payment_id());
  if (!id || !hand.sale.payments.contains(*id) || !hand.sale.payments.at(*id).Counts()) return;
  if (!IsDrawerId(reverse.drawer_session_id())) return;
  RecordReversed(hand, *id, reverse.drawer_session_id(), "", draft);
}

void RecordDecline(const edge::v1::DeclinePayment& decline, const SaleInHand& hand, Draft& draft) {
  const auto id = Uuid::FromBytes(decline.payment_id());
  const bool forwarded = id && hand.sale.PaymentStateOf(*id) == PaymentState::kForwarded;
  if (forwarded) RecordForwardDeclined(hand, *id, "", draft);
}

void RecordTaken(const edge::v1::Command& command, const SaleInHand& hand, Draft& draft) {
  const std::string& currency_code = draft.config().currency_code();
  if (command.has_receive_payment()) {
    const edge::v1::ReceivePayment& receive = command.receive_payment();
    if (!IsNewMoney(receive, hand.sale, currency_code)) return;
    if (!IsDrawerId(receive.drawer_session_id())) return;
    event::v1::PaymentReceived received = ReceivedMoney(receive, hand.sale, draft.config());
    KeepBook(*received.mutable_payment(), draft);
    *draft.RecordOnSale(hand.id).mutable_payment_received() = received;
    TakeOffBook(*received.mutable_payment(), hand.id, draft);
  } else if (command.has_approve_payment()) {
    const edge::v1::ApprovePayment& approve = command.approve_payment();
    if (!IsNewMoney(approve, hand.sale, currency_code)) return;
    *draft.RecordOnSale(hand.id).mutable_payment_approved()->mutable_payment() =
        TerminalMoney(approve, hand.sale, draft);
  } else if (command.has_forward_payment()) {
    const edge::v1::ForwardPayment& forward = command.forward_payment();
    if (!IsNewMoney(forward, hand.sale, currency_code)) return;
    *draft.RecordOnSale(hand.id).mutable_payment_forwarded()->mutable_payment() =
        TerminalMoney(forward, hand.sale, draft);
  }
}

// Returns the sale that the refunds of an exchange are of: what is brought back was sold in it.
SaleInHand RefundedIn(const SaleInHand& hand, const Draft& draft) {
  if (hand.sale.return_lines.empty()) return hand;
  const auto id = Uuid::FromBytes(hand.sale.return_lines.begin()->second.original_sale_id());
  return id ? SaleInHand{*id, draft.FindSale(*id)} : hand;
}

}  // namespace

void RecordSetAsideMoney(Draft& draft) {
  const edge::v1::Command& command = draft.command();
  const auto sale_id = SaleOf(command);
  if (!sale_id) return;
  const SaleInHand hand{*sale_id, draft.FindSale(*sale_id)};
  switch (command.command_case()) {
    case edge::v1::Command::kReversePayment:
      return RecordReversal(command.reverse_payment(), hand, draft);
    case edge::v1::Command::kVoidSale:
      return RecordAllReversed(hand, "", draft);
    case edge::v1::Command::kDeclinePayment:
      return RecordDecline(command.decline_payment(), hand, draft);
    case edge::v1::Command::kReturnItems:
      return RecordNewRefunds(command.return_items().refunds(), hand, draft);
    case edge::v1::Command::kCompleteSale:
      return RecordNewRefunds(command.complete_sale().refunds(), RefundedIn(hand, draft), draft);
    default:
      return RecordTaken(command, hand, draft);
  }
}

}  // namespace daybook::domain
