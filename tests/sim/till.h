// A till of the simulated shop, as far as the edge can see it: it keeps what was not answered, and
// sends the same bytes with the same request ids until it is.
//
// A till that asks drops what the edge refuses. A till that decides by itself numbers and chains
// what it has done, goes back or admits a gap when the edge says that a number is too high, and is
// installed anew when the edge says that it contradicts itself.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "daybook/edge/v1/command_service.pb.h"
#include "edge-server/engine/command.h"
#include "tests/sim/people.h"

namespace daybook::sim {

class Till {
 public:
  struct Call {
    int64_t id = 0;
    edge::v1::ExecuteRequest request;
  };

  // A cashier's till, which decides by itself if the cashier's post has an installation.
  Till(Cashier cashier, uint64_t seed);
  // The manager's terminal.
  Till(Manager manager, uint64_t seed);

  // Another till that goes on from an image of this one.
  Till Clone(uint64_t seed) const;

  // Lets its person act, and returns what it sends now.
  std::optional<Call> Act(const Moment& moment, absl::Duration monotonic);

  // Takes the reply to a call; one that it no longer waits for is passed over.
  void TakeReply(int64_t call_id, const engine::Reply& reply, absl::Duration monotonic);

  // Loses the oldest `count` numbers that are not confirmed, as they come.
  void LoseNumbers(int64_t count) { numbers_to_lose_ = count; }

  // Whether everything was answered and its person has nothing more to do.
  bool settled() const { return outbox_.empty() && person_is_idle_; }
  bool decides_by_itself() const { return installation_.has_value(); }
  const engine::Caller& caller() const { return caller_; }
  size_t waiting_count() const { return outbox_.size(); }

 private:
  struct Item {
    edge::v1::CommandEnvelope envelope;
    bool permitted = true;
  };
  struct Installation {
    Uuid id;
    int64_t sequence = 0;
    Digest chain;
  };
  struct InFlight {
    int64_t call_id = 0;
    absl::Duration deadline;
  };

  std::vector<Wish> AskPerson(const Moment& moment);
  void Queue(const Wish& wish, absl::Time now);
  void Number(std::string encoded, edge::v1::CommandEnvelope& envelope);
  // Takes the result of the oldest item. Returns whether to go on with the next.
  bool TakeResult(const edge::v1::CommandResult& result);
  bool TakeRefusal(const absl::Status& refusal);
  void AdmitGap(const absl::Status& refusal);
  void InstallAnew();
  void LoseNumbers();
  bool Chance(int64_t percent) { return random_.Below(100) < percent; }

  std::variant<Cashier, Manager> person_;
  engine::Caller caller_;
  SeededRandom random_;
  std::optional<Installation> installation_;
  std::deque<Item> outbox_;
  std::optional<InFlight> in_flight_;
  absl::Duration quiet_until_;
  int64_t call_count_ = 0;
  int64_t numbers_to_lose_ = 0;
  bool person_is_idle_ = false;
};

// Returns a call as rpc would hand it to the engine. REQUIRES: a till made it.
engine::Call ToCall(const engine::Caller& caller, const edge::v1::ExecuteRequest& request);

}  // namespace daybook::sim
