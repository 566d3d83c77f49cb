// PINs, signing in and out, and the cashier's shift. A PIN is checked where it is typed, against a
// verifier; what became of it is recorded here.
#include "core/base/pin.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"

namespace daybook::domain {
namespace {

constexpr int32_t kSignInAttemptsDefault = 5;

int32_t AttemptsMax(const edge::v1::ShopConfig& shop) {
  return shop.sign_in_attempts_max() == 0 ? kSignInAttemptsDefault : shop.sign_in_attempts_max();
}

bool IsLockedOutNow(const Employee& employee, const Draft& draft) {
  return IsLockedOut(employee, draft.command().occur_time().seconds(), draft.config());
}

// Objects to somebody who has no PIN.
absl::Status CheckHasPin(const Employee& employee, const std::string& code, Draft& draft) {
  if (employee.verifier) return absl::OkStatus();
  return draft.Object(
      Error(Reason::ERROR_REASON_PIN_NOT_SET, "{employee} has no PIN", {{"employee", code}}));
}

// Objects to somebody who is locked out, unless somebody else unlocks them.
absl::Status CheckMayEnter(const Employee& employee, const std::string& code, Draft& draft) {
  if (!IsLockedOutNow(employee, draft)) return absl::OkStatus();
  if (draft.command().approver() != code && draft.ApproverMay(StepUp::kUnlock)) {
    return absl::OkStatus();
  }
  return draft.Object(Error(Reason::ERROR_REASON_EMPLOYEE_LOCKED_OUT,
                            "{employee} is locked out after too many wrong PINs",
                            {{"employee", code}}));
}

event::v1::SignInMode ModeOf(const edge::v1::SignIn& sign_in) {
  const bool said = sign_in.mode() != event::v1::SIGN_IN_MODE_UNSPECIFIED;
  return said ? sign_in.mode() : event::v1::SIGN_IN_MODE_NORMAL;
}

absl::Status LetIn(const edge::v1::SignIn& sign_in, std::string_view register_name, Draft& draft) {
  const std::string& code = sign_in.employee();
  const Employee& employee = draft.FindEmployee(code);
  DAYBOOK_RETURN_IF_ERROR(CheckHasPin(employee, code, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckMayEnter(employee, code, draft));
  const auto there = employee.sign_ins.find(std::string(register_name));
  const bool nothing_new = there != employee.sign_ins.end() && there->second == ModeOf(sign_in) &&
                           employee.refused_count == 0 && !employee.locked_out && employee.shift;
  if (nothing_new) return absl::OkStatus();
  if (!employee.shift) DAYBOOK_RETURN_IF_ERROR(CheckOpenBooks(draft));

  event::v1::SignedIn& signed_in = *draft.RecordOnEmployee(code).mutable_signed_in();
  signed_in.set_mode(ModeOf(sign_in));
  if (employee.shift) return absl::OkStatus();
  signed_in.set_begins_shift(true);
  signed_in.set_currency_code(draft.config().currency_code());
  return absl::OkStatus();
}

absl::Status Refuse(const edge::v1::SignIn& sign_in, Draft& draft) {
  const Employee& employee = draft.FindEmployee(sign_in.employee());
  DAYBOOK_RETURN_IF_ERROR(CheckHasPin(employee, sign_in.employee(), draft));
  draft.RecordOnEmployee(sign_in.employee())
      .mutable_sign_in_refused()
      ->set_outcome(sign_in.outcome());
  const int32_t attempt_count = employee.refused_count + 1;
  if (attempt_count < AttemptsMax(draft.config()) || IsLockedOutNow(employee, draft)) {
    return absl::OkStatus();
  }
  draft.RecordOnEmployee(sign_in.employee()).mutable_locked_out()->set_attempt_count(attempt_count);
  return absl::OkStatus();
}

void CloseShift(const std::string& code, const CashierShift& shift, Draft& draft) {
  event::v1::CashierShiftClosed& closed =
      *draft.RecordOnEmployee(code).mutable_cashier_shift_closed();
  closed.set_start_business_date(shift.start_business_date);
  *closed.mutable_start_time() = shift.start_time;
  closed.set_currency_code(shift.currency_code);
  *closed.mutable_totals() = shift.totals;
}

}  // namespace

absl::Status DecideCase(const edge::v1::SetPin& set, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk("a till cannot give a PIN by itself", draft));
  DAYBOOK_RETURN_IF_ERROR(CheckEmployee("employee", set.employee()));
  if (!set.has_verifier()) return FieldMissing("verifier");
  DAYBOOK_RETURN_IF_ERROR(CheckPinVerifier(set.verifier()));
  DAYBOOK_RETURN_IF_ERROR(CheckText("verifier.pepper", set.verifier().pepper(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckActing(set.employee(), StepUp::kSetPinOfOthers, draft));
  const auto& known = draft.FindEmployee(set.employee()).verifier;
  if (known && known->SerializeAsString() == set.verifier().SerializeAsString()) {
    return absl::OkStatus();
  }
  *draft.RecordOnEmployee(set.employee()).mutable_pin_set()->mutable_verifier() = set.verifier();
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::SignIn& sign_in, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckEmployee("employee", sign_in.employee()));
  if (!event::v1::SignInMode_IsValid(sign_in.mode())) {
    return FieldInvalid("mode", "is none that this server knows");
  }
  if (!event::v1::SignInOutcome_IsValid(sign_in.outcome())) {
    return FieldInvalid("outcome", "is none that this server knows");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  switch (sign_in.outcome()) {
    case event::v1::SIGN_IN_OUTCOME_ACCEPTED:
      return LetIn(sign_in, register_name, draft);
    case event::v1::SIGN_IN_OUTCOME_WRONG_PIN:
      return Refuse(sign_in, draft);
    case event::v1::SIGN_IN_OUTCOME_LOCKED_OUT:
      return absl::OkStatus();
    default:
      return FieldMissing("outcome");
  }
}

absl::Status DecideCase(const edge::v1::SignOut& sign_out, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckEmployee("employee", sign_out.employee()));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_RETURN_IF_ERROR(CheckActing(sign_out.employee(), StepUp::kSignOutOthers, draft));
  const Employee& employee = draft.FindEmployee(sign_out.employee());
  if (employee.sign_ins.contains(std::string(register_name))) {
    draft.RecordOnEmployee(sign_out.employee()).mutable_signed_out();
  }
  if (sign_out.close_shift() && employee.shift) {
    CloseShift(sign_out.employee(), *employee.shift, draft);
  }
  return absl::OkStatus();
}

}  // namespace daybook::domain
