#include "cli/replay.h"

#include <algorithm>
#include <set>
#include <thread>

#include "absl/time/time.h"
#include "cli/output.h"
#include "core/base/business_date.h"
#include "core/base/check.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

using edge::v1::Command;
using edge::v1::CommandOutcome;
using edge::v1::CommandResult;
using edge::v1::ExecuteRequest;
using edge::v1::ExecuteResponse;

// The most commands of one call.
constexpr int kCommandsMax = 512;
constexpr std::string_view kOfficeDevice = "office";

// A day that an earlier replay has closed needs no opening; whether that matters is for its tickets
// to say, which are either known or refused themselves.
bool IsHarmless(const Command& command, const absl::Status& error) {
  return command.has_open_business_day() &&
         ReasonOf(error) == Reason::ERROR_REASON_BUSINESS_DAY_CLOSED;
}

std::string TillName(int64_t till) { return fmt::format("till-{}", till); }

}  // namespace

Replay::Replay(const ReplayPlan& plan, const ReplayOptions& options, const Clock& clock,
               CommandSender& sender, ReplayObserver& observer)
    : plan_(plan), options_(options), clock_(clock), sender_(sender), observer_(observer) {}

ReplayCounts Replay::counts() const {
  MutexLock lock(mutex_);
  return counts_;
}

absl::Status Replay::Run(const std::vector<TicketDay>& days) {
  for (const TicketDay& day : days) {
    DAYBOOK_RETURN_IF_ERROR(RunDay(day));
    MutexLock lock(mutex_);
    ++counts_.days;
  }
  return absl::OkStatus();
}

absl::Status Replay::RunDay(const TicketDay& day) {
  const Caller office{std::string(kOfficeDevice), EmployeeOr("manager")};
  const std::string date = BusinessDateText(day.business_date);
  DAYBOOK_RETURN_IF_ERROR(Send(office, plan_.OpenDay(day), fmt::format("{} opening", date)));
  std::set<int64_t> tills;
  for (const Ticket& ticket : day.tickets) tills.insert(plan_.TillOf(ticket));
  const absl::Duration start = clock_.Monotonic();
  std::vector<std::jthread> threads;
  for (const int64_t till : tills) {
    threads.emplace_back([this, &day, till, start] { RunTill(day, till, start); });
  }
  threads.clear();  // Joins them.
  {
    MutexLock lock(mutex_);
    DAYBOOK_RETURN_IF_ERROR(failure_);
  }
  return Send(office, plan_.CloseDay(day), fmt::format("{} closing", date));
}

void Replay::RunTill(const TicketDay& day, int64_t till, absl::Duration start) {
  const absl::Status status = RingUpAll(day, till, start);
  MutexLock lock(mutex_);
  if (failure_.ok()) failure_ = status;
}

absl::Status Replay::RingUpAll(const TicketDay& day, int64_t till, absl::Duration start) {
  const Caller cashier{TillName(till), EmployeeOr(fmt::format("cashier-{}", till))};
  const Caller supervisor{TillName(till), EmployeeOr("supervisor")};
  const std::string date = BusinessDateText(day.business_date);
  const std::string drawer = fmt::format("{} drawer of {}", date, TillName(till));
  DAYBOOK_RETURN_IF_ERROR(Send(supervisor, plan_.OpenDrawer(day, till), drawer));
  for (const Ticket& ticket : day.tickets) {
    if (plan_.TillOf(ticket) != till) continue;
    if (!AwaitTurn(day, ticket.time, start)) return absl::OkStatus();
    DAYBOOK_RETURN_IF_ERROR(
        Send(cashier, plan_.RingUp(ticket), fmt::format("{} ticket {}", date, ticket.number)));
    {
      MutexLock lock(mutex_);
      ++counts_.tickets;
    }
    observer_.OnTicket(ticket);
  }
  return Send(supervisor, plan_.CloseDrawer(day, till), drawer);
}

bool Replay::AwaitTurn(const TicketDay& day, absl::Time time, absl::Duration start) {
  absl::Duration wait = absl::ZeroDuration();
  if (options_.speed > 0) {
    const absl::Duration into_day = time - day.tickets.front().time;
    wait = start + into_day / options_.speed - clock_.Monotonic();
  }
  MutexLock lock(mutex_);
  if (wait > absl::ZeroDuration()) {
    mutex_.AwaitFor(absl::ToChronoNanoseconds(wait),
                    [this]() DAYBOOK_REQUIRES(mutex_) { return !failure_.ok(); });
  }
  return failure_.ok();
}

absl::Status Replay::Send(const Caller& caller, const ExecuteRequest& request,
                          std::string_view what) {
  for (int begin = 0; begin < request.commands_size(); begin += kCommandsMax) {
    const int end = std::min(begin + kCommandsMax, request.commands_size());
    ExecuteRequest part;
    for (int i = begin; i < end; ++i) *part.add_commands() = request.commands(i);
    DAYBOOK_ASSIGN_OR_RETURN(const ExecuteResponse response, sender_.Execute(caller, part));
    Count(part, response, what);
  }
  return absl::OkStatus();
}

void Replay::Count(const ExecuteRequest& request, const ExecuteResponse& response,
                   std::string_view what) {
  DAYBOOK_CHECK(response.results_size() == request.commands_size());
  MutexLock lock(mutex_);
  bool refused_before = false;
  for (int i = 0; i < response.results_size(); ++i) {
    const CommandResult& result = response.results(i);
    if (result.outcome() == CommandOutcome::COMMAND_OUTCOME_REFUSED) {
      const absl::Status error = FromWire(result.error());
      if (IsHarmless(request.commands(i).command(), error)) continue;
      ++counts_.refused;
      ++counts_.refused_by_reason[std::string(ReasonName(ReasonOf(error)))];
      if (!refused_before) ShowRefusal(error, what);
      refused_before = true;
    } else if (result.repeated()) {
      ++counts_.repeated;
    } else if (result.outcome() == CommandOutcome::COMMAND_OUTCOME_NO_EFFECT) {
      ++counts_.no_effect;
    } else {
      ++counts_.accepted;
    }
  }
}

void Replay::ShowRefusal(const absl::Status& error, std::string_view what) {
  counts_.first_refusal.Update(error);  // The first one stays.
  if (counts_.refusals.size() == kRefusalsShownMax) return;
  counts_.refusals.push_back(
      fmt::format("{}: {}: {}", what, ReasonName(ReasonOf(error)), Printable(MessageOf(error))));
}

std::string Replay::EmployeeOr(std::string_view role_name) const {
  return options_.employee.empty() ? std::string(role_name) : options_.employee;
}

}  // namespace daybook::cli
