#include "tests/sim/network.h"

namespace daybook::sim {
namespace {

constexpr int64_t kLostPercent = 8;
constexpr int64_t kDoubledPercent = 8;
constexpr int64_t kSlowPercent = 5;
constexpr int64_t kDelayMsMax = 80;
constexpr int64_t kSlowDelayMsMax = 5'000;

}  // namespace

void Network::Send(absl::Duration now, Message message) {
  if (healed_) {
    on_the_way_.emplace(std::pair(now, sent_count_++), std::move(message));
    return;
  }
  if (cut_off_.contains(message.till) || random_.Below(100) < kLostPercent) return;
  const int copies = random_.Below(100) < kDoubledPercent ? 2 : 1;
  for (int copy = 0; copy < copies; ++copy) {
    const bool slow = random_.Below(100) < kSlowPercent;
    const int64_t delay_ms = random_.Below(slow ? kSlowDelayMsMax : kDelayMsMax);
    on_the_way_.emplace(std::pair(now + absl::Milliseconds(delay_ms), sent_count_++), message);
  }
}

std::vector<Message> Network::Arrived(absl::Duration now) {
  std::vector<Message> arrived;
  while (!on_the_way_.empty() && on_the_way_.begin()->first.first <= now) {
    Message message = std::move(on_the_way_.begin()->second);
    on_the_way_.erase(on_the_way_.begin());
    if (!cut_off_.contains(message.till)) arrived.push_back(std::move(message));
  }
  return arrived;
}

void Network::Heal() {
  healed_ = true;
  cut_off_.clear();
}

}  // namespace daybook::sim
