// The watches of one feed: those that are served, counted against the bound that all feeds share,
// and those that were closed and have not gone yet, which still hold their last message.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "core/base/mutex.h"
#include "core/base/status.h"

namespace daybook::engine {

// How many watches all feeds together serve. Thread-safe.
class WatchBudget {
 public:
  explicit WatchBudget(size_t watchers_max) : watchers_max_(watchers_max) {}

  // Counts one more. Errors: WATCHERS_MAX.
  absl::Status Take() DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    if (served_count_ >= watchers_max_) {
      return Error(Reason::ERROR_REASON_WATCHERS_MAX, "{watchers} watchers are connected already",
                   {{"watchers", served_count_}});
    }
    ++served_count_;
    return absl::OkStatus();
  }
  void GiveBack() DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    --served_count_;
  }

 private:
  const size_t watchers_max_;
  Mutex mutex_;
  size_t served_count_ DAYBOOK_GUARDED_BY(mutex_) = 0;
};

// Thread-safe.
template <typename Watch>
class WatchRegistry {
 public:
  // A reader may be at work for one that has just gone.
  using SharedWatch = std::shared_ptr<Watch>;

  // The budget outlives this.
  explicit WatchRegistry(WatchBudget& budget) : budget_(budget) {}

  // Errors: WATCHERS_MAX, STOPPING.
  absl::Status Add(SharedWatch watch) DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    if (stopping_) {
      return Error(Reason::ERROR_REASON_STOPPING, "the server is stopping; watch again later");
    }
    DAYBOOK_RETURN_IF_ERROR(budget_.Take());
    served_.insert(std::move(watch));
    return absl::OkStatus();
  }

  // The watch was closed: it is not counted any more.
  void MoveToClosed(const SharedWatch& watch) DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    if (StopServing(watch)) closed_.insert(watch);
  }

  // The watch has gone.
  void Remove(const SharedWatch& watch) DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    StopServing(watch);
    closed_.erase(watch);
  }

  std::vector<SharedWatch> Served() DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    return {served_.begin(), served_.end()};
  }

  // Both those that are served and those that were closed.
  std::vector<SharedWatch> All() DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    std::vector<SharedWatch> all(served_.begin(), served_.end());
    all.insert(all.end(), closed_.begin(), closed_.end());
    return all;
  }

  // Nobody is taken any more.
  void Stop() DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    stopping_ = true;
  }

  // Returns when all watches have gone, or after `timeout`.
  void AwaitEmpty(absl::Duration timeout) DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    mutex_.AwaitFor(absl::ToChronoNanoseconds(timeout), [this]() DAYBOOK_REQUIRES(mutex_) {
      return served_.empty() && closed_.empty();
    });
  }

  size_t served_count() DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    return served_.size();
  }

 private:
  bool StopServing(const SharedWatch& watch) DAYBOOK_REQUIRES(mutex_) {
    const bool was_served = served_.erase(watch) > 0;
    if (was_served) budget_.GiveBack();
    return was_served;
  }

  WatchBudget& budget_;
  Mutex mutex_;
  absl::flat_hash_set<SharedWatch> served_ DAYBOOK_GUARDED_BY(mutex_);
  absl::flat_hash_set<SharedWatch> closed_ DAYBOOK_GUARDED_BY(mutex_);
  bool stopping_ DAYBOOK_GUARDED_BY(mutex_) = false;
};

}  // namespace daybook::engine
