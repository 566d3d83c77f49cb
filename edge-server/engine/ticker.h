// The engine's sense of time: a thread that does the chores at an interval and, while somebody
// watches a view, looks far more often whose turn it is. While nobody does, it sleeps.
#pragma once

#include <functional>

#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "edge-server/engine/named_thread.h"

namespace daybook::engine {

// Thread-safe.
class Ticker {
 public:
  // The functions are called one at a time, on the ticker's thread.
  struct Options {
    absl::Duration serve_interval = absl::Milliseconds(10);
    absl::Duration chores_interval = absl::Seconds(1);
    std::function<bool()> watched;  // Whether there is anybody to serve.
    std::function<void()> serve;
    std::function<void()> chores;
  };

  // Starts the thread. `clock` outlives the ticker.
  Ticker(Options options, const Clock& clock)
      : options_(std::move(options)), clock_(clock), thread_("ticker", [this] { Run(); }) {}
  ~Ticker() { Stop(); }

  // Somebody watches from now on: the ticker looks again.
  void Wake() DAYBOOK_EXCLUDES(mutex_);

  // Ends the thread; no function is running or will be called.
  void Stop() DAYBOOK_EXCLUDES(mutex_);

 private:
  void Run() DAYBOOK_EXCLUDES(mutex_);
  bool Sleep(absl::Duration duration) DAYBOOK_EXCLUDES(mutex_);

  const Options options_;
  const Clock& clock_;

  Mutex mutex_;
  bool woken_ DAYBOOK_GUARDED_BY(mutex_) = false;
  bool stopping_ DAYBOOK_GUARDED_BY(mutex_) = false;

  NamedThread thread_;  // Uses all of the above.
};

}  // namespace daybook::engine
