#include "cli/replay.h"

#include <functional>
#include <map>
#include <utility>

#include "cli/ticket_totals.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/cli/cafe.h"

namespace daybook::cli {
namespace {

using edge::v1::Command;
using edge::v1::CommandOutcome;
using edge::v1::CommandResult;
using edge::v1::ExecuteRequest;
using edge::v1::ExecuteResponse;

// An edge that remembers request ids and otherwise accepts everything that `refuse` lets pass.
class FakeEdge : public CommandSender {
 public:
  using Refusal = std::function<absl::Status(const Caller&, const Command&)>;

  explicit FakeEdge(Refusal refuse = nullptr) : refuse_(std::move(refuse)) {}

  absl::StatusOr<ExecuteResponse> Execute(const Caller& caller,
                                          const ExecuteRequest& request) override {
    MutexLock lock(mutex_);
    if (!outage_.ok()) return outage_;
    ExecuteResponse response;
    for (const auto& envelope : request.commands()) {
      Answer(caller, envelope, *response.add_results());
    }
    return response;
  }

  void SetOutage(const absl::Status& outage) {
    MutexLock lock(mutex_);
    outage_ = outage;
  }

  // What each device sent, in order.
  std::map<std::string, std::vector<Command>> commands() {
    MutexLock lock(mutex_);
    return commands_;
  }
  std::map<std::string, std::string> employees() {
    MutexLock lock(mutex_);
    return employees_;
  }

 private:
  void Answer(const Caller& caller, const edge::v1::CommandEnvelope& envelope,
              CommandResult& result) DAYBOOK_REQUIRES(mutex_) {
    const Command& command = envelope.command();
    const absl::Status refusal = refuse_ ? refuse_(caller, command) : absl::OkStatus();
    if (!refusal.ok()) {
      result.set_outcome(CommandOutcome::COMMAND_OUTCOME_REFUSED);
      *result.mutable_error() = ToWire(refusal);
      return;
    }
    result.set_outcome(CommandOutcome::COMMAND_OUTCOME_APPLIED);
    const auto [place, is_new] =
        digests_.emplace(envelope.request_id(), command.SerializeAsString());
    EXPECT_EQ(place->second, command.SerializeAsString()) << "a request id was used again";
    result.set_repeated(!is_new);
    if (!is_new) return;
    commands_[caller.device].push_back(command);
    employees_[std::string(command.GetDescriptor()
                               ->FindFieldByNumber(static_cast<int>(command.command_case()))
                               ->name())] = caller.employee;
  }

  const Refusal refuse_;
  Mutex mutex_;
  absl::Status outage_ DAYBOOK_GUARDED_BY(mutex_);
  std::map<std::string, std::string> digests_ DAYBOOK_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<Command>> commands_ DAYBOOK_GUARDED_BY(mutex_);
  std::map<std::string, std::string> employees_ DAYBOOK_GUARDED_BY(mutex_);
};

// Calls back after each ticket.
class Observer : public ReplayObserver {
 public:
  explicit Observer(std::function<void(const Ticket&)> on_ticket = nullptr)
      : on_ticket_(std::move(on_ticket)) {}
  void OnTicket(const Ticket& ticket) override {
    if (on_ticket_) on_ticket_(ticket);
  }

 private:
  std::function<void(const Ticket&)> on_ticket_;
};

// Stands still but for what a test adds.
class StillClock : public Clock {
 public:
  absl::Time Now() const override { return absl::UnixEpoch(); }
  absl::Duration Monotonic() const override { return absl::ZeroDuration(); }
};

constexpr char kRows[] =
    "2016-11-05,08:00:00,1,Coffee\n"
    "2016-11-05,08:00:01,2,Bread\n"
    "2016-11-05,08:00:02,3,NONE\n"
    "2016-11-05,08:00:03,4,Coffee\n"
    "2016-11-06,08:00:00,5,Coffee\n";

class ReplayTest : public testing::Test {
 protected:
  struct Outcome {
    absl::Status status;
    ReplayCounts counts;
  };

  Outcome Run(FakeEdge& edge, const ReplayOptions& options = {.till_count = 3},
              std::function<void(const Ticket&)> on_ticket = nullptr) {
    const ReplayPlan plan("tickets", menu_, options.till_count);
    Observer observer(std::move(on_ticket));
    Replay replay(plan, options, clock_, edge, observer);
    absl::Status status = replay.Run(days_);
    return {std::move(status), replay.counts()};
  }

  const StillClock clock_{};
  const Menu menu_ = CafeMenu();
  const std::vector<TicketDay> days_ = CafeDays(kRows);
};

TEST_F(ReplayTest, OpensAndClosesEachDayAndTheDrawersItNeeds) {
  FakeEdge edge;

  const Outcome outcome = Run(edge);

  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.counts.days, 2);
  EXPECT_EQ(outcome.counts.tickets, 5);
  EXPECT_EQ(outcome.counts.refused, 0);
  const auto commands = edge.commands();
  ASSERT_EQ(commands.at("office").size(), 4u);
  EXPECT_TRUE(commands.at("office")[0].has_open_business_day());
  EXPECT_TRUE(commands.at("office")[1].has_close_business_day());
  // Tickets 1 and 4 are of the second till, which has no ticket on the second day.
  const auto& till = commands.at("till-2");
  EXPECT_TRUE(till.front().has_open_drawer());
  EXPECT_TRUE(till.back().has_close_drawer());
  for (const Command& command : till) EXPECT_EQ(command.business_date(), 20161105);
}

TEST_F(ReplayTest, KeepsTheOrderOfEachTill) {
  FakeEdge edge;

  ASSERT_TRUE(Run(edge).status.ok());

  for (const auto& [device, commands] : edge.commands()) {
    for (size_t i = 1; i < commands.size(); ++i) {
      if (commands[i].business_date() != commands[i - 1].business_date()) continue;
      if (commands[i - 1].has_open_drawer() || commands[i].has_count_drawer()) continue;
      EXPECT_LE(commands[i - 1].occur_time().seconds(), commands[i].occur_time().seconds());
    }
  }
}

TEST_F(ReplayTest, AddsNothingWhenItIsRunAgain) {
  FakeEdge edge;
  const Outcome first = Run(edge);
  const auto commands = edge.commands();

  const Outcome second = Run(edge);

  ASSERT_TRUE(second.status.ok()) << second.status;
  EXPECT_EQ(second.counts.accepted, 0);
  EXPECT_EQ(second.counts.repeated, first.counts.accepted);
  EXPECT_EQ(edge.commands().at("till-1").size(), commands.at("till-1").size());
}

TEST_F(ReplayTest, GoesOnWhereItBrokeOff) {
  FakeEdge edge;
  const absl::Status outage =
      Error(Reason::ERROR_REASON_CONNECTION_FAILED, "the edge does not answer");
  const Outcome first = Run(edge, {.till_count = 1}, [&](const Ticket& ticket) {
    if (ticket.number == 2) edge.SetOutage(outage);
  });
  EXPECT_EQ(ReasonOf(first.status), Reason::ERROR_REASON_CONNECTION_FAILED);
  EXPECT_EQ(first.counts.tickets, 2);
  edge.SetOutage(absl::OkStatus());

  const Outcome second = Run(edge, {.till_count = 1});

  ASSERT_TRUE(second.status.ok()) << second.status;
  EXPECT_EQ(second.counts.repeated, first.counts.accepted);
  EXPECT_GT(second.counts.accepted, 0);
  EXPECT_EQ(second.counts.tickets, 5);
}

TEST_F(ReplayTest, CountsEveryRefusalAndKeepsTheFirst) {
  FakeEdge edge([](const Caller&, const Command& command) {
    if (command.has_start_sale()) {
      return Error(Reason::ERROR_REASON_BUSINESS_DAY_CLOSED, "the day is closed");
    }
    return command.has_complete_sale() ? Error(Reason::ERROR_REASON_SALE_UNKNOWN, "which sale?")
                                       : absl::OkStatus();
  });

  const Outcome outcome = Run(edge);

  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.counts.refused, 5 + 4);
  EXPECT_EQ(outcome.counts.refused_by_reason,
            (std::map<std::string, int64_t>{{"BUSINESS_DAY_CLOSED", 5}, {"SALE_UNKNOWN", 4}}));
  EXPECT_EQ(ReasonOf(outcome.counts.first_refusal), Reason::ERROR_REASON_BUSINESS_DAY_CLOSED);
  ASSERT_EQ(outcome.counts.refusals.size(), kRefusalsShownMax);
  EXPECT_THAT(outcome.counts.refusals.front(),
              testing::HasSubstr("BUSINESS_DAY_CLOSED: the day is closed"));
}

TEST_F(ReplayTest, DoesNotMindADayThatWasOpenedByOthersAndIsClosed) {
  FakeEdge edge([](const Caller&, const Command& command) {
    return command.has_open_business_day()
               ? Error(Reason::ERROR_REASON_BUSINESS_DAY_CLOSED, "the day is closed")
               : absl::OkStatus();
  });

  const Outcome outcome = Run(edge);

  EXPECT_TRUE(outcome.status.ok());
  EXPECT_EQ(outcome.counts.refused, 0);
}

TEST_F(ReplayTest, ActsAsTheStaffOfEachTill) {
  FakeEdge edge;

  ASSERT_TRUE(Run(edge, {.till_count = 1}).status.ok());

  const auto employees = edge.employees();
  EXPECT_EQ(employees.at("open_business_day"), "manager");
  EXPECT_EQ(employees.at("open_drawer"), "supervisor");
  EXPECT_EQ(employees.at("complete_sale"), "cashier-1");
}

TEST_F(ReplayTest, ActsAsOneEmployeeIfToldSo) {
  FakeEdge edge;

  ASSERT_TRUE(Run(edge, {.till_count = 1, .employee = "anna"}).status.ok());

  for (const auto& [command, employee] : edge.employees()) EXPECT_EQ(employee, "anna") << command;
}

// The clock stands still: the second ticket's turn would be a day away, but a till that failed ends
// the wait of the others.
TEST_F(ReplayTest, StopsTheOtherTillsWhenOneHasFailed) {
  FakeEdge edge([](const Caller&, const Command&) { return absl::OkStatus(); });
  const std::vector<TicketDay> days = CafeDays(
      "2016-11-05,00:00:00,1,Coffee\n"
      "2016-11-05,00:00:00,2,Coffee\n"
      "2016-11-05,23:59:59,3,Coffee\n");
  const ReplayPlan plan("tickets", menu_, 2);
  Observer observer([&](const Ticket& ticket) {
    if (ticket.number == 2) edge.SetOutage(Error(Reason::ERROR_REASON_STOPPING, "stopping"));
  });
  Replay replay(plan, {.till_count = 2, .speed = 1}, clock_, edge, observer);

  const absl::Status status = replay.Run(days);

  EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_STOPPING);
}

TEST_F(ReplayTest, SplitsATicketThatIsLargerThanACall) {
  FakeEdge edge;
  std::string rows;
  for (int i = 0; i < 600; ++i) rows += "2016-11-05,08:00:00,1,Coffee\n";
  const ReplayPlan plan("tickets", menu_, 1);
  Observer observer;
  Replay replay(plan, {.till_count = 1}, clock_, edge, observer);

  ASSERT_TRUE(replay.Run(CafeDays(rows)).ok());

  EXPECT_EQ(edge.commands().at("till-1").size(), 600u + 3 + 3);
}

}  // namespace
}  // namespace daybook::cli
