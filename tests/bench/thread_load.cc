#include "tests/bench/thread_load.h"

#include <thread>
#include <vector>

#include "core/base/clock.h"
#include "tests/bench/interrupt.h"

namespace daybook::bench {
namespace {

SliceResult RunCaller(const ThreadLoad& load, int64_t caller, absl::Duration end,
                      const ThreadCall& call) {
  const SystemClock clock;
  TillScript script(caller, load.seed);
  script.Open(clock.Now());
  SliceResult result;
  for (absl::Duration start = clock.Monotonic(); start < end && !Interrupted();) {
    const absl::Status status =
        call(caller, script.Sell(clock.Now(), static_cast<int>(load.sales_per_call)));
    const absl::Duration now = clock.Monotonic();
    result.latency.Record(absl::ToInt64Nanoseconds(now - start));
    start = now;
    if (status.ok()) {
      result.sales += load.sales_per_call;
    } else {
      ++result.errors;
      if (result.first_error.empty()) result.first_error = MessageOf(status);
    }
  }
  return result;
}

}  // namespace

SliceResult RunThreads(const ThreadLoad& load, absl::Duration duration, const ThreadCall& call) {
  const SystemClock clock;
  const absl::Duration start = clock.Monotonic();
  std::vector<SliceResult> results(static_cast<size_t>(load.callers));
  std::vector<std::thread> threads;
  for (int64_t caller = 0; caller < load.callers; ++caller) {
    threads.emplace_back([&, caller] {
      results[static_cast<size_t>(caller)] = RunCaller(load, caller, start + duration, call);
    });
  }
  for (std::thread& thread : threads) thread.join();
  SliceResult total;
  for (const SliceResult& result : results) total.AddConcurrent(result);
  total.elapsed = clock.Monotonic() - start;
  return total;
}

}  // namespace daybook::bench
