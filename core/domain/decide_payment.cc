// The payments of a sale: money taken at once, or through a terminal that says what became of it.
#include <algorithm>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/cash.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/pricing.h"
#include "core/domain/record_payment.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

using edge::v1::ApprovePayment;
using edge::v1::CorrectTender;
using edge::v1::ReceivePayment;
using edge::v1::ReversePayment;
using event::v1::CardDetails;
using event::v1::Tender;

absl::Status CheckTerminalTender(Tender tender) {
  DAYBOOK_RETURN_IF_ERROR(CheckTender(tender));
  const bool by_hand =
      tender == event::v1::TENDER_CASH || tender == event::v1::TENDER_LOYALTY_POINTS;
  return by_hand ? FieldInvalid("tender", "is cash or points, which no terminal takes")
                 : absl::OkStatus();
}

absl::Status CheckCard(const CardDetails& card) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("card.approval_code", card.approval_code(), kCodeBytesMax));
  const std::string& digits = card.last_digits();
  const bool are_digits =
      std::ranges::all_of(digits, [](char digit) { return digit >= '0' && digit <= '9'; });
  if (digits.size() > kCardDigitsMax || !are_digits) {
    return FieldInvalid("card.last_digits", "is more than the last four digits of a card");
  }
  if (!event::v1::EntryMethod_IsValid(card.entry_method())) {
    return FieldInvalid("card.entry_method", "is none that this server knows");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckText("card.brand", card.brand(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckText("card.terminal", card.terminal(), kCodeBytesMax));
  return CheckText("card.token", card.token(), kNameBytesMax);
}

absl::Status CheckRounding(const ReceivePayment& receive) {
  if (!receive.has_rounding_minor()) return absl::OkStatus();
  if (receive.tender() != event::v1::TENDER_CASH) {
    return FieldInvalid("rounding_minor", "belongs to cash alone");
  }
  const int64_t rounding_minor = receive.rounding_minor();
  if (rounding_minor < -kCashRoundingMinorMax || rounding_minor > kCashRoundingMinorMax ||
      receive.amount().minor_units() + rounding_minor < 0) {
    return FieldInvalid("rounding_minor", "is more than any coin, or than the amount");
  }
  return absl::OkStatus();
}

absl::Status CheckFields(const ReceivePayment& receive, const edge::v1::ShopConfig& shop) {
  DAYBOOK_RETURN_IF_ERROR(CheckTender(receive.tender()));
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("amount", receive.amount(), shop.currency_code(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckRounding(receive));
  return CheckCard(receive.card());
}

absl::Status ExceedsDue(int64_t amount_minor, int64_t due_minor, const Draft& draft) {
  const std::string_view currency_code = draft.config().currency_code();
  return Error(Reason::ERROR_REASON_PAYMENT_EXCEEDS_DUE,
               "{amount} is more than the {due} that are due",
               {{"amount", FormatMoney(amount_minor, currency_code)},
                {"amount_minor", amount_minor},
                {"due", FormatMoney(due_minor, currency_code)},
                {"due_minor", due_minor}});
}

absl::Status PaymentIsPending(const Sale& sale, const Draft& draft) {
  const int64_t asked_minor = sale.AmountIn(PaymentState::kStarted);
  return Error(Reason::ERROR_REASON_PAYMENT_PENDING, "a terminal is being asked for {asked}",
               {{"asked", FormatMoney(asked_minor, draft.config().currency_code())},
                {"asked_minor", asked_minor}});
}

// A new payment is at most what is due, less what those without an outcome ask for.
// `replaced_minor` is what the same payment asks for already.
absl::Status CheckDue(int64_t amount_minor, int64_t replaced_minor, const Sale& sale,
                      Draft& draft) {
  const int64_t due_minor = DueOf(sale, draft.config());
  if (amount_minor > due_minor) return draft.Object(ExceedsDue(amount_minor, due_minor, draft));
  const int64_t asked_minor = sale.AmountIn(PaymentState::kStarted) - replaced_minor;
  if (amount_minor > due_minor - asked_minor) return draft.Object(PaymentIsPending(sale, draft));
  const int64_t unknown_minor = sale.AmountIn(PaymentState::kUnknown);
  if (amount_minor <= due_minor - asked_minor - unknown_minor) return absl::OkStatus();
  return draft.Require(StepUp::kPayDespiteUnknown, amount_minor);
}

absl::Status CheckNew(const Uuid& payment_id, const Sale& sale) {
  if (sale.refunds.contains(payment_id)) {
    return Error(Reason::ERROR_REASON_PAYMENT_EXISTS, "payment {payment} is a refund",
                 {{"payment", payment_id.ToText()}});
  }
  if (sale.payments.size() < kSalePaymentsMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "the sale has {payments_max} payments, as many as it may",
               {{"payments_max", kSalePaymentsMax}});
}

// A payment that a command is about: known, or a new one.
struct PaymentInHand {
  Uuid id;
  SaleInHand hand;
  Payment payment;  // Of state kNone if it is new.
};

// Returns the payment, for a command that is allowed in its state and in that of its sale. Errors:
// FIELD_MISSING, FIELD_INVALID, what the two tables of states say; TOO_LARGE; those of taking the
// sale.
template <typename AboutPayment>
absl::StatusOr<PaymentInHand> TakePayment(const AboutPayment& about,
                                          const absl::StatusOr<SaleInHand>& sale, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("payment_id", about.payment_id()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, sale);
  DAYBOOK_RETURN_IF_ERROR(
      CheckPaymentState(hand.sale.PaymentStateOf(id), draft.command().command_case(), id));
  const auto known = hand.sale.payments.find(id);
  if (known != hand.sale.payments.end()) return PaymentInHand{id, hand, known->second};
  DAYBOOK_RETURN_IF_ERROR(CheckNew(id, hand.sale));
  return PaymentInHand{id, hand, {}};
}

// Returns what rounding adds to the payment: to cash that pays all that is left. What the till says
// it did, it did.
absl::StatusOr<int64_t> RoundingOf(const ReceivePayment& receive, const Sale& sale, Draft& draft) {
  if (receive.tender() != event::v1::TENDER_CASH) return 0;
  const int64_t amount_minor = receive.amount().minor_units();
  const bool pays_all = amount_minor == DueOf(sale, draft.config());
  const int64_t rounding_minor = pays_all ? CashRounding(amount_minor, draft.config()) : 0;
  if (!receive.has_rounding_minor() || receive.rounding_minor() == rounding_minor) {
    return rounding_minor;
  }
  DAYBOOK_RETURN_IF_ERROR(draft.Object(Error(
      Reason::ERROR_REASON_ROUNDING_MISMATCH, "{amount} is rounded by {rounding}, not {stated}",
      {{"amount", FormatMoney(amount_minor, draft.config().currency_code())},
       {"rounding", FormatMoney(rounding_minor, draft.config().currency_code())},
       {"stated", FormatMoney(receive.rounding_minor(), draft.config().currency_code())}})));
  return receive.rounding_minor();
}

absl::Status CheckFields(const ApprovePayment& approve, const edge::v1::ShopConfig& shop) {
  DAYBOOK_RETURN_IF_ERROR(CheckTerminalTender(approve.tender()));
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("amount", approve.amount(), shop.currency_code(), 1));
  return CheckCard(approve.card());
}

absl::Status CheckApproved(const ApprovePayment& approve, const PaymentInHand& taken) {
  const Payment& payment = taken.payment;
  const int64_t amount_minor = approve.amount().minor_units();
  const int64_t known_minor = taken.hand.sale.WithoutTips(taken.id);
  if (payment.state == PaymentState::kReceived && amount_minor != known_minor) {
    return Error(Reason::ERROR_REASON_PAYMENT_SETTLED, "payment {payment} took another amount",
                 {{"payment", taken.id.ToText()}});
  }
  if (approve.tender() != payment.tender) {
    return FieldInvalid("tender", "is not what the payment was started with");
  }
  if (amount_minor > known_minor) return FieldInvalid("amount", "is more than was asked for");
  if (payment.state == PaymentState::kForwarded && amount_minor != known_minor) {
    return FieldInvalid("amount", "is not what was forwarded");
  }
  return absl::OkStatus();
}

// What pays a completed sale stays, but for what is too much.
absl::Status CheckNotNeeded(const PaymentInHand& taken, Draft& draft) {
  const Sale& sale = taken.hand.sale;
  if (!sale.WasCompleted()) return absl::OkStatus();
  const int64_t over_minor = -DueOf(sale, draft.config());
  if (sale.WithoutTips(taken.id) <= over_minor) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_PAYMENT_NEEDED,
                            "payment {payment} pays a completed sale",
                            {{"payment", taken.id.ToText()}}));
}

// Goods that were brought back are no money that could go back, or have come as another tender.
absl::Status CheckNoGoods(const Payment& payment, Draft& draft) {
  if (payment.tender != event::v1::TENDER_EXCHANGE) return absl::OkStatus();
  return draft.Object(
      Error(Reason::ERROR_REASON_EXCHANGE_STANDS, "goods that were brought back are the payment"));
}

}  // namespace

absl::Status CheckTender(Tender tender) {
  if (tender == event::v1::TENDER_UNSPECIFIED) return FieldMissing("tender");
  if (!event::v1::Tender_IsValid(tender)) {
    return FieldInvalid("tender", "is none that this server knows");
  }
  if (tender != event::v1::TENDER_EXCHANGE) return absl::OkStatus();
  return FieldInvalid("tender", "is what the server alone records: AddReturnLine");
}

absl::Status CheckNotAsking(const Sale& sale, Draft& draft) {
  if (sale.AmountIn(PaymentState::kStarted) == 0) return absl::OkStatus();
  return draft.Object(PaymentIsPending(sale, draft));
}

absl::Status CheckDrawer(Tender tender, std::string_view drawer_session_id, Draft& draft) {
  if (drawer_session_id.empty() && tender != event::v1::TENDER_CASH) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid session_id, ReadUuid("drawer_session_id", drawer_session_id));
  const DrawerState state = draft.FindDrawer(session_id).state;
  if (state == DrawerState::kOpen) return absl::OkStatus();
  const bool unknown = state == DrawerState::kNotOpened;
  return draft.Object(
      Error(unknown ? Reason::ERROR_REASON_DRAWER_UNKNOWN : Reason::ERROR_REASON_DRAWER_NOT_OPEN,
            "drawer session {drawer} {state}",
            {{"drawer", session_id.ToText()}, {"state", unknown ? "is not known" : "is closed"}}));
}

absl::Status CheckCashDrawer(const Payment& payment, Draft& draft) {
  const bool in_drawer =
      payment.tender == event::v1::TENDER_CASH && !payment.drawer_session_id.empty();
  return in_drawer ? CheckDrawer(payment.tender, payment.drawer_session_id, draft)
                   : absl::OkStatus();
}

absl::Status DecideCase(const ReceivePayment& receive, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(receive, draft.config()));
  DAYBOOK_ASSIGN_OR_RETURN(const PaymentInHand taken,
                           TakePayment(receive, TakeSale(receive.sale_id(), draft), draft));
  const Sale& sale = taken.hand.sale;
  DAYBOOK_RETURN_IF_ERROR(CheckDrawer(receive.tender(), receive.drawer_session_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDue(receive.amount().minor_units(), 0, sale, draft));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t rounding_minor, RoundingOf(receive, sale, draft));
  DAYBOOK_ASSIGN_OR_RETURN(const CashTaken cash, TakeCash(receive, rounding_minor, draft.config()));
  DAYBOOK_RETURN_IF_ERROR(CheckBookPayment(receive, draft));

  event::v1::PaymentReceived& received =
      *draft.RecordOnSale(taken.hand.id).mutable_payment_received();
  received = ReceivedOf(receive, cash, sale);
  if (receive.has_card()) *received.mutable_card() = receive.card();
  TakeOffBook(*received.mutable_payment(), taken.hand.id, draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::StartPayment& start, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckTerminalTender(start.tender()));
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("amount", start.amount(), draft.config().currency_code(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckText("terminal", start.terminal(), kCodeBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const PaymentInHand taken,
                           TakePayment(start, TakeSale(start.sale_id(), draft), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawer(start.tender(), start.drawer_session_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDue(start.amount().minor_units(), 0, taken.hand.sale, draft));

  event::v1::PaymentStarted& started = *draft.RecordOnSale(taken.hand.id).mutable_payment_started();
  *started.mutable_payment() = NewPayment(start);
  started.set_terminal(start.terminal());
  started.set_sale_id(start.sale_id());
  return absl::OkStatus();
}

absl::Status DecideCase(const ApprovePayment& approve, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(approve, draft.config()));
  DAYBOOK_ASSIGN_OR_RETURN(const PaymentInHand taken,
                           TakePayment(approve, TakeSaleAnywhere(approve.sale_id(), draft), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckApproved(approve, taken));
  if (taken.payment.state == PaymentState::kReceived) return absl::OkStatus();
  const bool counts_already = taken.payment.Counts();
  const int64_t amount_minor = approve.amount().minor_units();
  const int64_t due_minor = DueOf(taken.hand.sale, draft.config());
  if (!counts_already && amount_minor > due_minor) {
    draft.Flag(ExceedsDue(amount_minor, due_minor, draft));
  }

  event::v1::PaymentApproved& approved =
      *draft.RecordOnSale(taken.hand.id).mutable_payment_approved();
  *approved.mutable_payment() = DescriptionOf(taken.id, taken.hand.sale, draft);
  if (!counts_already && amount_minor != taken.payment.amount_minor) {
    approved.mutable_payment()->set_amount_minor(amount_minor);
    approved.set_asked_minor(taken.payment.amount_minor);
  }
  if (approve.has_card()) *approved.mutable_card() = approve.card();
  approved.set_counts_already(counts_already);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::DeclinePayment& decline, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", decline.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const PaymentInHand taken,
                           TakePayment(decline, TakeSaleAnywhere(decline.sale_id(), draft), draft));
  if (taken.payment.state == PaymentState::kDeclined) return absl::OkStatus();

  if (taken.payment.Counts()) {
    RecordForwardDeclined(taken.hand, taken.id, decline.reason(), draft);
    return absl::OkStatus();
  }
  event::v1::PaymentDeclined& declined =
      *draft.RecordOnSale(taken.hand.id).mutable_payment_declined();
  *declined.mutable_payment() = DescriptionOf(taken.id, taken.hand.sale, draft);
  declined.set_reason(decline.reason());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReportPaymentUnknown& report, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", report.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const PaymentInHand taken,
                           TakePayment(report, TakeSaleAnywhere(report.sale_id(), draft), draft));
  if (taken.payment.state == PaymentState::kUnknown) return absl::OkStatus();

  event::v1::PaymentOutcomeUnknown& unknown =
      *draft.RecordOnSale(taken.hand.id).mutable_payment_outcome_unknown();
  *unknown.mutable_payment() = DescriptionOf(taken.id, taken.hand.sale, draft);
  unknown.set_reason(report.reason());
  unknown.set_sale_id(report.sale_id());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ForwardPayment& forward, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckTerminalTender(forward.tender()));
  DAYBOOK_RETURN_IF_ERROR(
      CheckMoney("amount", forward.amount(), draft.config().currency_code(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckCard(forward.card()));
  DAYBOOK_ASSIGN_OR_RETURN(const PaymentInHand taken,
                           TakePayment(forward, TakeSale(forward.sale_id(), draft), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawer(forward.tender(), forward.drawer_session_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(
      CheckDue(forward.amount().minor_units(), taken.payment.amount_minor, taken.hand.sale, draft));

  const bool is_new = taken.payment.state == PaymentState::kNone;
  if (!is_new && forward.tender() != taken.payment.tender) {
    return FieldInvalid("tender", "is not what the payment was started with");
  }

  event::v1::PaymentForwarded& forwarded =
      *draft.RecordOnSale(taken.hand.id).mutable_payment_forwarded();
  *forwarded.mutable_payment() =
      is_new ? NewPayment(forward) : DescriptionOf(taken.id, taken.hand.sale, draft);
  forwarded.mutable_payment()->set_amount_minor(forward.amount().minor_units());
  if (forward.has_card()) *forwarded.mutable_card() = forward.card();
  return absl::OkStatus();
}

absl::Status DecideCase(const ReversePayment& reverse, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", reverse.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const PaymentInHand taken,
                           TakePayment(reverse, TakeSale(reverse.sale_id(), draft), draft));
  if (taken.payment.state == PaymentState::kReversed) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CheckNoGoods(taken.payment, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawer(taken.payment.tender, reverse.drawer_session_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNotNeeded(taken, draft));

  RecordReversed(taken.hand, taken.id, reverse.drawer_session_id(), reverse.reason(), draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const CorrectTender& correct, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckTender(correct.tender()));
  if (correct.tender() == event::v1::TENDER_LOYALTY_POINTS) {
    return FieldInvalid("tender", "is points: nobody says whose");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", correct.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const PaymentInHand taken,
                           TakePayment(correct, TakeSale(correct.sale_id(), draft), draft));
  const Payment& payment = taken.payment;
  const bool same = payment.tender == correct.tender() &&
                    payment.drawer_session_id == correct.drawer_session_id();
  if (same) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CheckNoGoods(payment, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNotOnBook(payment, taken.id));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawer(correct.tender(), correct.drawer_session_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckCashDrawer(payment, draft));
  if (payment.foreign) {
    return Error(Reason::ERROR_REASON_CURRENCY_MISMATCH,
                 "payment {payment} was in another currency: reverse it and take it anew",
                 {{"payment", taken.id.ToText()}});
  }

  event::v1::PaymentTenderCorrected& corrected =
      *draft.RecordOnSale(taken.hand.id).mutable_payment_tender_corrected();
  *corrected.mutable_payment() = DescriptionOf(taken.id, taken.hand.sale, draft);
  corrected.mutable_payment()->set_tender(correct.tender());
  corrected.mutable_payment()->set_amount_minor(payment.amount_minor + payment.rounding_minor);
  corrected.mutable_payment()->set_drawer_session_id(correct.drawer_session_id());
  corrected.set_from_tender(payment.tender);
  corrected.set_from_drawer_session_id(payment.drawer_session_id);
  corrected.set_reason(correct.reason());
  return absl::OkStatus();
}

}  // namespace daybook::domain
