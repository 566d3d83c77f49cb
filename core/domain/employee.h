// Somebody who works in the shop: the clock with its table of states, sign-ins, the PIN's verifier
// and the shift as a cashier. Folds its own stream and, while a shift goes on, every event that
// counts and whose entry names the employee; so far as the shift goes it is an open book.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/status.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/edge/v1/config.pb.h"
#include "daybook/edge/v1/snapshot.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

enum class ClockState { kOff, kWorking, kOnBreak };
inline constexpr int kClockStateCount = 3;

// One row of the table of states: what stands against a command in each state of the clock. The
// only place that says so; docs/domain.md shows a copy.
struct ClockRule {
  edge::v1::Command::CommandCase command;
  Reason objections[kClockStateCount];  // By ClockState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const ClockRule> ClockRules();

// Returns what stands against `command` in that state, or OK.
// REQUIRES: the table has a row for it.
absl::Status CheckClockState(ClockState state, edge::v1::Command::CommandCase command,
                             std::string_view employee);

// Returns the state's name as people read it: "on a break".
std::string_view ClockStateName(ClockState state);

// What a cashier did since they signed in.
struct CashierShift {
  int32_t start_business_date = 0;
  google::protobuf::Timestamp start_time;
  std::string currency_code;
  event::v1::DayTotals totals;  // No business date.
};

struct Employee {
  std::string code;
  int64_t version = 0;

  ClockState clock = ClockState::kOff;
  // When the state began, by the till's clock; never before what was recorded last.
  int64_t clock_since_seconds = 0;
  event::v1::WorkPeriod period;             // The one that goes on, or was the last.
  std::deque<event::v1::WorkPeriod> ended;  // Oldest first, at most kWorkPeriodsMax.

  std::optional<event::v1::PinVerifier> verifier;
  int32_t refused_count = 0;  // Wrong PINs since the last right one.
  bool locked_out = false;
  int64_t locked_out_seconds = 0;                         // When, by the till's clock.
  std::map<std::string, event::v1::SignInMode> sign_ins;  // By register, at most kSignInsMax.

  std::optional<CashierShift> shift;

  // Returns the period that is over, or null.
  const event::v1::WorkPeriod* FindEnded(int64_t number) const;
};

// Returns the stream of an employee: key, their code.
StreamId EmployeeStream(std::string_view code);

// Whether a break that a till reports, of an employee who is off as far as the shop knows, begins a
// period of work: it was after the last one.
bool IsAtWorkUnknown(const Employee& employee, int64_t seconds);

// Returns when a lock-out that began then ends by itself; INT64_MAX if it does not.
int64_t LockOutEnd(int64_t since_seconds, const edge::v1::ShopConfig& shop);

// Whether the employee is locked out at that time of the till's clock.
bool IsLockedOut(const Employee& employee, int64_t seconds, const edge::v1::ShopConfig& shop);

// Returns the period of work as it is if it ends at that time, with the break that may go on. What
// a clock that was set back takes away counts as nothing, and the period does not end before it.
event::v1::WorkPeriod PeriodEndingAt(const Employee& employee,
                                     const google::protobuf::Timestamp& time);

// Applies an event on the employee's own stream, or one on the stream `elsewhere` whose entry names
// them.
void Evolve(Employee& employee, const event::v1::EntryHeader& header, const event::v1::Event& event,
            const StreamId* elsewhere);

// Returns all of it, and reads it back.
edge::v1::EmployeeState ToState(const Employee& employee);
Employee EmployeeFrom(const edge::v1::EmployeeState& state);

}  // namespace daybook::domain
