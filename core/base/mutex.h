// A mutex that clang's thread-safety analysis and ThreadSanitizer both understand (absl::Mutex from
// Debian's build is opaque to the latter).
//
// Await replaces condition variables: it waits until a predicate over the guarded state holds, and
// every Unlock wakes those who wait.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define DAYBOOK_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define DAYBOOK_THREAD_ANNOTATION(x)
#endif

#define DAYBOOK_GUARDED_BY(x) DAYBOOK_THREAD_ANNOTATION(guarded_by(x))
#define DAYBOOK_REQUIRES(...) DAYBOOK_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))
#define DAYBOOK_EXCLUDES(...) DAYBOOK_THREAD_ANNOTATION(locks_excluded(__VA_ARGS__))

namespace daybook {

class DAYBOOK_THREAD_ANNOTATION(capability("mutex")) Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() DAYBOOK_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }

  // Wakes those in Await, who look at their predicate again. Who sees a change there may destroy
  // the mutex: nothing of it is touched after it is unlocked.
  void Unlock() DAYBOOK_THREAD_ANNOTATION(release_capability()) {
    if (waiters_ > 0) changed_.notify_all();
    mutex_.unlock();
  }

  // Returns when `predicate` holds. REQUIRES: locked; it is unlocked while waiting.
  template <typename Predicate>
  void Await(Predicate predicate) DAYBOOK_REQUIRES(this) {
    Wait([&](auto& lock) { changed_.wait(lock, predicate); });
  }

  // Returns when `predicate` holds or `timeout` has passed, and whether it holds. REQUIRES: locked.
  template <typename Predicate>
  bool AwaitFor(std::chrono::nanoseconds timeout, Predicate predicate) DAYBOOK_REQUIRES(this) {
    bool holds = false;
    Wait([&](auto& lock) { holds = changed_.wait_for(lock, timeout, predicate); });
    return holds;
  }

 private:
  template <typename Body>
  void Wait(Body body) {
    std::unique_lock<std::mutex> lock(mutex_, std::adopt_lock);
    if (waiters_++ > 0) changed_.notify_all();  // Waiting unlocks too.
    body(lock);
    --waiters_;
    lock.release();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int waiters_ = 0;  // Guarded by mutex_.
};

class DAYBOOK_THREAD_ANNOTATION(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) DAYBOOK_THREAD_ANNOTATION(acquire_capability(mutex))
      : mutex_(mutex) {
    mutex_.Lock();
  }
  ~MutexLock() DAYBOOK_THREAD_ANNOTATION(release_capability()) { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace daybook
