// PINs, signing in and out, and the cashier's shift. A PIN is checked where it is typed, against a
// verifier; what became of it is recorded here.
#include <algorithm>
#include <optional>

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

// When the command counts for a lock-out. What is asked for now is not before what was recorded,
// whatever the till's clock says; what a till has done already may be.
int64_t SecondsNow(const Employee& employee, const Draft& draft) {
  const int64_t seconds = draft.command().occur_time().seconds();
  return draft.context().own ? seconds : std::max(seconds, employee.locked_out_seconds);
}

bool IsLockedOutNow(const Employee& employee, const Draft& draft) {
  return IsLockedOut(employee, SecondsNow(employee, draft), draft.config());
}

// Whether it was before the lock-out that stands now.
bool WasBeforeLockOut(const Employee& employee, const Draft& draft) {
  return employee.locked_out && SecondsNow(employee, draft) < employee.locked_out_seconds;
}

// Objects to somebody who has no PIN.
absl::Status CheckHasPin(const Employee& employee, const std::string& code, Draft& draft) {
  if (employee.verifier) return absl::OkStatus();
  return draft.Object(
      Error(Reason::ERROR_REASON_PIN_NOT_SET, "{employee} has no PIN", {{"employee", code}}));
}

// Returns what stands against somebody who is locked out, unless somebody else unlocks them.
absl::Status CheckMayEnter(const Employee& employee, const std::string& code, Draft& draft) {
  if (!IsLockedOutNow(employee, draft)) return absl::OkStatus();
  const absl::Status borrowed = draft.BorrowFromOther(StepUp::kUnlock, code);
  if (borrowed.ok()) return absl::OkStatus();
  // An approval that is not good says why.
  if (ReasonOf(borrowed) != Reason::ERROR_REASON_PERMISSION_MISSING) return borrowed;
  return Error(Reason::ERROR_REASON_EMPLOYEE_LOCKED_OUT,
               "{employee} is locked out after too many wrong PINs", {{"employee", code}});
}

// What is done in training would count as money: until it has its own place nobody trains.
absl::Status CheckNotTraining(event::v1::SignInMode mode, Draft& draft) {
  if (mode != event::v1::SIGN_IN_MODE_TRAINING) return absl::OkStatus();
  return draft.Object(FieldInvalid("mode", "is for training, which would count as work"));
}

absl::Status CheckOpenShifts(const Draft& draft) {
  if (draft.OpenShiftCount() < kOpenShiftsMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_OPEN_MAX,
               "{shifts_max} shifts of cashiers go on: close those that were forgotten",
               {{"shifts_max", kOpenShiftsMax}});
}

absl::Status LetIn(const edge::v1::SignIn& sign_in, std::string_view register_name, Draft& draft) {
  const std::string& code = sign_in.employee();
  const Employee& employee = draft.FindEmployee(code);
  DAYBOOK_RETURN_IF_ERROR(CheckNotTraining(sign_in.mode(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckHasPin(employee, code, draft));
  absl::Status locked_out = CheckMayEnter(employee, code, draft);
  const bool lawful = locked_out.ok() && !WasBeforeLockOut(employee, draft);
  DAYBOOK_RETURN_IF_ERROR(draft.Object(std::move(locked_out)));
  const bool unlocks = lawful && (employee.refused_count != 0 || employee.locked_out);
  const bool is_there = employee.sign_ins.contains(std::string(register_name));
  if (is_there && !unlocks && employee.shift) return absl::OkStatus();
  absl::Status too_many = employee.shift ? absl::OkStatus() : CheckOpenShifts(draft);
  const bool begins_shift = !employee.shift && too_many.ok();
  DAYBOOK_RETURN_IF_ERROR(draft.Object(std::move(too_many)));

  event::v1::SignedIn& signed_in = *draft.RecordOnEmployee(code).mutable_signed_in();
  signed_in.set_mode(event::v1::SIGN_IN_MODE_NORMAL);
  signed_in.set_unlocks(unlocks);
  if (!begins_shift) return absl::OkStatus();
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
  const bool locked_out = IsLockedOutNow(employee, draft) || WasBeforeLockOut(employee, draft);
  if (attempt_count < AttemptsMax(draft.config()) || locked_out) return absl::OkStatus();
  draft.RecordOnEmployee(sign_in.employee()).mutable_locked_out()->set_attempt_count(attempt_count);
  return absl::OkStatus();
}

// Returns the register, other than this one, at which the employee is signed in, or nothing.
std::optional<std::string> SignedInElsewhere(const Employee& employee,
                                             std::string_view register_name) {
  for (const auto& [other, mode] : employee.sign_ins) {
    if (other != register_name) return other;
  }
  return std::nullopt;
}

// What is sold at another register after the shift would be in none. Who is signed out by somebody
// else may have left it so.
absl::Status CheckEndOfShift(const std::string& code, const Employee& employee,
                             std::string_view register_name, Draft& draft) {
  const auto elsewhere = SignedInElsewhere(employee, register_name);
  if (!elsewhere || draft.context().employee != code) return absl::OkStatus();
  if (draft.BorrowFromOther(StepUp::kSignOutOthers, code).ok()) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_SIGNED_IN_ELSEWHERE,
                            "{employee} is signed in at {register}: sign out there first",
                            {{"employee", code}, {"register", *elsewhere}}));
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
  const Employee& employee = draft.FindEmployee(set.employee());
  // Who sets somebody else's is somebody else.
  if (draft.context().employee == set.employee()) {
    DAYBOOK_RETURN_IF_ERROR(CheckMayEnter(employee, set.employee(), draft));
  }
  const auto& known = employee.verifier;
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
  const bool ends_shift = sign_out.close_shift() && employee.shift.has_value();
  if (ends_shift) {
    DAYBOOK_RETURN_IF_ERROR(CheckEndOfShift(sign_out.employee(), employee, register_name, draft));
  }
  if (employee.sign_ins.contains(std::string(register_name))) {
    draft.RecordOnEmployee(sign_out.employee()).mutable_signed_out();
  }
  if (ends_shift) CloseShift(sign_out.employee(), *employee.shift, draft);
  return absl::OkStatus();
}

}  // namespace daybook::domain
