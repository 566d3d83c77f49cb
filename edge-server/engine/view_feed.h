// Serves those who watch rows of views: what they are, then what they become.
//
// Only the latest state matters, so changes are collected as keys and read when the watcher is
// served: at once after a quiet moment, then at most 20 times a second. A snapshot comes in pages,
// as fast as they are taken, with what has changed in the pages before. What a watcher holds is
// bounded by a page and the keys that changed since its last message; beyond the bound it gets a
// fresh snapshot.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "edge-server/engine/reader_pool.h"
#include "edge-server/engine/views.h"
#include "edge-server/engine/watch_registry.h"

namespace daybook::engine {

// Rows of one view with keys in [from, to). An empty `to` is the end.
struct ViewRange {
  int32_t subscription = 0;  // Chosen by the watcher; comes back with each row.
  std::string view;
  std::string from;
  std::string to;
};

// One row as it is now.
struct WatchedRow {
  int32_t subscription = 0;
  std::string row;  // Serialised.
};

// A message for a watcher. Without rows it is a heartbeat.
struct ViewBatch {
  std::vector<WatchedRow> rows;
  bool snapshot = false;            // A snapshot begins: forget what was sent before.
  bool snapshot_continues = false;  // More of the snapshot comes with the next message.
  // Every change up to here has been sent, with this message at the latest.
  int64_t position = 0;
};

// What to watch, and where it goes. The callbacks are called one at a time, from threads of the
// engine, and must not block.
struct ViewSubscription {
  std::vector<ViewRange> ranges;
  std::function<void(ViewBatch)> send;      // After it, the watch waits for Taken.
  std::function<void(absl::Status)> close;  // At most once; no send after it.
  std::function<void()> break_off;          // At most once, if the watcher does not go even then.
};

class ViewWatch;

class ViewFeed {
 public:
  struct Options {
    absl::Duration stall_max = absl::Seconds(30);
    absl::Duration heartbeat_interval = absl::Seconds(5);
    absl::Duration message_interval_min = absl::Milliseconds(50);
  };

  // All outlive the feed.
  ViewFeed(const Options& options, const Views& views, const Clock& clock, ReaderPool& readers,
           WatchBudget& budget)
      : options_(options),
        views_(views),
        clock_(clock),
        readers_(readers),
        registry_(budget),
        told_position_(views.position()) {}

  // Takes a watcher, who is served from the first Taken on. Errors: VIEW_UNKNOWN, VIEW_STOPPED,
  // WATCHERS_MAX, STOPPING. Thread-safe.
  absl::StatusOr<std::shared_ptr<ViewWatch>> Watch(ViewSubscription subscription);

  // Tells watchers which rows have changed. Called after every step of the projector, on its
  // thread; brief.
  void Notify(const std::vector<ViewChange>& changes) DAYBOOK_EXCLUDES(mutex_);

  // Serves those whose turn has come, sends heartbeats, cuts those who take nothing, breaks off
  // those who do not go even then. Called often.
  void Tick();

  // Closes every watch with STOPPING. Nobody is taken any more.
  void Stop();

  // Returns when every watcher has gone, or after `timeout`. REQUIRES: Stop was called.
  void AwaitGone(absl::Duration timeout) { registry_.AwaitEmpty(timeout); }

  size_t watcher_count() { return registry_.served_count(); }

 private:
  friend class ViewWatch;

  // Up to where every watcher has been told what changed. The views themselves may be further.
  int64_t told_position() DAYBOOK_EXCLUDES(mutex_);

  const Options options_;
  const Views& views_;
  const Clock& clock_;
  ReaderPool& readers_;
  WatchRegistry<ViewWatch> registry_;

  Mutex mutex_;
  int64_t told_position_ DAYBOOK_GUARDED_BY(mutex_);
};

// One watcher. Thread-safe.
class ViewWatch : public std::enable_shared_from_this<ViewWatch> {
 public:
  ViewWatch(ViewFeed& feed, ViewSubscription subscription);

  // The watcher has taken the last message and is ready for the next.
  void Taken() DAYBOOK_EXCLUDES(mutex_);

  // Ends the watch. When it returns, no callback is running or will be called.
  void End() DAYBOOK_EXCLUDES(mutex_);

 private:
  friend class ViewFeed;

  enum class State { kIdle, kServing, kSending, kClosed, kGone };
  // A row: which range it is in, and its key. Ordered as a snapshot is sent.
  using RowPlace = std::pair<size_t, std::string>;
  // What a message is made of: rows that changed, and a page of the snapshot, if one is under way.
  struct Due {
    std::set<RowPlace> dirty;
    std::optional<RowPlace> snapshot_from;  // Where the page begins.
    int64_t position = 0;
  };

  void Mark(const std::vector<ViewChange>& changes) DAYBOOK_EXCLUDES(mutex_);
  void Tick() DAYBOOK_EXCLUDES(mutex_);
  void ScheduleIfDue() DAYBOOK_REQUIRES(mutex_);
  void Serve() DAYBOOK_EXCLUDES(mutex_);
  Due TakeDue() DAYBOOK_REQUIRES(mutex_);
  absl::StatusOr<ViewBatch> Read(Due& due) const;
  absl::Status ReadDirty(const std::set<RowPlace>& dirty, ViewBatch& batch) const;
  absl::Status ReadPage(RowPlace& from, ViewBatch& batch) const;
  void Send(ViewBatch batch) DAYBOOK_REQUIRES(mutex_);
  void Close(absl::Status status) DAYBOOK_EXCLUDES(mutex_);
  void BreakOffIfDue() DAYBOOK_REQUIRES(mutex_);

  ViewFeed& feed_;
  const ViewSubscription subscription_;

  Mutex mutex_;
  State state_ DAYBOOK_GUARDED_BY(mutex_) = State::kSending;  // Until the first Taken.
  // From where on the snapshot is still to be sent, if it is.
  std::optional<RowPlace> snapshot_from_ DAYBOOK_GUARDED_BY(mutex_) = RowPlace();
  std::set<RowPlace> dirty_ DAYBOOK_GUARDED_BY(mutex_);
  bool broken_off_ DAYBOOK_GUARDED_BY(mutex_) = false;
  absl::Duration sent_at_ DAYBOOK_GUARDED_BY(mutex_);  // Monotonic.
  absl::Duration next_at_ DAYBOOK_GUARDED_BY(mutex_);  // Monotonic: not to be served before.
};

}  // namespace daybook::engine
