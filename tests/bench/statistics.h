// What the benchmark computes: latencies in buckets of bounded size, percentiles, medians, and the
// fixed schedule of an open loop. Pure: no clock, no threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace daybook::bench {

// Counts durations in logarithmic buckets: at most 0.8 % wide, whatever the number of samples.
// Not thread-safe: each thread has its own, and they are added at the end.
class LatencyHistogram {
 public:
  LatencyHistogram();

  // Counts one duration; below 0 counts as 0, beyond 18 minutes as 18 minutes.
  void Record(int64_t nanoseconds);

  void Add(const LatencyHistogram& other);

  int64_t count() const { return count_; }

  // Returns the least duration that `quantile` of the samples do not exceed, rounded up to the end
  // of its bucket but never beyond the largest sample; 0 without samples.
  // REQUIRES: 0 <= quantile <= 1.
  int64_t Percentile(double quantile) const;

 private:
  std::vector<int64_t> buckets_;
  int64_t count_ = 0;
  int64_t largest_ = 0;
};

// When the calls of an open loop are due: evenly, whatever becomes of the calls. Latency is
// measured from here, so that a server that stalls is charged for everybody who had to wait.
class Schedule {
 public:
  // REQUIRES: rate_per_second > 0.
  Schedule(int64_t start_nanoseconds, int64_t rate_per_second);

  // Returns when call `index` (from 0) is due. Exact: the error of one interval does not add up.
  int64_t DueTime(int64_t index) const;

  // Returns how many calls are due until `now`, that one included.
  int64_t DueCount(int64_t now_nanoseconds) const;

 private:
  int64_t start_;
  int64_t rate_;
};

// Returns the middle value, of an even number the mean of the two in the middle; 0 of none.
double Median(std::vector<double> values);

// Returns numerator / denominator, or 0 where there is nothing to divide by.
double Ratio(double numerator, double denominator);

// Returns the median of the ratios of the two rates round by round. A machine that is disturbed
// slows both sides of a round, so this is steadier than the ratio of the totals.
// REQUIRES: as many of one as of the other.
double MedianRatio(std::span<const double> numerators, std::span<const double> denominators);

}  // namespace daybook::bench
