#include "core/base/clock.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(ClockTest, TimesGoThereAndBack) {
  for (const int64_t nanos : {int64_t{0}, int64_t{1}, int64_t{-1},
                              int64_t{1'478'337'300'123'456'789}, int64_t{-1'500'000'000}}) {
    const absl::Time time = absl::FromUnixNanos(nanos);

    const google::protobuf::Timestamp timestamp = ToTimestamp(time);

    EXPECT_EQ(FromTimestamp(timestamp), time);
    EXPECT_GE(timestamp.nanos(), 0);
  }
}

TEST(ClockTest, TakesTimesThatNoClockShows) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(INT64_MAX);

  EXPECT_EQ(FromTimestamp(timestamp), absl::FromUnixSeconds(INT64_MAX));
}

TEST(ClockTest, NeverGoesBackwards) {
  const SystemClock clock;

  const absl::Duration first = clock.Monotonic();

  EXPECT_LE(first, clock.Monotonic());
  EXPECT_GT(clock.Now(), absl::UnixEpoch());
}

}  // namespace
}  // namespace daybook
