// The network of the simulated shop: what is sent arrives late, out of order, twice, or not at all.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/edge/v1/command_service.pb.h"

namespace daybook::sim {

// A call on its way to the edge, or its reply on the way back.
struct Message {
  int till = 0;
  int64_t call_id = 0;
  edge::v1::ExecuteRequest request;
  std::optional<absl::StatusOr<edge::v1::ExecuteResponse>> reply;  // Present: on the way back.
};

class Network {
 public:
  explicit Network(uint64_t seed) : random_(seed) {}

  void Send(absl::Duration now, Message message);

  // Takes out what has arrived by `now`, in order of arrival.
  std::vector<Message> Arrived(absl::Duration now);

  // Nothing gets through to or from the till until it is joined again.
  void CutOff(int till) { cut_off_.insert(till); }
  void Join(int till) { cut_off_.erase(till); }

  // From now on everything arrives, once, and at once.
  void Heal();

 private:
  SeededRandom random_;
  bool healed_ = false;
  std::set<int> cut_off_;
  int64_t sent_count_ = 0;
  std::map<std::pair<absl::Duration, int64_t>, Message> on_the_way_;  // By arrival.
};

}  // namespace daybook::sim
