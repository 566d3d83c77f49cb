#include "edge-server/engine/ticker.h"

#include "gtest/gtest.h"

namespace daybook::engine {
namespace {

// Counts what a ticker does, and says whether there is anybody to serve.
class TickerTest : public ::testing::Test {
 protected:
  Ticker::Options Counted(absl::Duration serve_interval, absl::Duration chores_interval) {
    return {.serve_interval = serve_interval,
            .chores_interval = chores_interval,
            .watched = [this] { return Look(); },
            .serve = [this] { Count(serve_count_); },
            .chores = [this] { Count(chores_count_); }};
  }

  void SetWatched(bool watched) {
    MutexLock lock(mutex_);
    watched_ = watched;
  }
  void Await(const int& counter, int count) {
    MutexLock lock(mutex_);
    EXPECT_TRUE(mutex_.AwaitFor(std::chrono::seconds(30), [&] { return counter >= count; }));
  }
  int Read(const int& counter) {
    MutexLock lock(mutex_);
    return counter;
  }

  const SystemClock clock_{};
  int look_count_ = 0;  // How often it was awake. All three are guarded by mutex_.
  int serve_count_ = 0;
  int chores_count_ = 0;

 private:
  bool Look() {
    MutexLock lock(mutex_);
    ++look_count_;
    return watched_;
  }
  void Count(int& counter) {
    MutexLock lock(mutex_);
    ++counter;
  }

  Mutex mutex_;
  bool watched_ DAYBOOK_GUARDED_BY(mutex_) = false;
};

TEST_F(TickerTest, IsAwakeForItsChoresAloneWhileNobodyWatches) {
  constexpr int kChores = 10;
  Ticker ticker(Counted(absl::Nanoseconds(1), absl::Milliseconds(5)), clock_);

  Await(chores_count_, kChores);
  ticker.Stop();

  EXPECT_EQ(serve_count_, 0);
  EXPECT_LE(look_count_, 2 * chores_count_);  // It may wake a moment before they are due.
}

TEST_F(TickerTest, ServesBetweenItsChoresWhileSomebodyWatches) {
  SetWatched(true);
  Ticker ticker(Counted(absl::Milliseconds(1), absl::Hours(1)), clock_);

  Await(serve_count_, 10);

  EXPECT_EQ(Read(chores_count_), 1);  // At the start.
}

TEST_F(TickerTest, ServesTheFirstWatcherWithoutWaitingForItsChores) {
  Ticker ticker(Counted(absl::Milliseconds(1), absl::Hours(1)), clock_);
  Await(chores_count_, 1);

  SetWatched(true);
  ticker.Wake();

  Await(serve_count_, 1);
}

TEST_F(TickerTest, DoesItsChoresHoweverOftenItServes) {
  SetWatched(true);
  Ticker ticker(Counted(absl::Nanoseconds(1), absl::Milliseconds(1)), clock_);

  Await(chores_count_, 5);
}

TEST_F(TickerTest, DoesNothingOnceItIsStopped) {
  SetWatched(true);
  Ticker ticker(Counted(absl::Nanoseconds(1), absl::Nanoseconds(1)), clock_);
  Await(chores_count_, 1);

  ticker.Stop();
  const int looked = Read(look_count_);
  ticker.Wake();

  EXPECT_EQ(Read(look_count_), looked);
}

}  // namespace
}  // namespace daybook::engine
