// A few threads that may touch the disk, so that gRPC's threads need not.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

#include "core/base/mutex.h"
#include "core/base/status.h"
#include "edge-server/engine/named_thread.h"

namespace daybook::engine {

// Thread-safe. Tasks run in the order of submission, several at a time.
class ReaderPool {
 public:
  using Task = std::function<void()>;

  // `tasks_max` bounds what waits of Submit.
  ReaderPool(int thread_count, size_t tasks_max);
  ~ReaderPool() { Stop(); }

  // Runs `task` soon. Errors: READS_MAX if too much waits, STOPPING; the task is then never run.
  absl::Status Submit(Task task) DAYBOOK_EXCLUDES(mutex_);

  // Runs `task` soon, for a caller that has at most one such task waiting and so needs no other
  // bound. Dropped after Stop.
  void SubmitOwned(Task task) DAYBOOK_EXCLUDES(mutex_);

  // Runs what waits, then ends the threads. Nothing is taken any more.
  void Stop() DAYBOOK_EXCLUDES(mutex_);

 private:
  void Run() DAYBOOK_EXCLUDES(mutex_);

  const size_t tasks_max_;
  Mutex mutex_;
  std::deque<Task> tasks_ DAYBOOK_GUARDED_BY(mutex_);
  bool stopping_ DAYBOOK_GUARDED_BY(mutex_) = false;
  std::vector<NamedThread> threads_;
};

}  // namespace daybook::engine
