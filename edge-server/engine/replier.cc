#include "edge-server/engine/replier.h"

#include <utility>

namespace daybook::engine {

void Replier::Send(Answered batch) {
  MutexLock lock(mutex_);
  mutex_.Await([this]() DAYBOOK_REQUIRES(mutex_) { return waiting_.size() < kWaitingMax; });
  waiting_.push_back(std::move(batch));
}

void Replier::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  thread_.Join();
}

void Replier::Run() {
  while (true) {
    Answered batch;
    {
      MutexLock lock(mutex_);
      mutex_.Await([this]() DAYBOOK_REQUIRES(mutex_) { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      batch = std::move(waiting_.front());
      waiting_.pop_front();
    }
    for (size_t i = 0; i < batch.calls.size(); ++i) {
      batch.calls[i].done(std::move(batch.responses[i]));
    }
  }
}

}  // namespace daybook::engine
