// The clocks of the simulated shop. The wall clock may jump; the other one never does.
#pragma once

#include "core/base/clock.h"

namespace daybook::sim {

class SimClock : public Clock {
 public:
  explicit SimClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override { return now_; }
  absl::Duration Monotonic() const override { return monotonic_; }

  void Advance(absl::Duration duration) {
    now_ += duration;
    monotonic_ += duration;
  }
  void Jump(absl::Duration duration) { now_ += duration; }

 private:
  absl::Time now_;
  absl::Duration monotonic_;
};

}  // namespace daybook::sim
