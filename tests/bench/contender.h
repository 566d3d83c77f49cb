// One of those that are compared in a run: the server, or a baseline. All get the same load from
// the same callers, in turns.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "core/base/status.h"
#include "tests/bench/statistics.h"

namespace daybook::bench {

// What became of a stretch of load.
struct SliceResult {
  int64_t sales = 0;   // Accepted.
  int64_t events = 0;  // What they left in the log; 0 where there is none.
  int64_t errors = 0;  // Calls that failed or were refused.
  std::string first_error;
  absl::Duration elapsed;  // From the first call to the last answer.
  LatencyHistogram latency;

  double SalesPerSecond() const {
    return Ratio(static_cast<double>(sales), absl::ToDoubleSeconds(elapsed));
  }
  double EventsPerSecond() const {
    return Ratio(static_cast<double>(events), absl::ToDoubleSeconds(elapsed));
  }

  // Adds counts and latencies, not the time: those of callers that ran together.
  void AddConcurrent(const SliceResult& other) {
    sales += other.sales;
    events += other.events;
    errors += other.errors;
    if (first_error.empty()) first_error = other.first_error;
    latency.Add(other.latency);
  }

  // Adds one that ran afterwards.
  void AddLater(const SliceResult& other) {
    AddConcurrent(other);
    elapsed += other.elapsed;
  }
};

class Contender {
 public:
  virtual ~Contender() = default;

  // Lets every caller make one sale after the other for `duration`. Returns early when
  // interrupted. Errors: what keeps it from going on at all; a refused sale is counted.
  virtual absl::StatusOr<SliceResult> Run(absl::Duration duration) = 0;

  // Returns the processor time that the far side has used so far.
  virtual absl::Duration CpuTime() const = 0;
};

}  // namespace daybook::bench
