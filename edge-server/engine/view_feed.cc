#include "edge-server/engine/view_feed.h"

#include <algorithm>

namespace daybook::engine {
namespace {

constexpr size_t kDirtyRowsMax = 1000;
constexpr int32_t kPageRowsMax = 1000;
constexpr size_t kPageBytesMax = 256 << 10;  // A page ends with the range that comes to as much.

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
  MutexLock lock(mutex_);
  told_position_ = views_.position();
}

int64_t ViewFeed::told_position() {
  MutexLock lock(mutex_);
  return told_position_;
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
    for (size_t i = 0; i < subscription_.ranges.size(); ++i) {
      const ViewRange& range = subscription_.ranges[i];
      if (change.view != range.view) continue;
      for (const projections::RowChange& row : change.rows) {
        if (IsIn(range, row.key)) dirty_.emplace(i, row.key);
      }
      if (change.replaced || dirty_.size() > kDirtyRowsMax) {
        snapshot_from_ = RowPlace();
        dirty_.clear();
      }
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
  if (state_ != State::kIdle || (dirty_.empty() && !snapshot_from_)) return;
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

void ViewWatch::Serve() {
  Due due;
  {
    MutexLock lock(mutex_);
    if (state_ != State::kServing) return;
    due = TakeDue();
  }
  absl::StatusOr<ViewBatch> batch = Read(due);
  if (!batch.ok()) return Close(batch.status());
  MutexLock lock(mutex_);
  if (!snapshot_from_) snapshot_from_ = std::move(due.snapshot_from);  // Or it begins anew.
  if (state_ == State::kServing) Send(*std::move(batch));
}

// Takes the marks before anything is read: what changes meanwhile is marked again and sent next
// time. What the snapshot has not come to yet, it will show as it is then.
ViewWatch::Due ViewWatch::TakeDue() {
  Due due{.dirty = std::exchange(dirty_, {}),
          .snapshot_from = std::exchange(snapshot_from_, std::nullopt),
          .position = feed_.told_position()};
  if (due.snapshot_from) {
    due.dirty.erase(due.dirty.lower_bound(*due.snapshot_from), due.dirty.end());
  }
  return due;
}

// Leaves in `due` where the snapshot goes on.
absl::StatusOr<ViewBatch> ViewWatch::Read(Due& due) const {
  ViewBatch batch{.rows = {}, .position = due.position};
  DAYBOOK_RETURN_IF_ERROR(ReadDirty(due.dirty, batch));
  if (!due.snapshot_from) return batch;
  batch.snapshot = due.snapshot_from == RowPlace();
  DAYBOOK_RETURN_IF_ERROR(ReadPage(*due.snapshot_from, batch));
  batch.snapshot_continues = due.snapshot_from->first < subscription_.ranges.size();
  if (!batch.snapshot_continues) due.snapshot_from.reset();
  return batch;
}

absl::Status ViewWatch::ReadDirty(const std::set<RowPlace>& dirty, ViewBatch& batch) const {
  for (const auto& [index, key] : dirty) {
    const ViewRange& range = subscription_.ranges[index];
    DAYBOOK_ASSIGN_OR_RETURN(const ViewReader view, feed_.views_.Open(range.view));
    DAYBOOK_ASSIGN_OR_RETURN(auto row, view.Row(key));
    if (row) batch.rows.push_back({range.subscription, *std::move(row)});
  }
  return absl::OkStatus();
}

// Moves `from` to where the next page begins.
absl::Status ViewWatch::ReadPage(RowPlace& from, ViewBatch& batch) const {
  int32_t rows_left = kPageRowsMax;
  size_t bytes = 0;
  while (rows_left > 0 && bytes < kPageBytesMax && from.first < subscription_.ranges.size()) {
    const ViewRange& range = subscription_.ranges[from.first];
    DAYBOOK_ASSIGN_OR_RETURN(const ViewReader view, feed_.views_.Open(range.view));
    DAYBOOK_ASSIGN_OR_RETURN(auto rows, view.Rows(std::max(range.from, from.second), range.to,
                                                  /*backwards=*/false, rows_left));
    rows_left -= static_cast<int32_t>(rows.size());
    from = rows_left > 0
               ? RowPlace(from.first + 1, "")
               : RowPlace(from.first, rows.back().first + '\0');  // The next key there is.
    for (auto& [key, row] : rows) {
      bytes += row.size();
      batch.rows.push_back({range.subscription, std::move(row)});
    }
  }
  return absl::OkStatus();
}

void ViewWatch::Send(ViewBatch batch) {
  state_ = State::kSending;
  sent_at_ = feed_.clock_.Monotonic();
  next_at_ = sent_at_;
  if (!batch.snapshot_continues) next_at_ += feed_.options_.message_interval_min;
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
      Send({.position = feed_.told_position()});
    }
  }
  if (stalled) {
    Close(Error(Reason::ERROR_REASON_WATCHER_TOO_SLOW,
                "nothing was taken for {seconds} s; watch again",
                {{"seconds", absl::ToInt64Seconds(feed_.options_.stall_max)}}));
  }
}

}  // namespace daybook::engine
