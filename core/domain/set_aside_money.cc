#include "core/domain/set_aside_money.h"

#include <set>

#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

bool HasRoom(const Sale& sale) {
  return sale.payments.size() + sale.refunds.size() < kSetAsidePaymentsMax;
}

bool SaysEnough(event::v1::Tender tender, const common::v1::Money& amount,
                std::string_view currency_code) {
  return tender != event::v1::TENDER_UNSPECIFIED && event::v1::Tender_IsValid(tender) &&
         CheckMoney("amount", amount, currency_code, 1).ok();
}

bool IsDrawerId(std::string_view drawer_session_id) {
  return drawer_session_id.empty() || ReadUuid("drawer_session_id", drawer_session_id).ok();
}

// Whether the payment says enough to be counted, and was not counted before.
template <typename TakesMoney>
bool IsNewMoney(const TakesMoney& takes, const Sale& sale, std::string_view currency_code) {
  const auto payment_id = ReadUuid("payment_id", takes.payment_id());
  if (!payment_id.ok() || !SaysEnough(takes.tender(), takes.amount(), currency_code)) return false;
  const auto known = sale.payments.find(*payment_id);
  if (known == sale.payments.end()) return HasRoom(sale);
  return !known->second.Counts() && known->second.state != PaymentState::kReversed;
}

// Returns the payment of a command. What of the cash does not make sense is left out.
event::v1::PaymentReceived ReceivedMoney(edge::v1::ReceivePayment receive,
                                         const edge::v1::ShopConfig& shop) {
  const int64_t rounding_minor = receive.rounding_minor();
  const bool rounding_makes_sense = receive.tender() == event::v1::TENDER_CASH &&
                                    rounding_minor >= -kCashRoundingMinorMax &&
                                    rounding_minor <= kCashRoundingMinorMax &&
                                    receive.amount().minor_units() + rounding_minor >= 0;
  if (!rounding_makes_sense) receive.clear_rounding_minor();
  const auto cash = TakeCash(receive, receive.rounding_minor(), shop);
  if (cash.ok()) return ReceivedOf(receive, *cash);
  receive.clear_tendered();
  receive.clear_exchange_rate_ppm();
  return ReceivedOf(receive, {.rounding_minor = receive.rounding_minor()});
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
void RecordRefunds(const edge::v1::ReturnItems& items, const SaleInHand& hand, Draft& draft) {
  std::set<std::string> recorded;
  for (const event::v1::PaymentRefunded& refunded : RefundsOf(items, draft.config())) {
    const event::v1::Payment& payment = refunded.payment();
    common::v1::Money amount;
    amount.set_currency_code(draft.config().currency_code());
    amount.set_minor_units(payment.amount_minor());
    const auto id = ReadUuid("payment_id", payment.payment_id());
    const bool is_new = id.ok() && !hand.sale.payments.contains(*id) &&
                        !hand.sale.refunds.contains(*id) && HasRoom(hand.sale);
    const bool says_enough = SaysEnough(payment.tender(), amount, draft.config().currency_code()) &&
                             IsDrawerId(payment.drawer_session_id());
    if (!is_new || !says_enough || recorded.size() >= kSalePaymentsMax) continue;
    if (!recorded.insert(payment.payment_id()).second) continue;
    *draft.RecordOnSale(hand.id).mutable_payment_refunded() = refunded;
  }
}

void RecordReversal(const edge::v1::ReversePayment& reverse, const SaleInHand& hand, Draft& draft) {
  const auto id = Uuid::FromBytes(reverse.payment_id());
  if (!id || !hand.sale.payments.contains(*id) || !hand.sale.payments.at(*id).Counts()) return;
  if (!IsDrawerId(reverse.drawer_session_id())) return;
  RecordReversed(hand, *id, reverse.drawer_session_id(), "", draft);
}

void RecordVoid(const SaleInHand& hand, Draft& draft) {
  for (const auto& [id, payment] : hand.sale.payments) {
    if (payment.Counts()) RecordReversed(hand, id, payment.drawer_session_id, "", draft);
  }
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
    *draft.RecordOnSale(hand.id).mutable_payment_received() =
        ReceivedMoney(receive, draft.config());
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
      return RecordVoid(hand, draft);
    case edge::v1::Command::kDeclinePayment:
      return RecordDecline(command.decline_payment(), hand, draft);
    case edge::v1::Command::kReturnItems:
      return RecordRefunds(command.return_items(), hand, draft);
    default:
      return RecordTaken(command, hand, draft);
  }
}

}  // namespace daybook::domain
