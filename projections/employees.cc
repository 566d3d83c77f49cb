#include "projections/employees.h"

#include <algorithm>

#include "core/domain/bounds.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"

namespace daybook::projections {
namespace {

using edge::v1::EmployeeView;
using edge::v1::WorkDay;
using event::v1::EntryHeader;
using event::v1::Event;
using event::v1::WorkPeriod;

template <typename Rows>
void KeepLast(int rows_max, Rows& rows) {
  if (rows.size() > rows_max) rows.DeleteSubrange(0, rows.size() - rows_max);
}

int64_t Plus(int64_t sum, int64_t sign, int64_t seconds) {
  return sign < 0 ? domain::SubtractClamped(sum, seconds) : domain::AddClamped(sum, seconds);
}

void SetClock(edge::v1::ClockState state, const EntryHeader& header, EmployeeView& employee) {
  employee.set_clock(state);
  *employee.mutable_clock_time() = header.occur_time();
  employee.set_utc_offset_minutes(header.utc_offset_minutes());
}

// Adds what the period came to, or with a sign of -1 takes it back, on the day of its beginning.
void AddWork(const WorkPeriod& period, int64_t sign, EmployeeView& employee) {
  auto& days = *employee.mutable_days();
  auto day = std::ranges::find_if(
      days, [&](const WorkDay& known) { return known.business_date() >= period.business_date(); });
  if (day == days.end() || day->business_date() != period.business_date()) {
    const auto place = static_cast<int>(day - days.begin());
    days.Add()->set_business_date(period.business_date());
    for (int i = days.size() - 1; i > place; --i) days.SwapElements(i, i - 1);
    day = days.begin() + place;
  }
  day->set_worked_seconds(Plus(day->worked_seconds(), sign, period.worked_seconds()));
  day->set_break_seconds(Plus(day->break_seconds(), sign, period.break_seconds()));
}

void EndPeriod(const EntryHeader& header, const WorkPeriod& period, EmployeeView& employee) {
  if (period.number() == 0) return;
  SetClock(edge::v1::CLOCK_STATE_OFF, header, employee);
  AddWork(period, 1, employee);
  KeepLast(kWorkDaysMax, *employee.mutable_days());
  *employee.add_periods() = period;
  KeepLast(kShownPeriodsMax, *employee.mutable_periods());
}

// A day that is no longer shown stays so.
void Correct(const event::v1::ClockCorrected& corrected, EmployeeView& employee) {
  for (WorkPeriod& period : *employee.mutable_periods()) {
    if (period.number() == corrected.to().number()) period = corrected.to();
  }
  const auto is_shown = [&](const WorkPeriod& period) {
    return employee.days_size() < kWorkDaysMax ||
           period.business_date() >= employee.days(0).business_date();
  };
  const bool to_shown = is_shown(corrected.to());
  if (is_shown(corrected.from())) AddWork(corrected.from(), -1, employee);
  if (to_shown) AddWork(corrected.to(), 1, employee);
  KeepLast(kWorkDaysMax, *employee.mutable_days());
}

void Unlock(EmployeeView& employee) {
  employee.set_locked_out(false);
  employee.clear_lock_out_time();
}

void LockOut(const EntryHeader& header, EmployeeView& employee) {
  const bool goes_on =
      employee.locked_out() && employee.lock_out_time().seconds() > header.occur_time().seconds();
  employee.set_locked_out(true);
  if (!goes_on) *employee.mutable_lock_out_time() = header.occur_time();
}

auto FindSignIn(std::string_view register_name, EmployeeView& employee) {
  return std::ranges::find_if(*employee.mutable_sign_ins(), [&](const auto& sign_in) {
    return sign_in.register_() >= register_name;
  });
}

void SignIn(const EntryHeader& header, const event::v1::SignedIn& signed_in,
            EmployeeView& employee) {
  if (signed_in.unlocks()) Unlock(employee);
  employee.set_utc_offset_minutes(header.utc_offset_minutes());
  if (signed_in.begins_shift()) *employee.mutable_shift_start_time() = header.occur_time();
  auto& sign_ins = *employee.mutable_sign_ins();
  auto there = FindSignIn(header.register_(), employee);
  if (there == sign_ins.end() || there->register_() != header.register_()) {
    if (sign_ins.size() >= static_cast<int>(domain::kSignInsMax)) return;
    const auto place = static_cast<int>(there - sign_ins.begin());
    sign_ins.Add()->set_register_(header.register_());
    for (int i = sign_ins.size() - 1; i > place; --i) sign_ins.SwapElements(i, i - 1);
    there = sign_ins.begin() + place;
  }
  there->set_mode(signed_in.mode());
}

void SignOut(const EntryHeader& header, EmployeeView& employee) {
  const auto there = FindSignIn(header.register_(), employee);
  const bool known =
      there != employee.mutable_sign_ins()->end() && there->register_() == header.register_();
  if (known) employee.mutable_sign_ins()->erase(there);
}

void CloseShift(const EntryHeader& header, const event::v1::CashierShiftClosed& closed,
                EmployeeView& employee) {
  employee.clear_shift_start_time();
  *employee.mutable_last_shift() = closed;
  *employee.mutable_last_shift_end_time() = header.occur_time();
}

void ApplyTo(EmployeeView& employee, const EntryHeader& header, const Event& event) {
  switch (event.event_case()) {
    case Event::kEmployeeClockedIn:
      if (event.employee_clocked_in().changes_nothing()) return;
      return SetClock(edge::v1::CLOCK_STATE_WORKING, header, employee);
    case Event::kBreakEnded:
      if (event.break_ended().changes_nothing()) return;
      return SetClock(edge::v1::CLOCK_STATE_WORKING, header, employee);
    case Event::kBreakStarted:
      if (event.break_started().changes_nothing()) return;
      return SetClock(edge::v1::CLOCK_STATE_ON_BREAK, header, employee);
    case Event::kEmployeeClockedOut:
      return EndPeriod(header, event.employee_clocked_out().period(), employee);
    case Event::kClockCorrected:
      return Correct(event.clock_corrected(), employee);
    case Event::kPinSet:
      *employee.mutable_pin_verifier() = event.pin_set().verifier();
      return Unlock(employee);
    case Event::kSignedIn:
      return SignIn(header, event.signed_in(), employee);
    case Event::kLockedOut:
      return LockOut(header, employee);
    case Event::kSignedOut:
      return SignOut(header, employee);
    case Event::kCashierShiftClosed:
      return CloseShift(header, event.cashier_shift_closed(), employee);
    case Event::kCommandFlagged:
      employee.add_flags(event.command_flagged().reason());
      return KeepLast(kShownFlagsMax, *employee.mutable_flags());
    default:
      return;
  }
}

class Employees : public Projection {
 public:
  std::string_view name() const override { return kEmployeesName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const event::v1::StreamName& stream = StreamOf(header, event);
    if (stream.category() != Category::CATEGORY_EMPLOYEE) return absl::OkStatus();
    auto& employee = rows.Mutable<EmployeeView>(stream.key());
    if (employee.version() == 0) {
      employee.set_employee(stream.key());
      employee.set_clock(edge::v1::CLOCK_STATE_OFF);
    }
    employee.set_version(event.version());
    employee.set_position(PositionOf(header, event));
    ApplyTo(employee, header, event);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewEmployees() { return std::make_unique<Employees>(); }

// A code is of ASCII letters, digits and few signs.
KeyRange EmployeesRange() { return {"", "\x7f"}; }

}  // namespace daybook::projections
