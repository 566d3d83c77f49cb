// Commands on a drawer session.
#include <set>

#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"

namespace daybook::domain {
namespace {

absl::Status DrawerUnknown(const Uuid& session_id) {
  return Error(Reason::ERROR_REASON_DRAWER_UNKNOWN, "drawer session {drawer} is not known",
               {{"drawer", session_id.ToText()}});
}

// A drawer is counted and closed at its own register, or forced by one who may; a till by itself
// cannot force another's.
absl::Status CheckRegister(const Uuid& session_id, const Drawer& drawer, Draft& draft) {
  const bool here = drawer.wallet_of.empty() ? drawer.register_name == draft.context().register_name
                                             : drawer.wallet_of == draft.context().employee;
  if (here || (!draft.context().own && draft.May(StepUp::kForceDrawer))) return absl::OkStatus();
  const std::string owner = drawer.wallet_of.empty() ? "register " + drawer.register_name
                                                     : "the wallet of " + drawer.wallet_of;
  return draft.Object(Error(
      Reason::ERROR_REASON_DRAWER_ELSEWHERE, "drawer session {drawer} belongs to {owner}",
      {{"drawer", session_id.ToText()}, {"owner", owner}, {"register", drawer.register_name}}));
}

struct DrawerInHand {
  Uuid id;
  const Drawer& drawer;
};

// Returns the drawer session, for what is done with an open one at its own register. Objects with
// DRAWER_ELSEWHERE, DRAWER_NOT_OPEN. Errors: FIELD_MISSING, FIELD_INVALID, DRAWER_UNKNOWN.
template <typename AboutDrawer>
absl::StatusOr<DrawerInHand> TakeDrawer(const AboutDrawer& about, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("drawer_session_id", about.drawer_session_id()));
  const Drawer& drawer = draft.FindDrawer(id);
  if (drawer.state == DrawerState::kNotOpened) return DrawerUnknown(id);
  DAYBOOK_RETURN_IF_ERROR(CheckRegister(id, drawer, draft));
  if (drawer.state == DrawerState::kClosed) {
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_DRAWER_NOT_OPEN,
                           "drawer session {drawer} is closed", {{"drawer", id.ToText()}})));
  }
  return DrawerInHand{id, drawer};
}

// What one is worth times how many, over all of them, is what was counted.
absl::Status CheckDenominations(const edge::v1::CountDrawer& count) {
  if (count.denominations().empty()) return absl::OkStatus();
  if (count.denominations_size() > kDenominationsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{field} has more than {entries_max} entries",
                 {{"field", "denominations"}, {"entries_max", kDenominationsMax}});
  }
  int64_t sum_minor = 0;
  for (const event::v1::Denomination& denomination : count.denominations()) {
    const int64_t value_minor = denomination.value_minor();
    if (value_minor <= 0 || value_minor > kAmountMinorMax || denomination.count() < 0) {
      return FieldInvalid("denominations", "hold a value or a count that cannot be");
    }
    const auto amount = MultiplyDivide(value_minor, denomination.count(), 1);
    sum_minor = AddClamped(sum_minor, amount.value_or(INT64_MAX));
  }
  if (sum_minor != count.counted().minor_units()) {
    return FieldInvalid("denominations", "do not add up to counted");
  }
  return absl::OkStatus();
}

absl::Status CheckForeign(const edge::v1::CountDrawer& count, std::string_view currency_code) {
  std::set<std::string_view> currencies{currency_code};
  for (const common::v1::Money& money : count.foreign()) {
    DAYBOOK_RETURN_IF_ERROR(CheckAnyMoney("foreign", money, 0));
    if (!currencies.insert(money.currency_code()).second) {
      return FieldInvalid("foreign", "has a currency twice, or the shop's own");
    }
  }
  return absl::OkStatus();
}

// Adds a row for each foreign currency that was taken or counted.
void AddForeign(const Drawer& drawer, event::v1::DrawerClosed& closed) {
  CashByCurrency expected = drawer.foreign_expected;
  for (const auto& [currency_code, counted_minor] : drawer.foreign_counted) {
    expected.try_emplace(currency_code, 0);
  }
  for (const auto& [currency_code, expected_minor] : expected) {
    event::v1::ForeignCash& cash = *closed.add_foreign();
    cash.set_currency_code(currency_code);
    cash.set_expected_minor(expected_minor);
    const auto counted = drawer.foreign_counted.find(currency_code);
    if (counted != drawer.foreign_counted.end()) cash.set_counted_minor(counted->second);
  }
}

void FillMoney(int64_t minor_units, const std::string& currency_code, common::v1::Money& money) {
  money.set_currency_code(currency_code);
  money.set_minor_units(minor_units);
}

}  // namespace

absl::Status DecideCase(const edge::v1::OpenDrawer& open, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("drawer_session_id", open.drawer_session_id()));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_RETURN_IF_ERROR(
      CheckMoney("opening_balance", open.opening_balance(), draft.config().currency_code(), 0));
  if (open.wallet() && draft.context().employee.empty()) {
    return FieldInvalid("wallet", "is nobody's: nobody is named who acts");
  }
  if (draft.FindDrawer(id).state != DrawerState::kNotOpened) {
    return Error(Reason::ERROR_REASON_DRAWER_EXISTS, "there is a drawer session {drawer}",
                 {{"drawer", id.ToText()}});
  }
  DAYBOOK_RETURN_IF_ERROR(CheckOpenBooks(draft));

  event::v1::DrawerOpened& opened = *draft.RecordOnDrawer(id).mutable_drawer_opened();
  opened.set_register_(std::string(register_name));
  if (open.wallet()) opened.set_wallet_of(draft.context().employee);
  *opened.mutable_opening_balance() = open.opening_balance();
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CountDrawer& count, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(
      CheckMoney("counted", count.counted(), draft.config().currency_code(), 0));
  DAYBOOK_RETURN_IF_ERROR(CheckDenominations(count));
  DAYBOOK_RETURN_IF_ERROR(CheckForeign(count, draft.config().currency_code()));
  DAYBOOK_ASSIGN_OR_RETURN(const DrawerInHand hand, TakeDrawer(count, draft));
  if (hand.drawer.state == DrawerState::kOpen && hand.drawer.counted) {
    DAYBOOK_RETURN_IF_ERROR(draft.Require(StepUp::kRecountDrawer));
  }

  event::v1::DrawerCounted& counted = *draft.RecordOnDrawer(hand.id).mutable_drawer_counted();
  *counted.mutable_counted() = count.counted();
  *counted.mutable_denominations() = count.denominations();
  *counted.mutable_foreign() = count.foreign();
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CloseDrawer& close, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("drawer_session_id", close.drawer_session_id()));
  const Drawer& drawer = draft.FindDrawer(id);
  if (drawer.state == DrawerState::kNotOpened) return DrawerUnknown(id);
  if (drawer.state == DrawerState::kClosed) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CheckRegister(id, drawer, draft));
  if (!drawer.counted) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(Error(Reason::ERROR_REASON_DRAWER_NOT_COUNTED,
                                               "drawer session {drawer} has not been counted",
                                               {{"drawer", id.ToText()}})));
  }

  event::v1::DrawerClosed& closed = *draft.RecordOnDrawer(id).mutable_drawer_closed();
  FillMoney(drawer.expected_minor, drawer.currency_code, *closed.mutable_expected());
  closed.set_start_business_date(drawer.business_date);
  *closed.mutable_pending_payments() = drawer.pending_payments.ToProto();
  AddForeign(drawer, closed);
  if (drawer.counted) {
    FillMoney(drawer.counted_minor, drawer.currency_code, *closed.mutable_counted());
    closed.set_variance_minor(AddClamped(drawer.counted_minor, -drawer.expected_minor));
  }
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::DropCash& drop, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAnyMoney("amount", drop.amount(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckText("reference", drop.reference(), kNameBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const DrawerInHand hand, TakeDrawer(drop, draft));

  event::v1::CashDropped& dropped = *draft.RecordOnDrawer(hand.id).mutable_cash_dropped();
  *dropped.mutable_amount() = drop.amount();
  dropped.set_reference(drop.reference());
  dropped.set_foreign(drop.amount().currency_code() != hand.drawer.currency_code);
  event::v1::SafeDeposited& deposited =
      *draft.Record(SafeStream(draft.config())).mutable_safe_deposited();
  *deposited.mutable_amount() = drop.amount();
  deposited.set_drawer_session_id(drop.drawer_session_id());
  deposited.set_reference(drop.reference());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::PayIn& pay_in, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("amount", pay_in.amount(), draft.config().currency_code(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", pay_in.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const DrawerInHand hand, TakeDrawer(pay_in, draft));

  event::v1::CashPaidIn& paid_in = *draft.RecordOnDrawer(hand.id).mutable_cash_paid_in();
  *paid_in.mutable_amount() = pay_in.amount();
  paid_in.set_reason(pay_in.reason());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::PayOut& pay_out, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(
      CheckMoney("amount", pay_out.amount(), draft.config().currency_code(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", pay_out.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_ASSIGN_OR_RETURN(const DrawerInHand hand, TakeDrawer(pay_out, draft));

  event::v1::CashPaidOut& paid_out = *draft.RecordOnDrawer(hand.id).mutable_cash_paid_out();
  *paid_out.mutable_amount() = pay_out.amount();
  paid_out.set_reason(pay_out.reason());
  event::v1::DocumentIssued document;
  document.set_kind(event::v1::DOCUMENT_KIND_PAY_OUT);
  document.set_drawer_session_id(pay_out.drawer_session_id());
  document.set_total_minor(pay_out.amount().minor_units());
  IssueDocument(register_name, SeriesKind::kSales, std::move(document), draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::OpenWithoutSale& open, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", open.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const DrawerInHand hand, TakeDrawer(open, draft));

  draft.RecordOnDrawer(hand.id).mutable_drawer_no_sale()->set_reason(open.reason());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::HandOver& hand_over, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("to_employee", hand_over.to_employee(), kCodeBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const DrawerInHand hand, TakeDrawer(hand_over, draft));
  if (hand.drawer.holder == hand_over.to_employee()) return absl::OkStatus();

  event::v1::DrawerHandedOver& handed = *draft.RecordOnDrawer(hand.id).mutable_drawer_handed_over();
  handed.set_from_employee(hand.drawer.holder);
  handed.set_to_employee(hand_over.to_employee());
  return absl::OkStatus();
}

}  // namespace daybook::domain
