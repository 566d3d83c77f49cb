#include "tests/sim/staff_accounts.h"

#include <algorithm>

#include "core/base/check.h"
#include "daybook/edge/v1/view.pb.h"
#include "fmt/format.h"
#include "projections/employees.h"

namespace daybook::sim {
namespace {

using event::v1::Event;

// Whether the entry says that something was lent by that approval.
bool IsAudited(const event::v1::Entry& entry, const std::string& approval_id) {
  return std::ranges::any_of(entry.events(), [&](const Event& event) {
    return event.privilege_used().approval_id() == approval_id;
  });
}

// Returns what was paid that is turnover.
template <typename Completed>
int64_t TurnoverOf(const Completed& completed) {
  int64_t turnover_minor = completed.total_minor();
  for (const auto& other : completed.others()) turnover_minor -= other.amount_minor();
  return turnover_minor;
}

}  // namespace

absl::Status StaffAccounts::Take(const event::v1::Entry& entry, const Event& event) {
  const event::v1::EntryHeader& header = entry.header();
  const std::string& key = header.streams(event.stream_index()).key();
  switch (event.event_case()) {
    case Event::kEmployeeClockedIn:
    case Event::kBreakEnded:
    case Event::kBreakStarted:
      TakeClock(entry, event, clocks_[key]);
      return absl::OkStatus();
    case Event::kEmployeeClockedOut:
      TakeClock(entry, event, clocks_[key]);
      return TakeClockOut(event.employee_clocked_out().period(), clocks_[key]);
    case Event::kClockCorrected:
      return TakeCorrection(event.clock_corrected(), clocks_[key]);
    case Event::kSignedIn:
    case Event::kCashierShiftClosed:
      return TakeShift(event, shifts_[key]);
    case Event::kApprovalGranted:
      granted_.insert(key);
      return absl::OkStatus();
    case Event::kApprovalUsed:
      if (!IsAudited(entry, key)) return Wrong("an approval is used without a trace");
      return TakeApproval(key);
    default:
      Sell(header, event);
      return absl::OkStatus();
  }
}

void StaffAccounts::TakeClock(const event::v1::Entry& entry, const Event& event, Clock& clock) {
  const int64_t seconds = entry.header().occur_time().seconds();
  clock.first_seconds = std::min(clock.first_seconds, seconds);
  clock.last_seconds = std::max(clock.last_seconds, seconds);
  clock.flagged |= std::ranges::any_of(
      entry.events(), [](const Event& other) { return other.has_command_flagged(); });
  if (event.has_break_started()) {
    clock.break_start_seconds = seconds;
  } else if (clock.break_start_seconds != 0) {  // Ended by itself, or with the period.
    clock.break_seconds += seconds - clock.break_start_seconds;
    clock.break_start_seconds = 0;
  }
}

absl::Status StaffAccounts::TakeClockOut(const event::v1::WorkPeriod& period, Clock& clock) {
  const int64_t span = period.end_time().seconds() - period.start_time().seconds();
  const int64_t counted = period.worked_seconds() + period.break_seconds();
  if (period.worked_seconds() < 0 || period.break_seconds() < 0 || counted > span) {
    return Wrong("somebody worked longer than from the beginning to the end");
  }
  if (!clock.flagged && (counted != span || period.break_seconds() != clock.break_seconds)) {
    return Wrong("somebody worked other hours than the clock says");
  }
  clock.counted_seconds += counted;
  if (clock.counted_seconds > clock.last_seconds - clock.first_seconds) {
    return Wrong("somebody worked twice at a time");
  }
  clock.all_worked_seconds += period.worked_seconds();
  clock.flagged = false;
  clock.break_seconds = 0;
  clock.break_start_seconds = 0;
  if (period.number() != 0) ++period_count_;
  return absl::OkStatus();
}

absl::Status StaffAccounts::TakeCorrection(const event::v1::ClockCorrected& corrected,
                                           Clock& clock) {
  const event::v1::WorkPeriod& to = corrected.to();
  const int64_t seconds = to.end_time().seconds() - to.start_time().seconds();
  if (to.worked_seconds() + to.break_seconds() != seconds || to.worked_seconds() < 0) {
    return Wrong("a corrected period does not add up");
  }
  const event::v1::WorkPeriod& from = corrected.from();
  clock.all_worked_seconds += to.worked_seconds() - from.worked_seconds();
  clock.counted_seconds += seconds - from.worked_seconds() - from.break_seconds();
  clock.first_seconds = std::min(clock.first_seconds, to.start_time().seconds());
  clock.last_seconds = std::max(clock.last_seconds, to.end_time().seconds());
  return absl::OkStatus();
}

absl::Status StaffAccounts::TakeShift(const Event& event, Shift& shift) {
  if (event.has_signed_in()) {
    if (event.signed_in().begins_shift() == shift.open)
      return Wrong("a shift begins twice or never");
    shift.open = true;
    return absl::OkStatus();
  }
  const event::v1::DayTotals& totals = event.cashier_shift_closed().totals();
  const bool right = shift.open && totals.sale_count() == shift.sale_count &&
                     totals.total_minor() == shift.total_minor &&
                     totals.no_sale_count() == shift.no_sale_count;
  shift = Shift();
  ++shift_count_;
  return right ? absl::OkStatus() : Wrong("a shift came to something else than was sold");
}

absl::Status StaffAccounts::TakeApproval(const std::string& approval_id) {
  if (!granted_.contains(approval_id)) return Wrong("an approval is used that nobody granted");
  return used_.insert(approval_id).second ? absl::OkStatus() : Wrong("an approval is used twice");
}

void StaffAccounts::Sell(const event::v1::EntryHeader& header, const Event& event) {
  const auto found = shifts_.find(header.employee());
  if (found == shifts_.end() || !found->second.open) return;
  Shift& shift = found->second;
  if (event.has_sale_completed()) {
    ++shift.sale_count;
    shift.total_minor += TurnoverOf(event.sale_completed());
  }
  if (event.has_sale_voided()) {
    --shift.sale_count;
    shift.total_minor -= TurnoverOf(event.sale_voided().completed());
  }
  if (event.has_items_returned()) shift.total_minor -= TurnoverOf(event.items_returned());
  if (event.has_drawer_no_sale()) ++shift.no_sale_count;
}

absl::Status StaffAccounts::CheckViews(const Folds& folds) const {
  const auto& rows = folds.rows(projections::kEmployeesName);
  for (const auto& [employee, clock] : clocks_) {
    edge::v1::EmployeeView row;
    const auto stored = rows.find(employee);
    if (stored != rows.end()) DAYBOOK_CHECK(row.ParseFromString(stored->second));
    int64_t worked_seconds = 0;
    for (const edge::v1::WorkDay& day : row.days()) worked_seconds += day.worked_seconds();
    if (worked_seconds == clock.all_worked_seconds) continue;
    return Wrong(fmt::format("the view has other hours of {} than the clock", employee));
  }
  return absl::OkStatus();
}

}  // namespace daybook::sim
