#include "edge-server/engine/view_feed.h"

#include <algorithm>

namespace daybook::engine {
namespace {

constexpr size_t kDirtyRowsMax = 1000;
constexpr int32_t kSnapshotRowsMax = 10'000;

bool IsIn(const ViewRange& range, std::string_view key) {
  return key >= range.from && (range.to.empty() || key < range.to);
}

absl::Status TooSlow(absl::Duration stall_max) {
  return Error(Reason::ERROR_REASON_WATCHER_TOO_SLOW,
               "nothing was taken for {seconds} s; watch again",
               {{"seconds", absl::ToInt64Seconds(stall_max)}});
}

absl::Status Stopping() {
  return Error(Reason::ERROR_REASON_STOPPING, "the server is stopping; watch again later");
}

}  // namespace

// The feed, its readers and the watcher share a watch: any of them may be the last to need it.
absl::StatusOr<std::shared_ptr<ViewWatch>> ViewFeed::Watch(ViewSubscription subscription) {
  for (const ViewRange& range : subscription.ranges) {
    DAYBOOK_RETURN_IF_ERROR(views_.Open(range.view).status());
  }
  auto watch = std::make_shared<ViewWatch>(*this, std::move(subscription));
  {
    MutexLock lock(mutex_);
    if (stopping_) return Stopping();
    if (watches_.size() >= options_.watchers_max) {
      return Error(Reason::ERROR_REASON_WATCHERS_MAX, "{watchers} watchers are connected already",
                   {{"watchers", watches_.size()}});
    }
    watches_.insert(watch);
  }
  return watch;
}

std::vector<std::shared_ptr<ViewWatch>> ViewFeed::Watches() {
  MutexLock lock(mutex_);
  return {watches_.begin(), watches_.end()};
}

void ViewFeed::Notify(const std::vector<ViewChange>& changes) {
  for (const auto& watch : Watches()) watch->Mark(changes);
}

void ViewFeed::Tick() {
  for (const auto& watch : Watches()) watch->Tick();
}

void ViewFeed::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  for (const auto& watch : Watches()) watch->Stop(Stopping());
}

size_t ViewFeed::watcher_count() {
  MutexLock lock(mutex_);
  return watches_.size();
}

void ViewFeed::Forget(const std::shared_ptr<ViewWatch>& watch) {
  MutexLock lock(mutex_);
  watches_.erase(watch);
}

ViewWatch::ViewWatch(ViewFeed& feed, ViewSubscription subscription)
    : feed_(feed),
      subscription_(std::move(subscription)),
      turn_({.stall_max = feed.options_.stall_max,
             .heartbeat_interval = feed.options_.heartbeat_interval},
            feed.clock_.Monotonic()),
      next_at_(feed.clock_.Monotonic()) {}

void ViewWatch::Mark(const std::vector<ViewChange>& changes) {
  MutexLock lock(mutex_);
  for (const ViewChange& change : changes) {
    for (size_t i = 0; i < subscription_.ranges.size() && !snapshot_due_; ++i) {
      const ViewRange& range = subscription_.ranges[i];
      if (change.view != range.view) continue;
      for (const projections::RowChange& row : change.rows) {
        if (IsIn(range, row.key)) dirty_.emplace(i, row.key);
      }
      snapshot_due_ = change.replaced || dirty_.size() > kDirtyRowsMax;
    }
  }
  ScheduleIfDue();
}

void ViewWatch::Taken() {
  MutexLock lock(mutex_);
  turn_.Taken();
  ScheduleIfDue();
}

void ViewWatch::ScheduleIfDue() {
  if (!turn_.idle() || (dirty_.empty() && !snapshot_due_)) return;
  if (feed_.clock_.Monotonic() < next_at_) return;
  turn_.Serve();
  feed_.readers_.SubmitOwned([watch = shared_from_this()] { watch->Serve(); });
}

void ViewWatch::End() {
  {
    MutexLock lock(mutex_);
    turn_.Leave();
  }
  feed_.Forget(shared_from_this());
}

// Takes the marks before it reads: what changes meanwhile is marked again and sent next time.
void ViewWatch::Serve() {
  std::set<DirtyRow> dirty;
  bool snapshot = false;
  {
    MutexLock lock(mutex_);
    if (!turn_.serving()) return;
    dirty.swap(dirty_);
    snapshot = std::exchange(snapshot_due_, false);
  }
  absl::StatusOr<ViewBatch> batch = snapshot ? ReadSnapshot() : ReadRows(dirty);
  MutexLock lock(mutex_);
  if (!turn_.serving()) return;
  if (!batch.ok()) return Close(batch.status());
  Send(*std::move(batch));
}

absl::StatusOr<ViewBatch> ViewWatch::ReadSnapshot() const {
  ViewBatch batch{.snapshot = true, .position = feed_.views_.position()};
  for (const ViewRange& range : subscription_.ranges) {
    DAYBOOK_ASSIGN_OR_RETURN(const ViewReader view, feed_.views_.Open(range.view));
    DAYBOOK_ASSIGN_OR_RETURN(auto rows, view.Rows(range.from, range.to, false, kSnapshotRowsMax));
    for (auto& [key, row] : rows) batch.rows.push_back({range.subscription, std::move(row)});
  }
  return batch;
}

absl::StatusOr<ViewBatch> ViewWatch::ReadRows(const std::set<DirtyRow>& dirty) const {
  ViewBatch batch{.position = feed_.views_.position()};
  for (const auto& [index, key] : dirty) {
    const ViewRange& range = subscription_.ranges[index];
    DAYBOOK_ASSIGN_OR_RETURN(const ViewReader view, feed_.views_.Open(range.view));
    DAYBOOK_ASSIGN_OR_RETURN(auto row, view.Row(key));
    if (row) batch.rows.push_back({range.subscription, *std::move(row)});
  }
  return batch;
}

void ViewWatch::Send(ViewBatch batch) {
  turn_.Send(feed_.clock_.Monotonic());
  next_at_ = feed_.clock_.Monotonic() + feed_.options_.message_interval_min;
  subscription_.send(std::move(batch));
}

void ViewWatch::Close(absl::Status status) {
  if (turn_.Close(feed_.clock_.Monotonic())) subscription_.close(std::move(status));
}

void ViewWatch::Stop(absl::Status status) {
  MutexLock lock(mutex_);
  Close(std::move(status));
}

void ViewWatch::Tick() {
  MutexLock lock(mutex_);
  ScheduleIfDue();
  switch (turn_.DueAt(feed_.clock_.Monotonic())) {
    case WatchTurn::Due::kNothing:
      break;
    case WatchTurn::Due::kHeartbeat:
      Send({.position = feed_.views_.position()});
      break;
    case WatchTurn::Due::kClose:
      Close(TooSlow(feed_.options_.stall_max));
      break;
    case WatchTurn::Due::kCancel:
      turn_.Leave();
      if (subscription_.cancel) subscription_.cancel();
      break;
  }
}

}  // namespace daybook::engine
