#include "core/domain/employee.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/bounds.h"
#include "core/domain/totals.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::Event;
using event::v1::WorkPeriod;

constexpr Reason kAllowed = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kAtWork = Reason::ERROR_REASON_EMPLOYEE_AT_WORK;
constexpr Reason kNotAtWork = Reason::ERROR_REASON_EMPLOYEE_NOT_AT_WORK;
constexpr Reason kOnBreak = Reason::ERROR_REASON_EMPLOYEE_ON_BREAK;
constexpr Reason kNotOnBreak = Reason::ERROR_REASON_EMPLOYEE_NOT_ON_BREAK;

constexpr int64_t kSecondsPerMinute = 60;
constexpr int64_t kLockOutMinutes = 15;  // Where the configuration does not say.

constexpr ClockRule kClockRules[] = {
    // off, working, on a break
    {Command::kClockIn, {kAllowed, kAtWork, kAtWork}},
    {Command::kClockOut, {kNotAtWork, kAllowed, kAllowed}},
    {Command::kStartBreak, {kNotAtWork, kAllowed, kOnBreak}},
    {Command::kEndBreak, {kNotAtWork, kNotOnBreak, kAllowed}},
};

// Counts the time from the last event of the clock to `seconds` as what the employee did meanwhile.
void CountUntil(const Employee& employee, int64_t seconds, WorkPeriod& period) {
  const int64_t passed =
      std::max<int64_t>(0, SubtractClamped(seconds, employee.clock_since_seconds));
  if (employee.clock == ClockState::kWorking) {
    period.set_worked_seconds(AddClamped(period.worked_seconds(), passed));
  } else if (employee.clock == ClockState::kOnBreak) {
    period.set_break_seconds(AddClamped(period.break_seconds(), passed));
  }
}

// What a till reports of an employee who was off, as far as the shop knew, begins a period.
void BeginPeriod(Employee& employee, const event::v1::EntryHeader& header) {
  const int64_t number = AddClamped(employee.period.number(), 1);
  employee.period = WorkPeriod();
  employee.period.set_number(number);
  employee.period.set_business_date(header.business_date());
  *employee.period.mutable_start_time() = header.occur_time();
}

// What comes late moves no time that was counted already.
void MoveClock(Employee& employee, ClockState state, int64_t seconds) {
  employee.clock = state;
  employee.clock_since_seconds = std::max(employee.clock_since_seconds, seconds);
}

void GoOn(Employee& employee, ClockState state, bool changes_nothing,
          const event::v1::EntryHeader& header) {
  if (changes_nothing) return;
  const int64_t seconds = header.occur_time().seconds();
  if (employee.clock == ClockState::kOff) {
    BeginPeriod(employee, header);
  } else {
    CountUntil(employee, seconds, employee.period);
  }
  MoveClock(employee, state, seconds);
}

void End(Employee& employee, const event::v1::EntryHeader& header, const WorkPeriod& period) {
  if (employee.clock == ClockState::kOff) return;
  MoveClock(employee, ClockState::kOff, header.occur_time().seconds());
  employee.period = period;
  employee.ended.push_back(period);
  if (employee.ended.size() > kWorkPeriodsMax) employee.ended.pop_front();
}

// What comes next counts from the end of what was worked as it stands now: a clock that was far
// ahead once does not take away what is worked for ever after.
void Correct(Employee& employee, const event::v1::ClockCorrected& corrected) {
  const WorkPeriod& to = corrected.to();
  for (WorkPeriod& period : employee.ended) {
    if (period.number() == to.number()) period = to;
  }
  const bool is_off = employee.clock == ClockState::kOff;
  const int64_t from_seconds = corrected.from().end_time().seconds();
  if (employee.ended.empty() || (!is_off && employee.clock_since_seconds != from_seconds)) return;
  int64_t since_seconds = is_off ? INT64_MIN : employee.period.start_time().seconds();
  for (const WorkPeriod& period : employee.ended) {
    since_seconds = std::max(since_seconds, period.end_time().seconds());
  }
  employee.clock_since_seconds = since_seconds;
}

void Unlock(Employee& employee) {
  employee.refused_count = 0;
  employee.locked_out = false;
}

void SignIn(Employee& employee, const event::v1::EntryHeader& header,
            const event::v1::SignedIn& signed_in) {
  if (signed_in.unlocks()) Unlock(employee);
  if (employee.sign_ins.contains(header.register_()) || employee.sign_ins.size() < kSignInsMax) {
    employee.sign_ins[header.register_()] = signed_in.mode();
  }
  if (!signed_in.begins_shift()) return;
  CashierShift& shift = employee.shift.emplace();
  shift.start_business_date = header.business_date();
  shift.start_time = header.occur_time();
  shift.currency_code = signed_in.currency_code();
}

void LockOut(Employee& employee, const event::v1::EntryHeader& header) {
  const int64_t seconds = header.occur_time().seconds();
  const bool goes_on = employee.locked_out && employee.locked_out_seconds > seconds;
  employee.locked_out = true;
  if (!goes_on) employee.locked_out_seconds = seconds;
}

}  // namespace

std::span<const ClockRule> ClockRules() { return kClockRules; }

absl::Status CheckClockState(ClockState state, Command::CommandCase command,
                             std::string_view employee) {
  const auto* rule = std::ranges::find(kClockRules, command, &ClockRule::command);
  DAYBOOK_CHECK(rule != std::end(kClockRules));
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kAllowed) return absl::OkStatus();
  return Error(objection, "{employee} is {state}",
               {{"employee", employee}, {"state", ClockStateName(state)}});
}

std::string_view ClockStateName(ClockState state) {
  constexpr std::string_view kNames[kClockStateCount] = {"off", "working", "on a break"};
  return kNames[static_cast<int>(state)];
}

const WorkPeriod* Employee::FindEnded(int64_t number) const {
  const auto found =
      std::ranges::find(ended, number, [](const WorkPeriod& p) { return p.number(); });
  return found == ended.end() ? nullptr : &*found;
}

StreamId EmployeeStream(std::string_view code) {
  return {Category::CATEGORY_EMPLOYEE, std::string(code)};
}

bool IsAtWorkUnknown(const Employee& employee, int64_t seconds) {
  if (employee.clock != ClockState::kOff) return false;
  return employee.period.number() == 0 || seconds > employee.clock_since_seconds;
}

int64_t LockOutEnd(int64_t since_seconds, const edge::v1::ShopConfig& shop) {
  const int64_t minutes = shop.has_lock_out_minutes() ? shop.lock_out_minutes() : kLockOutMinutes;
  return minutes == 0 ? INT64_MAX : AddClamped(since_seconds, minutes * kSecondsPerMinute);
}

bool IsLockedOut(const Employee& employee, int64_t seconds, const edge::v1::ShopConfig& shop) {
  if (!employee.locked_out || seconds < employee.locked_out_seconds) return false;
  return seconds < LockOutEnd(employee.locked_out_seconds, shop);
}

WorkPeriod PeriodEndingAt(const Employee& employee, const google::protobuf::Timestamp& time) {
  if (employee.clock == ClockState::kOff) return WorkPeriod();
  WorkPeriod period = employee.period;
  CountUntil(employee, time.seconds(), period);
  *period.mutable_end_time() = time;
  if (time.seconds() < employee.clock_since_seconds) {
    period.mutable_end_time()->set_seconds(employee.clock_since_seconds);
    period.mutable_end_time()->clear_nanos();
  }
  return period;
}

void Evolve(Employee& employee, const event::v1::EntryHeader& header, const Event& event,
            const StreamId* elsewhere) {
  if (elsewhere != nullptr) {
    if (employee.shift) AddToTotals(header, event, employee.shift->totals);
    return;
  }
  ++employee.version;
  switch (event.event_case()) {
    case Event::kEmployeeClockedIn:
      return GoOn(employee, ClockState::kWorking, event.employee_clocked_in().changes_nothing(),
                  header);
    case Event::kBreakEnded:
      return GoOn(employee, ClockState::kWorking, event.break_ended().changes_nothing(), header);
    case Event::kBreakStarted:
      return GoOn(employee, ClockState::kOnBreak, event.break_started().changes_nothing(), header);
    case Event::kEmployeeClockedOut:
      return End(employee, header, event.employee_clocked_out().period());
    case Event::kClockCorrected:
      return Correct(employee, event.clock_corrected());
    case Event::kPinSet:
      employee.verifier = event.pin_set().verifier();
      return Unlock(employee);
    case Event::kSignedIn:
      return SignIn(employee, header, event.signed_in());
    case Event::kSignInRefused:
      if (employee.refused_count < kSignInAttemptsMax) ++employee.refused_count;
      return;
    case Event::kLockedOut:
      return LockOut(employee, header);
    case Event::kSignedOut:
      employee.sign_ins.erase(header.register_());
      return;
    case Event::kCashierShiftClosed:
      employee.shift.reset();
      return;
    default:
      return;
  }
}

edge::v1::EmployeeState ToState(const Employee& employee) {
  edge::v1::EmployeeState state;
  state.set_employee(employee.code);
  state.set_version(employee.version);
  state.set_clock(static_cast<int32_t>(employee.clock));
  state.set_clock_since_seconds(employee.clock_since_seconds);
  *state.mutable_period() = employee.period;
  for (const WorkPeriod& period : employee.ended) *state.add_ended_periods() = period;
  if (employee.verifier) *state.mutable_verifier() = *employee.verifier;
  state.set_refused_count(employee.refused_count);
  state.set_locked_out(employee.locked_out);
  state.set_locked_out_seconds(employee.locked_out_seconds);
  for (const auto& [register_name, mode] : employee.sign_ins) {
    edge::v1::SignInState& sign_in = *state.add_sign_ins();
    sign_in.set_register_(register_name);
    sign_in.set_mode(mode);
  }
  if (!employee.shift) return state;
  edge::v1::CashierShiftState& shift = *state.mutable_shift();
  shift.set_start_business_date(employee.shift->start_business_date);
  *shift.mutable_start_time() = employee.shift->start_time;
  shift.set_currency_code(employee.shift->currency_code);
  *shift.mutable_totals() = employee.shift->totals;
  return state;
}

Employee EmployeeFrom(const edge::v1::EmployeeState& state) {
  Employee employee;
  employee.code = state.employee();
  employee.version = state.version();
  const int32_t clock = std::clamp(state.clock(), 0, kClockStateCount - 1);
  employee.clock = static_cast<ClockState>(clock);
  employee.clock_since_seconds = state.clock_since_seconds();
  employee.period = state.period();
  employee.ended.assign(state.ended_periods().begin(), state.ended_periods().end());
  while (employee.ended.size() > kWorkPeriodsMax) employee.ended.pop_front();
  if (state.has_verifier()) employee.verifier = state.verifier();
  employee.refused_count = std::clamp(state.refused_count(), 0, kSignInAttemptsMax);
  employee.locked_out = state.locked_out();
  employee.locked_out_seconds = state.locked_out_seconds();
  for (const edge::v1::SignInState& sign_in : state.sign_ins()) {
    if (employee.sign_ins.size() >= kSignInsMax) break;
    employee.sign_ins[sign_in.register_()] = sign_in.mode();
  }
  if (!state.has_shift()) return employee;
  employee.shift = CashierShift{.start_business_date = state.shift().start_business_date(),
                                .start_time = state.shift().start_time(),
                                .currency_code = state.shift().currency_code(),
                                .totals = state.shift().totals()};
  return employee;
}

}  // namespace daybook::domain
