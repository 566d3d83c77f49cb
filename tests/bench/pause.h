// Waiting for a moment, to some tens of microseconds, while an interrupt is still seen.
#pragma once

#include <algorithm>
#include <chrono>

#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "tests/bench/interrupt.h"

namespace daybook::bench {

// Returns the monotonic clock in nanoseconds.
inline int64_t MonotonicNanoseconds() {
  return absl::ToInt64Nanoseconds(SystemClock().Monotonic());
}

// For one thread.
class Pause {
 public:
  // Returns at `moment_ns` of the monotonic clock, or soon after an interrupt.
  void Until(int64_t moment_ns) {
    constexpr int64_t kStretchNs = 50'000'000;
    for (int64_t now_ns = MonotonicNanoseconds(); now_ns < moment_ns && !Interrupted();
         now_ns = MonotonicNanoseconds()) {
      MutexLock lock(mutex_);
      mutex_.AwaitFor(std::chrono::nanoseconds(std::min(moment_ns - now_ns, kStretchNs)),
                      [] { return false; });
    }
  }

 private:
  Mutex mutex_;
};

}  // namespace daybook::bench
