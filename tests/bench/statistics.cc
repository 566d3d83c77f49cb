#include "tests/bench/statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/check.h"

namespace daybook::bench {
namespace {

// Each power of two is cut into 128 buckets; durations below 128 ns have a bucket each.
constexpr int kBucketBits = 7;
constexpr int64_t kBucketsPerPower = int64_t{1} << kBucketBits;
constexpr int kPowersMax = 40;  // 2^40 ns are 18 minutes.
constexpr int64_t kNanosecondsMax = (int64_t{1} << kPowersMax) - 1;
constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

int64_t BucketOf(int64_t nanoseconds) {
  if (nanoseconds < kBucketsPerPower) return nanoseconds;
  const auto bits = static_cast<int>(std::bit_width(static_cast<uint64_t>(nanoseconds)));
  const int shift = bits - 1 - kBucketBits;
  return shift * kBucketsPerPower + (nanoseconds >> shift);
}

int64_t BucketEnd(int64_t bucket) {
  if (bucket < 2 * kBucketsPerPower) return bucket;
  const int64_t shift = bucket / kBucketsPerPower - 1;
  return ((bucket % kBucketsPerPower + kBucketsPerPower + 1) << shift) - 1;
}

}  // namespace

LatencyHistogram::LatencyHistogram()
    : buckets_(static_cast<size_t>(BucketOf(kNanosecondsMax) + 1)) {}

void LatencyHistogram::Record(int64_t nanoseconds) {
  const int64_t bounded = std::clamp<int64_t>(nanoseconds, 0, kNanosecondsMax);
  ++buckets_[static_cast<size_t>(BucketOf(bounded))];
  ++count_;
  largest_ = std::max(largest_, bounded);
}

void LatencyHistogram::Add(const LatencyHistogram& other) {
  for (size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  largest_ = std::max(largest_, other.largest_);
}

int64_t LatencyHistogram::Percentile(double quantile) const {
  DAYBOOK_CHECK(quantile >= 0 && quantile <= 1);
  const auto wanted =
      std::max<int64_t>(1, std::llround(std::ceil(quantile * static_cast<double>(count_))));
  int64_t seen = 0;
  for (size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= wanted) return std::min(BucketEnd(static_cast<int64_t>(i)), largest_);
  }
  return largest_;
}

Schedule::Schedule(int64_t start_nanoseconds, int64_t rate_per_second)
    : start_(start_nanoseconds), rate_(rate_per_second) {
  DAYBOOK_CHECK(rate_per_second > 0);
}

int64_t Schedule::DueTime(int64_t index) const {
  const int64_t seconds = index / rate_;
  const int64_t rest = index % rate_;
  return start_ + seconds * kNanosecondsPerSecond + rest * kNanosecondsPerSecond / rate_;
}

int64_t Schedule::DueCount(int64_t now_nanoseconds) const {
  const int64_t elapsed = now_nanoseconds - start_;
  if (elapsed < 0) return 0;
  const int64_t seconds = elapsed / kNanosecondsPerSecond;
  const int64_t rest = elapsed % kNanosecondsPerSecond;
  int64_t count = seconds * rate_ + rest * rate_ / kNanosecondsPerSecond;
  while (DueTime(count) <= now_nanoseconds) ++count;
  return count;
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double Ratio(double numerator, double denominator) {
  return denominator == 0 ? 0 : numerator / denominator;
}

double MedianRatio(std::span<const double> numerators, std::span<const double> denominators) {
  DAYBOOK_CHECK(numerators.size() == denominators.size());
  std::vector<double> ratios;
  for (size_t i = 0; i < numerators.size(); ++i) {
    ratios.push_back(Ratio(numerators[i], denominators[i]));
  }
  return Median(std::move(ratios));
}

}  // namespace daybook::bench
