#include "tests/bench/statistics.h"

#include <gtest/gtest.h>

#include <vector>

namespace daybook::bench {
namespace {

constexpr int64_t kMillisecond = 1'000'000;

TEST(LatencyHistogramTest, HasNoPercentileWithoutSamples) {
  const LatencyHistogram histogram;

  EXPECT_EQ(histogram.count(), 0);
  EXPECT_EQ(histogram.Percentile(0.99), 0);
}

TEST(LatencyHistogramTest, GivesSmallDurationsExactly) {
  LatencyHistogram histogram;
  for (int64_t nanoseconds = 1; nanoseconds <= 100; ++nanoseconds) histogram.Record(nanoseconds);

  EXPECT_EQ(histogram.Percentile(0), 1);
  EXPECT_EQ(histogram.Percentile(0.5), 50);
  EXPECT_EQ(histogram.Percentile(0.99), 99);
  EXPECT_EQ(histogram.Percentile(1), 100);
}

TEST(LatencyHistogramTest, IsNeverBelowTheTruthAndAtMostOnePercentAbove) {
  for (int64_t value = 1; value < int64_t{1} << 39; value = value * 21 / 16 + 1) {
    LatencyHistogram histogram;
    histogram.Record(value);
    histogram.Record(2 * value);  // So that the largest sample does not cap the first.

    const int64_t median = histogram.Percentile(0.5);

    EXPECT_GE(median, value);
    EXPECT_LE(median, value + value / 100);
  }
}

TEST(LatencyHistogramTest, FindsTheSlowestOfAThousand) {
  LatencyHistogram histogram;
  for (int i = 0; i < 998; ++i) histogram.Record(kMillisecond);
  histogram.Record(50 * kMillisecond);
  histogram.Record(50 * kMillisecond);

  EXPECT_LE(histogram.Percentile(0.99), kMillisecond * 101 / 100);
  EXPECT_EQ(histogram.Percentile(0.999), 50 * kMillisecond);
}

TEST(LatencyHistogramTest, KeepsWhatIsOutOfRangeAtTheEnds) {
  LatencyHistogram histogram;
  histogram.Record(-5);
  histogram.Record(int64_t{1} << 62);

  EXPECT_EQ(histogram.count(), 2);
  EXPECT_EQ(histogram.Percentile(0.5), 0);
  EXPECT_EQ(histogram.Percentile(1), (int64_t{1} << 40) - 1);
}

TEST(LatencyHistogramTest, AddsThoseOfSeveralThreads) {
  LatencyHistogram first;
  LatencyHistogram second;
  first.Record(10);
  second.Record(20);
  second.Record(30);

  first.Add(second);

  EXPECT_EQ(first.count(), 3);
  EXPECT_EQ(first.Percentile(0.5), 20);
  EXPECT_EQ(first.Percentile(1), 30);
}

TEST(ScheduleTest, SpreadsTheCallsEvenly) {
  const Schedule schedule(1000, 4);

  EXPECT_EQ(schedule.DueTime(0), 1000);
  EXPECT_EQ(schedule.DueTime(1), 1000 + 250 * kMillisecond);
  EXPECT_EQ(schedule.DueTime(4), 1000 + 1000 * kMillisecond);
}

TEST(ScheduleTest, DoesNotDriftWhereTheIntervalIsNotWhole) {
  const Schedule schedule(0, 3);

  EXPECT_EQ(schedule.DueTime(1), 333'333'333);
  EXPECT_EQ(schedule.DueTime(3'000'000), 1'000'000LL * 1000 * kMillisecond);
}

TEST(ScheduleTest, CountsACallFromTheMomentItIsDue) {
  for (const int64_t rate : {1, 3, 7, 1000, 999'983}) {
    const Schedule schedule(500, rate);
    for (int64_t index = 0; index < 2000; ++index) {
      EXPECT_EQ(schedule.DueCount(schedule.DueTime(index)), index + 1);
      EXPECT_EQ(schedule.DueCount(schedule.DueTime(index) - 1), index);
    }
  }
}

TEST(MedianTest, TakesTheMiddleOfAnyOrder) {
  EXPECT_EQ(Median({}), 0);
  EXPECT_EQ(Median({3}), 3);
  EXPECT_EQ(Median({9, 1, 5}), 5);
  EXPECT_EQ(Median({4, 1, 3, 2}), 2.5);
}

TEST(MedianRatioTest, ComparesRoundByRound) {
  const std::vector<double> edge = {40, 10, 44};
  const std::vector<double> echo = {100, 25, 110};  // The second round was disturbed.

  EXPECT_DOUBLE_EQ(MedianRatio(edge, echo), 0.4);
}

TEST(MedianRatioTest, DividesByNothingWithoutHarm) {
  EXPECT_EQ(Ratio(5, 0), 0);
  EXPECT_EQ(MedianRatio({}, {}), 0);
}

}  // namespace
}  // namespace daybook::bench
