#include "edge-server/engine/view_feed.h"

#include <algorithm>

namespace daybook::engine {
namespace {

constexpr size_t kDirtyRowsMax = 1000;
constexpr int32_t kSnapshotRowsMax = 10'000;

bool IsIn(const ViewRange& range, std::string_view key) {
  return key >= range.from && (range.to.empty() || key < range.to);
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
  DAYBOOK_RETURN_IF_ERROR(registry_.Add(watch));
  return watch;
}

void ViewFeed::Notify(const std::vector<ViewChange>& changes) {
  for (const auto& watch : registry_.Served()) watch->Mark(changes);
}

void ViewFeed::Tick() {
  for (const auto& watch : registry_.All()) watch->Tick();
}

void ViewFeed::Stop() {
  registry_.Stop();
  for (const auto& watch : registry_.Served()) watch->Close(Stopping());
}

ViewWatch::ViewWatch(ViewFeed& feed, ViewSubscription subscription)
    : feed_(feed),
      subscription_(std::move(subscription)),
      sent_at_(feed.clock_.Monotonic()),
      next_at_(sent_at_) {}

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
  if (state_ != State::kSending) return;
  state_ = State::kIdle;
  ScheduleIfDue();
}

void ViewWatch::ScheduleIfDue() {
  if (state_ != State::kIdle || (dirty_.empty() && !snapshot_due_)) return;
  if (feed_.clock_.Monotonic() < next_at_) return;
  state_ = State::kServing;
  feed_.readers_.SubmitOwned([watch = shared_from_this()] { watch->Serve(); });
}

void ViewWatch::End() {
  {
    MutexLock lock(mutex_);
    state_ = State::kGone;
  }
  feed_.registry_.Remove(shared_from_this());
}

// Takes the marks before it reads: what changes meanwhile is marked again and sent next time.
void ViewWatch::Serve() {
  std::set<DirtyRow> dirty;
  bool snapshot = false;
  {
    MutexLock lock(mutex_);
    if (state_ != State::kServing) return;
    dirty.swap(dirty_);
    snapshot = std::exchange(snapshot_due_, false);
  }
  absl::StatusOr<ViewBatch> batch = snapshot ? ReadSnapshot() : ReadRows(dirty);
  if (!batch.ok()) return Close(batch.status());
  MutexLock lock(mutex_);
  if (state_ == State::kServing) Send(*std::move(batch));
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
  state_ = State::kSending;
  sent_at_ = feed_.clock_.Monotonic();
  next_at_ = sent_at_ + feed_.options_.message_interval_min;
  subscription_.send(std::move(batch));
}

void ViewWatch::Close(absl::Status status) {
  {
    MutexLock lock(mutex_);
    if (state_ == State::kClosed || state_ == State::kGone) return;
    state_ = State::kClosed;
    sent_at_ = feed_.clock_.Monotonic();
    subscription_.close(std::move(status));
  }
  feed_.registry_.MoveToClosed(shared_from_this());
}

// Who reads nothing does not learn that the watch was closed either, and keeps its last message
// here.
void ViewWatch::BreakOffIfDue() {
  if (state_ != State::kClosed || broken_off_) return;
  if (feed_.clock_.Monotonic() - sent_at_ < feed_.options_.stall_max) return;
  broken_off_ = true;
  subscription_.break_off();
}

void ViewWatch::Tick() {
  bool stalled = false;
  {
    MutexLock lock(mutex_);
    ScheduleIfDue();
    BreakOffIfDue();
    const absl::Duration since_sent = feed_.clock_.Monotonic() - sent_at_;
    stalled = state_ == State::kSending && since_sent >= feed_.options_.stall_max;
    if (state_ == State::kIdle && since_sent >= feed_.options_.heartbeat_interval) {
      Send({.position = feed_.views_.position()});
    }
  }
  if (stalled) {
    Close(Error(Reason::ERROR_REASON_WATCHER_TOO_SLOW,
                "nothing was taken for {seconds} s; watch again",
                {{"seconds", absl::ToInt64Seconds(feed_.options_.stall_max)}}));
  }
}

}  // namespace daybook::engine
