// Replays days of tickets against an edge: one thread for each till, in order per till, a day after
// the other. Whatever had been accepted before is repeated and adds nothing, so a replay that broke
// off goes on by being run again.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/replay_plan.h"
#include "cli/tickets_file.h"
#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "core/base/status.h"
#include "daybook/edge/v1/command_service.pb.h"

namespace daybook::cli {

// Who sends a call. An empty name is not sent.
struct Caller {
  std::string device = {};
  std::string employee = {};
};

// Takes commands. Thread-safe.
class CommandSender {
 public:
  virtual ~CommandSender() = default;

  // Sends the request, again and again with the same ids, until each of its commands is answered
  // for good (applied, without effect, refused); returns as many results as there are commands.
  // Errors: what the call as a whole failed with.
  virtual absl::StatusOr<edge::v1::ExecuteResponse> Execute(
      const Caller& caller, const edge::v1::ExecuteRequest& request) = 0;
};

// Is told how far a replay has come. Thread-safe.
class ReplayObserver {
 public:
  virtual ~ReplayObserver() = default;
  virtual void OnTicket(const Ticket& ticket) = 0;
};

// What became of the commands.
struct ReplayCounts {
  int64_t days = 0;
  int64_t tickets = 0;
  int64_t accepted = 0;   // Recorded now.
  int64_t repeated = 0;   // Recorded by an earlier replay or call.
  int64_t no_effect = 0;  // Right, and nothing changed.
  int64_t refused = 0;
  std::map<std::string, int64_t> refused_by_reason;
  // The first refusals of the first few calls in words, kRefusalsShownMax at most: those behind
  // them mostly follow from them.
  std::vector<std::string> refusals = {};
  // The first of all of them. OK: none.
  absl::Status first_refusal = {};
};

inline constexpr size_t kRefusalsShownMax = 5;

struct ReplayOptions {
  int64_t till_count = 1;
  double speed = 0;  // So many times as fast as it was; 0: as fast as it goes.
  // Acts everywhere; empty: a cashier and a supervisor a till, and a manager.
  std::string employee = {};
};

// Runs once. Not thread-safe; starts threads of its own and joins them.
class Replay {
 public:
  // All arguments but `options` outlive this.
  Replay(const ReplayPlan& plan, const ReplayOptions& options, const Clock& clock,
         CommandSender& sender, ReplayObserver& observer);

  // Opens each day, rings up its tickets and closes it. Errors: the first call that failed as a
  // whole; the other tills then stop after the ticket in hand. counts() says what was reached.
  absl::Status Run(const std::vector<TicketDay>& days);

  ReplayCounts counts() const;

 private:
  absl::Status RunDay(const TicketDay& day);
  void RunTill(const TicketDay& day, int64_t till, absl::Duration start);
  absl::Status RingUpAll(const TicketDay& day, int64_t till, absl::Duration start);
  // Waits until it is `time`'s turn; returns false if the replay is to stop.
  bool AwaitTurn(const TicketDay& day, absl::Time time, absl::Duration start);
  absl::Status Send(const Caller& caller, const edge::v1::ExecuteRequest& request,
                    std::string_view what);
  void Count(const edge::v1::ExecuteRequest& request, const edge::v1::ExecuteResponse& response,
             std::string_view what);
  void ShowRefusal(const absl::Status& error, std::string_view what) DAYBOOK_REQUIRES(mutex_);
  std::string EmployeeOr(std::string_view role_name) const;

  const ReplayPlan& plan_;
  const ReplayOptions options_;
  const Clock& clock_;
  CommandSender& sender_;
  ReplayObserver& observer_;

  mutable Mutex mutex_;
  ReplayCounts counts_ DAYBOOK_GUARDED_BY(mutex_);
  absl::Status failure_ DAYBOOK_GUARDED_BY(mutex_);
};

}  // namespace daybook::cli
