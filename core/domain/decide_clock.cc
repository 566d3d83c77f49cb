// Commands on an employee's clock: when they work. What a till has recorded stays; a manager
// corrects it by saying what was true.
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

using google::protobuf::Timestamp;

// Returns the employee, for a command that is allowed in the state of their clock. Objects with
// what the table of states says. A clock that was set back is a fact, and flagged.
absl::StatusOr<const Employee*> TakeClock(std::string_view code, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckEmployee("employee", code));
  DAYBOOK_RETURN_IF_ERROR(CheckActing(code, StepUp::kClockOthers, draft));
  const Employee& employee = draft.FindEmployee(code);
  DAYBOOK_RETURN_IF_ERROR(
      draft.Object(CheckClockState(employee.clock, draft.command().command_case(), code)));
  if (draft.command().occur_time().seconds() < employee.clock_since_seconds) {
    draft.Flag(Error(Reason::ERROR_REASON_CLOCK_WENT_BACK,
                     "the till's clock is before what {employee} did last", {{"employee", code}}));
  }
  return &employee;
}

// Returns the period as corrected. Errors: FIELD_MISSING, FIELD_INVALID.
absl::StatusOr<event::v1::WorkPeriod> CorrectedPeriod(const edge::v1::CorrectClock& correct,
                                                      const event::v1::WorkPeriod& from) {
  if (!correct.has_start_time()) return FieldMissing("start_time");
  if (!correct.has_end_time()) return FieldMissing("end_time");
  DAYBOOK_RETURN_IF_ERROR(CheckTime("start_time", correct.start_time()));
  DAYBOOK_RETURN_IF_ERROR(CheckTime("end_time", correct.end_time()));
  const int64_t seconds = correct.end_time().seconds() - correct.start_time().seconds();
  if (seconds < 0) return FieldInvalid("end_time", "is before start_time");
  if (seconds > kWorkPeriodSecondsMax)
    return FieldInvalid("end_time", "is more than 31 days later");
  if (correct.break_seconds() < 0 || correct.break_seconds() > seconds) {
    return FieldInvalid("break_seconds", "is below 0 or longer than the period");
  }
  event::v1::WorkPeriod to = from;
  *to.mutable_start_time() = correct.start_time();
  *to.mutable_end_time() = correct.end_time();
  to.set_worked_seconds(seconds - correct.break_seconds());
  to.set_break_seconds(correct.break_seconds());
  return to;
}

}  // namespace

absl::Status DecideCase(const edge::v1::ClockIn& clock_in, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Employee* employee, TakeClock(clock_in.employee(), draft));
  const bool begins = employee->clock == ClockState::kOff;
  const int64_t number = employee->period.number() + (begins ? 1 : 0);
  draft.RecordOnEmployee(clock_in.employee()).mutable_employee_clocked_in()->set_period(number);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ClockOut& clock_out, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Employee* employee, TakeClock(clock_out.employee(), draft));
  *draft.RecordOnEmployee(clock_out.employee()).mutable_employee_clocked_out()->mutable_period() =
      PeriodEndingAt(*employee, draft.command().occur_time());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::StartBreak& start, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(TakeClock(start.employee(), draft).status());
  draft.RecordOnEmployee(start.employee()).mutable_break_started();
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::EndBreak& end, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(TakeClock(end.employee(), draft).status());
  draft.RecordOnEmployee(end.employee()).mutable_break_ended();
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CorrectClock& correct, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk("a till cannot correct a clock by itself", draft));
  DAYBOOK_RETURN_IF_ERROR(CheckEmployee("employee", correct.employee()));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", correct.reason(), kReasonBytesMax));
  if (correct.period() == 0) return FieldMissing("period");
  const event::v1::WorkPeriod* from =
      draft.FindEmployee(correct.employee()).FindEnded(correct.period());
  if (from == nullptr)
    return FieldInvalid("period", "is none of the employee's last that are over");
  DAYBOOK_ASSIGN_OR_RETURN(event::v1::WorkPeriod to, CorrectedPeriod(correct, *from));
  if (to.SerializeAsString() == from->SerializeAsString()) return absl::OkStatus();

  event::v1::ClockCorrected& corrected =
      *draft.RecordOnEmployee(correct.employee()).mutable_clock_corrected();
  *corrected.mutable_from() = *from;
  *corrected.mutable_to() = std::move(to);
  corrected.set_reason(correct.reason());
  return absl::OkStatus();
}

}  // namespace daybook::domain
