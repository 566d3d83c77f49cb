#include "core/base/mutex.h"

#include <memory>
#include <thread>

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(MutexTest, WakesWhoAwaitsWhatChanged) {
  Mutex mutex;
  int value = 0;
  std::thread other([&] {
    MutexLock lock(mutex);
    mutex.Await([&] { return value == 1; });
    value = 2;
  });

  {
    MutexLock lock(mutex);
    value = 1;
  }
  {
    MutexLock lock(mutex);
    mutex.Await([&] { return value == 2; });
  }

  other.join();
  EXPECT_EQ(value, 2);
}

TEST(MutexTest, WakesWhoAwaitsWhatChangedBeforeAnotherWait) {
  Mutex mutex;
  int value = 0;
  std::thread other([&] {
    MutexLock lock(mutex);
    mutex.Await([&] { return value == 1; });
    value = 2;
    mutex.Await([&] { return value == 3; });
  });

  {
    MutexLock lock(mutex);
    value = 1;
    mutex.Await([&] { return value == 2; });
    value = 3;
  }

  other.join();
  EXPECT_EQ(value, 3);
}

TEST(MutexTest, MayGoOnceTheChangeIsSeen) {
  for (int i = 0; i < 1'000; ++i) {
    auto mutex = std::make_unique<Mutex>();
    bool changed = false;
    std::thread other([&changed, &mutex = *mutex] {
      MutexLock lock(mutex);
      changed = true;
    });

    {
      MutexLock lock(*mutex);
      mutex->Await([&] { return changed; });
    }
    mutex.reset();

    other.join();
    EXPECT_TRUE(changed);
  }
}

TEST(MutexTest, GivesUpWaitingAfterTheTimeout) {
  Mutex mutex;
  MutexLock lock(mutex);

  EXPECT_FALSE(mutex.AwaitFor(std::chrono::milliseconds(1), [] { return false; }));
  EXPECT_TRUE(mutex.AwaitFor(std::chrono::hours(1), [] { return true; }));
}

TEST(MutexTest, LetsOneInAtATime) {
  Mutex mutex;
  int64_t counter = 0;
  const auto count = [&] {
    for (int i = 0; i < 10'000; ++i) {
      MutexLock lock(mutex);
      ++counter;
    }
  };

  std::thread one(count);
  std::thread other(count);
  one.join();
  other.join();

  EXPECT_EQ(counter, 20'000);
}

}  // namespace
}  // namespace daybook
