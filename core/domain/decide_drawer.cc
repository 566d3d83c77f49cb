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
  const bool here = drawer.register_name == draft.context().register_name;
  if (here || (!draft.context().own && draft.May(StepUp::kForceDrawer))) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_DRAWER_ELSEWHERE,
                            "drawer session {drawer} belongs to register {register}",
                            {{"drawer", session_id.ToText()}, {"register", drawer.register_name}}));
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
    DAYBOOK_RETURN_IF_ERROR(CheckMoney("foreign", money, money.currency_code(), 0));
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
  if (draft.FindDrawer(id).state != DrawerState::kNotOpened) {
    return Error(Reason::ERROR_REASON_DRAWER_EXISTS, "there is a drawer session {drawer}",
                 {{"drawer", id.ToText()}});
  }
  DAYBOOK_RETURN_IF_ERROR(CheckOpenBooks(draft));

  event::v1::DrawerOpened& opened = *draft.RecordOnDrawer(id).mutable_drawer_opened();
  opened.set_register_(std::string(register_name));
  *opened.mutable_opening_balance() = open.opening_balance();
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CountDrawer& count, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("drawer_session_id", count.drawer_session_id()));
  DAYBOOK_RETURN_IF_ERROR(
      CheckMoney("counted", count.counted(), draft.config().currency_code(), 0));
  DAYBOOK_RETURN_IF_ERROR(CheckDenominations(count));
  DAYBOOK_RETURN_IF_ERROR(CheckForeign(count, draft.config().currency_code()));
  const Drawer& drawer = draft.FindDrawer(id);
  if (drawer.state == DrawerState::kNotOpened) return DrawerUnknown(id);
  DAYBOOK_RETURN_IF_ERROR(CheckRegister(id, drawer, draft));
  if (drawer.state == DrawerState::kClosed) {
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_DRAWER_NOT_OPEN,
                           "drawer session {drawer} is closed", {{"drawer", id.ToText()}})));
  }

  event::v1::DrawerCounted& counted = *draft.RecordOnDrawer(id).mutable_drawer_counted();
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

}  // namespace daybook::domain
