#include "edge-server/engine/reader_pool.h"

#include "fmt/format.h"

namespace daybook::engine {

ReaderPool::ReaderPool(int thread_count, size_t tasks_max) : tasks_max_(tasks_max) {
  for (int i = 0; i < thread_count; ++i) {
    threads_.emplace_back(fmt::format("reader-{}", i), [this] { Run(); });
  }
}

absl::Status ReaderPool::Submit(Task task) {
  MutexLock lock(mutex_);
  if (stopping_) return Error(Reason::ERROR_REASON_STOPPING, "the server is stopping");
  if (tasks_.size() >= tasks_max_) {
    return Error(Reason::ERROR_REASON_READS_MAX, "{reads} reads are waiting already",
                 {{"reads", tasks_.size()}});
  }
  tasks_.push_back(std::move(task));
  return absl::OkStatus();
}

void ReaderPool::SubmitOwned(Task task) {
  MutexLock lock(mutex_);
  if (!stopping_) tasks_.push_back(std::move(task));
}

void ReaderPool::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  threads_.clear();
}

void ReaderPool::Run() {
  while (true) {
    Task task;
    {
      MutexLock lock(mutex_);
      mutex_.Await([this]() DAYBOOK_REQUIRES(mutex_) { return stopping_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace daybook::engine
