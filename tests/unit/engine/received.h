// What a watcher was sent, for tests of the feeds.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/mutex.h"
#include "core/base/status.h"
#include "edge-server/engine/reader_pool.h"
#include "gtest/gtest.h"

namespace daybook::engine {

// Thread-safe.
template <typename Batch>
class Received {
 public:
  std::function<void(Batch)> Send() {
    return [this](Batch batch) {
      MutexLock lock(mutex_);
      batches_.push_back(std::move(batch));
    };
  }
  std::function<void(absl::Status)> Close() {
    return [this](absl::Status status) {
      MutexLock lock(mutex_);
      closed_ = std::move(status);
    };
  }

  std::function<void()> BreakOff() {
    return [this] {
      MutexLock lock(mutex_);
      ++broken_off_count_;
    };
  }

  // Waits for so many messages and returns that one.
  Batch Await(size_t count) {
    MutexLock lock(mutex_);
    const bool came = mutex_.AwaitFor(std::chrono::seconds(30), [&]() DAYBOOK_REQUIRES(mutex_) {
      return batches_.size() >= count;
    });
    EXPECT_TRUE(came) << count << " messages";
    return came ? batches_[count - 1] : Batch();
  }

  size_t count() {
    MutexLock lock(mutex_);
    return batches_.size();
  }
  std::optional<absl::Status> closed() {
    MutexLock lock(mutex_);
    return closed_;
  }
  int broken_off_count() {
    MutexLock lock(mutex_);
    return broken_off_count_;
  }

 private:
  Mutex mutex_;
  std::vector<Batch> batches_ DAYBOOK_GUARDED_BY(mutex_);
  std::optional<absl::Status> closed_ DAYBOOK_GUARDED_BY(mutex_);
  int broken_off_count_ DAYBOOK_GUARDED_BY(mutex_) = 0;
};

// Returns when everything that was submitted to the readers so far has run. They run in order, so
// each thread is held at one task of ours until all of them are.
inline void AwaitIdle(ReaderPool& readers, int thread_count = 2) {
  struct Meeting {
    Mutex mutex;
    int arrived = 0;
    int left = 0;
  };
  const auto meeting = std::make_shared<Meeting>();  // The last to leave still unlocks it.
  for (int i = 0; i < thread_count; ++i) {
    EXPECT_TRUE(readers
                    .Submit([meeting, thread_count] {
                      MutexLock lock(meeting->mutex);
                      ++meeting->arrived;
                      meeting->mutex.Await([&] { return meeting->arrived == thread_count; });
                      ++meeting->left;
                    })
                    .ok());
  }
  MutexLock lock(meeting->mutex);
  meeting->mutex.Await([&] { return meeting->left == thread_count; });
}

}  // namespace daybook::engine
