#include "core/domain/payment.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::Event;

constexpr Reason kAllowed = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kUnknown = Reason::ERROR_REASON_PAYMENT_UNKNOWN;
constexpr Reason kExists = Reason::ERROR_REASON_PAYMENT_EXISTS;
constexpr Reason kSettled = Reason::ERROR_REASON_PAYMENT_SETTLED;
constexpr Reason kNotReceived = Reason::ERROR_REASON_PAYMENT_NOT_RECEIVED;

constexpr PaymentRule kPaymentRules[] = {
    // none, started, unknown, forwarded, received, declined, reversed
    {Command::kReceivePayment, {kAllowed, kExists, kExists, kExists, kExists, kExists, kExists}},
    {Command::kStartPayment, {kAllowed, kExists, kExists, kExists, kExists, kExists, kExists}},
    {Command::kForwardPayment,
     {kAllowed, kAllowed, kSettled, kExists, kExists, kSettled, kSettled}},
    {Command::kApprovePayment,
     {kUnknown, kAllowed, kAllowed, kAllowed, kAllowed, kAllowed, kSettled}},
    {Command::kDeclinePayment,
     {kUnknown, kAllowed, kAllowed, kAllowed, kSettled, kAllowed, kSettled}},
    {Command::kReportPaymentUnknown,
     {kUnknown, kAllowed, kAllowed, kSettled, kSettled, kSettled, kSettled}},
    {Command::kReversePayment,
     {kUnknown, kNotReceived, kNotReceived, kAllowed, kAllowed, kNotReceived, kAllowed}},
    {Command::kCorrectTender,
     {kUnknown, kNotReceived, kNotReceived, kNotReceived, kAllowed, kNotReceived, kNotReceived}},
    {Command::kAddTip,
     {kUnknown, kNotReceived, kNotReceived, kAllowed, kAllowed, kNotReceived, kNotReceived}},
    {Command::kAdjustTip,
     {kUnknown, kNotReceived, kNotReceived, kAllowed, kAllowed, kNotReceived, kNotReceived}},
};

MoneyMove Move(const event::v1::Payment& payment, int64_t payment_count, int64_t amount_minor) {
  return {.tender = payment.tender(),
          .drawer_session_id = payment.drawer_session_id(),
          .payment_count = payment_count,
          .amount_minor = amount_minor};
}

absl::InlinedVector<MoneyMove, 2> MovesOf(const event::v1::PaymentTenderCorrected& corrected) {
  const event::v1::Payment& payment = corrected.payment();
  MoneyMove from = Move(payment, -1, -payment.amount_minor());
  from.tender = corrected.from_tender();
  from.drawer_session_id = corrected.from_drawer_session_id();
  return {from, Move(payment, 1, payment.amount_minor())};
}

}  // namespace

std::span<const PaymentRule> PaymentRules() { return kPaymentRules; }

absl::Status CheckPaymentState(PaymentState state, Command::CommandCase command,
                               const Uuid& payment_id) {
  const auto* rule = std::ranges::find(kPaymentRules, command, &PaymentRule::command);
  DAYBOOK_CHECK(rule != std::end(kPaymentRules));
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kAllowed) return absl::OkStatus();
  return Error(objection, "payment {payment} is {state}",
               {{"payment", payment_id.ToText()}, {"state", PaymentStateName(state)}});
}

std::string_view PaymentStateName(PaymentState state) {
  constexpr std::string_view kNames[kPaymentStateCount] = {
      "not known", "started", "of unknown outcome", "forwarded", "received",
      "declined",  "reversed"};
  return kNames[static_cast<int>(state)];
}

const event::v1::Payment* PaymentIn(const Event& event) {
  switch (event.event_case()) {
    case Event::kPaymentReceived:
      return &event.payment_received().payment();
    case Event::kPaymentStarted:
      return &event.payment_started().payment();
    case Event::kPaymentApproved:
      return &event.payment_approved().payment();
    case Event::kPaymentDeclined:
      return &event.payment_declined().payment();
    case Event::kPaymentOutcomeUnknown:
      return &event.payment_outcome_unknown().payment();
    case Event::kPaymentForwarded:
      return &event.payment_forwarded().payment();
    case Event::kPaymentForwardDeclined:
      return &event.payment_forward_declined().payment();
    case Event::kPaymentReversed:
      return &event.payment_reversed().payment();
    case Event::kPaymentTenderCorrected:
      return &event.payment_tender_corrected().payment();
    case Event::kPaymentRefunded:
      return &event.payment_refunded().payment();
    case Event::kTipReceived:
      return event.tip_received().has_payment() ? &event.tip_received().payment() : nullptr;
    case Event::kTipAdjusted:
      return event.tip_adjusted().has_payment() ? &event.tip_adjusted().payment() : nullptr;
    default:
      return nullptr;
  }
}

PaymentState StateAfter(const Event& event) {
  switch (event.event_case()) {
    case Event::kPaymentReceived:
    case Event::kPaymentApproved:
      return PaymentState::kReceived;
    case Event::kPaymentStarted:
      return PaymentState::kStarted;
    case Event::kPaymentOutcomeUnknown:
      return PaymentState::kUnknown;
    case Event::kPaymentForwarded:
      return PaymentState::kForwarded;
    case Event::kPaymentDeclined:
    case Event::kPaymentForwardDeclined:
      return PaymentState::kDeclined;
    case Event::kPaymentReversed:
      return PaymentState::kReversed;
    default:
      return PaymentState::kNone;
  }
}

absl::InlinedVector<MoneyMove, 2> MovesOf(const Event& event) {
  switch (event.event_case()) {
    case Event::kPaymentReceived: {
      const event::v1::PaymentReceived& received = event.payment_received();
      return {Move(received.payment(), 1,
                   AddClamped(received.payment().amount_minor(), received.rounding_minor()))};
    }
    case Event::kPaymentApproved: {
      const event::v1::PaymentApproved& approved = event.payment_approved();
      if (approved.counts_already()) return {};
      return {Move(approved.payment(), 1, approved.payment().amount_minor())};
    }
    case Event::kPaymentForwarded: {
      const event::v1::Payment& payment = event.payment_forwarded().payment();
      return {Move(payment, 1, payment.amount_minor())};
    }
    case Event::kPaymentForwardDeclined: {
      const event::v1::Payment& payment = event.payment_forward_declined().payment();
      return {Move(payment, -1, -payment.amount_minor())};
    }
    case Event::kPaymentReversed: {
      const event::v1::PaymentReversed& reversed = event.payment_reversed();
      return {Move(reversed.payment(), -1,
                   -AddClamped(reversed.payment().amount_minor(), reversed.rounding_minor()))};
    }
    case Event::kPaymentRefunded: {
      const event::v1::PaymentRefunded& refunded = event.payment_refunded();
      return {Move(refunded.payment(), 0,
                   -AddClamped(refunded.payment().amount_minor(), refunded.rounding_minor()))};
    }
    case Event::kPaymentTenderCorrected:
      return MovesOf(event.payment_tender_corrected());
    case Event::kTipReceived:
    case Event::kTipAdjusted:
      if (const event::v1::Payment* payment = PaymentIn(event)) {
        return {Move(*payment, 0, payment->amount_minor())};
      }
      return {};
    default:
      return {};
  }
}

PendingPayments::PendingPayments(
    const google::protobuf::RepeatedPtrField<event::v1::PendingPayment>& payments) {
  for (const event::v1::PendingPayment& pending : payments) {
    payments_[pending.payment().payment_id()] = pending;
  }
}

void PendingPayments::Evolve(const Event& event) {
  if (event.has_payment_started()) {
    const event::v1::PaymentStarted& started = event.payment_started();
    Add(started.payment(), started.sale_id());
  } else if (event.has_payment_outcome_unknown()) {
    const event::v1::PaymentOutcomeUnknown& unknown = event.payment_outcome_unknown();
    Add(unknown.payment(), unknown.sale_id());
  } else if (StateAfter(event) != PaymentState::kNone) {
    payments_.erase(PaymentIn(event)->payment_id());
  }
}

void PendingPayments::Add(const event::v1::Payment& payment, const std::string& sale_id) {
  const bool is_new = !payments_.contains(payment.payment_id());
  if (is_new && payments_.size() >= kPendingPaymentsMax) return;
  event::v1::PendingPayment& pending = payments_[payment.payment_id()];
  *pending.mutable_payment() = payment;
  pending.set_sale_id(sale_id);
}

google::protobuf::RepeatedPtrField<event::v1::PendingPayment> PendingPayments::ToProto() const {
  google::protobuf::RepeatedPtrField<event::v1::PendingPayment> payments;
  for (const auto& [id, pending] : payments_) *payments.Add() = pending;
  return payments;
}

}  // namespace daybook::domain
