// Commands on an employee's clock: when they work. What a till has recorded stays; a manager
// corrects it by saying what was true.
#include "core/base/business_date.h"
#include "core/base/clock.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

using event::v1::WorkPeriod;

constexpr int64_t kSecondsPerMinute = 60;

struct ClockInHand {
  const Employee& employee;
  bool against_table;  // What a till has recorded all the same.
};

// Returns the employee, for a command that is allowed in the state of their clock. Objects with
// what the table of states says. A clock that was set back is a fact, and flagged.
absl::StatusOr<ClockInHand> TakeClock(std::string_view code, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckEmployee("employee", code));
  DAYBOOK_RETURN_IF_ERROR(CheckActing(code, StepUp::kClockOthers, draft));
  const Employee& employee = draft.FindEmployee(code);
  absl::Status objection = CheckClockState(employee.clock, draft.command().command_case(), code);
  const bool against_table = !objection.ok();
  DAYBOOK_RETURN_IF_ERROR(draft.Object(std::move(objection)));
  if (draft.command().occur_time().seconds() < employee.clock_since_seconds) {
    draft.Flag(Error(Reason::ERROR_REASON_CLOCK_WENT_BACK,
                     "the till's clock is before what {employee} did last", {{"employee", code}}));
  }
  return ClockInHand{employee, against_table};
}

// Whether a break that was begun or ended leaves the clock as it is.
bool ChangesNothing(const ClockInHand& hand, const Draft& draft) {
  return hand.against_table &&
         !IsAtWorkUnknown(hand.employee, draft.command().occur_time().seconds());
}

// A business day may begin before midnight, and end behind it.
absl::Status CheckStartDate(const WorkPeriod& period, int32_t utc_offset_minutes) {
  const absl::Time local =
      absl::FromUnixSeconds(period.start_time().seconds() + utc_offset_minutes * kSecondsPerMinute);
  const absl::CivilDay day = absl::ToCivilDay(local, absl::UTCTimeZone());
  for (const absl::CivilDay& near : {day - 1, day, day + 1}) {
    if (BusinessDateOf(near) == period.business_date()) return absl::OkStatus();
  }
  return FieldInvalid("start_business_date", "is not the day on which the period begins");
}

// A period that goes on has no end yet.
bool Overlap(const WorkPeriod& a, const WorkPeriod& b) {
  const bool a_before = a.has_end_time() && a.end_time().seconds() <= b.start_time().seconds();
  const bool b_before = b.has_end_time() && b.end_time().seconds() <= a.start_time().seconds();
  return !a_before && !b_before;
}

// Nobody works twice at a time.
absl::Status CheckAlone(const WorkPeriod& to, const Employee& employee) {
  const auto check = [&](const WorkPeriod& other) {
    if (other.number() == to.number() || !Overlap(to, other)) return absl::OkStatus();
    return Error(Reason::ERROR_REASON_WORK_PERIODS_OVERLAP,
                 "{employee} worked period {period} at that time",
                 {{"employee", employee.code}, {"period", other.number()}});
  };
  for (const WorkPeriod& other : employee.ended) DAYBOOK_RETURN_IF_ERROR(check(other));
  return employee.clock == ClockState::kOff ? absl::OkStatus() : check(employee.period);
}

// Returns the period as corrected. Errors: FIELD_MISSING, FIELD_INVALID.
absl::StatusOr<WorkPeriod> CorrectedPeriod(const edge::v1::CorrectClock& correct,
                                           const WorkPeriod& from) {
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
  WorkPeriod to = from;
  if (correct.start_business_date() != 0) to.set_business_date(correct.start_business_date());
  *to.mutable_start_time() = correct.start_time();
  *to.mutable_end_time() = correct.end_time();
  to.set_worked_seconds(seconds - correct.break_seconds());
  to.set_break_seconds(correct.break_seconds());
  return to;
}

}  // namespace

absl::Status DecideCase(const edge::v1::ClockIn& clock_in, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const ClockInHand hand, TakeClock(clock_in.employee(), draft));
  const bool begins = hand.employee.clock == ClockState::kOff;
  event::v1::EmployeeClockedIn& clocked_in =
      *draft.RecordOnEmployee(clock_in.employee()).mutable_employee_clocked_in();
  clocked_in.set_period(AddClamped(hand.employee.period.number(), begins ? 1 : 0));
  clocked_in.set_changes_nothing(hand.against_table);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ClockOut& clock_out, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const ClockInHand hand, TakeClock(clock_out.employee(), draft));
  *draft.RecordOnEmployee(clock_out.employee()).mutable_employee_clocked_out()->mutable_period() =
      PeriodEndingAt(hand.employee, draft.command().occur_time());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::StartBreak& start, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const ClockInHand hand, TakeClock(start.employee(), draft));
  draft.RecordOnEmployee(start.employee())
      .mutable_break_started()
      ->set_changes_nothing(ChangesNothing(hand, draft));
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::EndBreak& end, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const ClockInHand hand, TakeClock(end.employee(), draft));
  draft.RecordOnEmployee(end.employee())
      .mutable_break_ended()
      ->set_changes_nothing(ChangesNothing(hand, draft));
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CorrectClock& correct, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk("a till cannot correct a clock by itself", draft));
  DAYBOOK_RETURN_IF_ERROR(CheckEmployee("employee", correct.employee()));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", correct.reason(), kReasonBytesMax));
  if (correct.period() == 0) return FieldMissing("period");
  const Employee& employee = draft.FindEmployee(correct.employee());
  const WorkPeriod* from = employee.FindEnded(correct.period());
  if (from == nullptr)
    return FieldInvalid("period", "is none of the employee's last that are over");
  DAYBOOK_ASSIGN_OR_RETURN(WorkPeriod to, CorrectedPeriod(correct, *from));
  if (to.SerializeAsString() == from->SerializeAsString()) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CheckStartDate(to, draft.command().utc_offset_minutes()));
  DAYBOOK_RETURN_IF_ERROR(CheckAlone(to, employee));

  event::v1::ClockCorrected& corrected =
      *draft.RecordOnEmployee(correct.employee()).mutable_clock_corrected();
  *corrected.mutable_from() = *from;
  *corrected.mutable_to() = std::move(to);
  corrected.set_reason(correct.reason());
  return absl::OkStatus();
}

}  // namespace daybook::domain
