// Serves those who watch the log: from their cursor by disk, then live from memory.
//
// A watcher holds at most one message at a time. When it has taken that, it is served what has come
// since, from the tail or, if it has fallen behind, from disk again: a slow watcher costs one
// message of memory and no one else's time. One that takes nothing at all is cut and resumes where
// it was.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "edge-server/engine/reader_pool.h"
#include "edge-server/engine/watch_registry.h"
#include "edge-server/store/event_log.h"

namespace daybook::engine {

// A message for a watcher. Without entries it is a heartbeat.
struct EventBatch {
  std::vector<store::StoredEntry> entries;
  store::Cursor scanned;   // Everything up to here was looked at; resume after it.
  bool caught_up = false;  // The live edge is reached, after a time of catching up.
  store::Head head;
};

// What to watch, and where it goes. The callbacks are called one at a time, from threads of the
// engine, and must not block.
struct EventSubscription {
  store::Cursor after;
  bool from_now = false;  // Instead of `after`.
  store::Filter filter;
  std::function<void(EventBatch)> send;     // After it, the watch waits for Taken.
  std::function<void(absl::Status)> close;  // At most once; no send after it.
  std::function<void()> break_off;          // At most once, if the watcher does not go even then.
};

class EventWatch;

class Feed {
 public:
  struct Options {
    absl::Duration stall_max = absl::Seconds(30);
    absl::Duration heartbeat_interval = absl::Seconds(5);
  };

  // All outlive the feed.
  Feed(const Options& options, const store::EventLog& log, const Clock& clock, ReaderPool& readers,
       WatchBudget& budget)
      : options_(options), log_(log), clock_(clock), readers_(readers), registry_(budget) {}

  // Takes a watcher, who is served from the first Taken on. Errors: CURSOR_RESET, WATCHERS_MAX,
  // STOPPING. Thread-safe.
  absl::StatusOr<std::shared_ptr<EventWatch>> Watch(EventSubscription subscription);

  // Has every watcher that waits served. Called when the head has moved. Thread-safe; brief.
  void Notify();

  // Sends heartbeats, cuts those who take nothing, breaks off those who do not go even then. Called
  // at an interval.
  void Tick();

  // Closes every watch with STOPPING. Nobody is taken any more.
  void Stop();

  // Returns when every watcher has gone, or after `timeout`. REQUIRES: Stop was called.
  void AwaitGone(absl::Duration timeout) { registry_.AwaitEmpty(timeout); }

 private:
  friend class EventWatch;

  const Options options_;
  const store::EventLog& log_;
  const Clock& clock_;
  ReaderPool& readers_;
  WatchRegistry<EventWatch> registry_;
};

// One watcher. Thread-safe.
class EventWatch : public std::enable_shared_from_this<EventWatch> {
 public:
  EventWatch(Feed& feed, EventSubscription subscription);

  // The watcher has taken the last message and is ready for the next.
  void Taken() DAYBOOK_EXCLUDES(mutex_);

  // Ends the watch. When it returns, no callback is running or will be called.
  void End() DAYBOOK_EXCLUDES(mutex_);

 private:
  friend class Feed;

  enum class State { kIdle, kServing, kSending, kClosed, kGone };

  void Wake() DAYBOOK_EXCLUDES(mutex_);
  void Schedule() DAYBOOK_REQUIRES(mutex_);
  void Serve() DAYBOOK_EXCLUDES(mutex_);
  void ServePage(store::Page page) DAYBOOK_EXCLUDES(mutex_);
  absl::StatusOr<store::Page> ReadPage(int64_t after) const;
  void Send(std::vector<store::StoredEntry> entries, const store::Head& head)
      DAYBOOK_REQUIRES(mutex_);
  void Close(absl::Status status) DAYBOOK_EXCLUDES(mutex_);
  void BreakOffIfDue() DAYBOOK_REQUIRES(mutex_);
  void Tick() DAYBOOK_EXCLUDES(mutex_);

  Feed& feed_;
  const EventSubscription subscription_;

  Mutex mutex_;
  State state_ DAYBOOK_GUARDED_BY(mutex_) = State::kSending;  // Until the first Taken.
  store::Cursor scanned_ DAYBOOK_GUARDED_BY(mutex_);
  bool catching_up_ DAYBOOK_GUARDED_BY(mutex_) = true;
  bool broken_off_ DAYBOOK_GUARDED_BY(mutex_) = false;
  absl::Duration sent_at_ DAYBOOK_GUARDED_BY(mutex_);  // Monotonic.
};

}  // namespace daybook::engine
