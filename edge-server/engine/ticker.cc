#include "edge-server/engine/ticker.h"

#include <algorithm>

namespace daybook::engine {

void Ticker::Wake() {
  MutexLock lock(mutex_);
  woken_ = true;
}

void Ticker::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  thread_.Join();
}

void Ticker::Run() {
  absl::Duration chores_at = clock_.Monotonic();
  while (true) {
    const bool watched = options_.watched();
    const absl::Duration until_chores = chores_at - clock_.Monotonic();
    if (!Sleep(watched ? std::min(options_.serve_interval, until_chores) : until_chores)) return;
    if (watched) options_.serve();
    if (clock_.Monotonic() < chores_at) continue;
    options_.chores();
    chores_at = clock_.Monotonic() + options_.chores_interval;
  }
}

// Returns early when it is woken, and false when the ticker ends.
bool Ticker::Sleep(absl::Duration duration) {
  MutexLock lock(mutex_);
  mutex_.AwaitFor(absl::ToChronoNanoseconds(duration),
                  [this]() DAYBOOK_REQUIRES(mutex_) { return stopping_ || woken_; });
  woken_ = false;
  return !stopping_;
}

}  // namespace daybook::engine
