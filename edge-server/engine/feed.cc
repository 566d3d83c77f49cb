#include "edge-server/engine/feed.h"

#include "edge-server/store/entry_filter.h"

namespace daybook::engine {
namespace {

constexpr int64_t kMessageBytesMax = 256 << 10;
constexpr int64_t kScanBytesMax = 1 << 20;
constexpr int32_t kFilteredEntriesMax = 1000;

absl::Status Stopping() {
  return Error(Reason::ERROR_REASON_STOPPING, "the server is stopping; resume elsewhere or later");
}

}  // namespace

// The feed, its readers and the watcher share a watch: any of them may be the last to need it.
absl::StatusOr<std::shared_ptr<EventWatch>> Feed::Watch(EventSubscription subscription) {
  const store::Head head = log_.head();
  if (subscription.from_now) subscription.after = {head.epoch, head.position};
  if (subscription.after.epoch == 0) subscription.after.epoch = head.epoch;
  DAYBOOK_RETURN_IF_ERROR(log_.CheckCursor(subscription.after));
  auto watch = std::make_shared<EventWatch>(*this, std::move(subscription));
  DAYBOOK_RETURN_IF_ERROR(registry_.Add(watch));
  return watch;
}

void Feed::Notify() {
  for (const auto& watch : registry_.Served()) watch->Wake();
}

void Feed::Tick() {
  for (const auto& watch : registry_.All()) watch->Tick();
}

void Feed::Stop() {
  registry_.Stop();
  for (const auto& watch : registry_.Served()) watch->Close(Stopping());
}

EventWatch::EventWatch(Feed& feed, EventSubscription subscription)
    : feed_(feed),
      subscription_(std::move(subscription)),
      scanned_(subscription_.after),
      sent_at_(feed.clock_.Monotonic()) {}

void EventWatch::Wake() {
  MutexLock lock(mutex_);
  if (state_ == State::kIdle) Schedule();
}

void EventWatch::Taken() {
  MutexLock lock(mutex_);
  if (state_ == State::kSending) Schedule();
}

void EventWatch::Schedule() {
  state_ = State::kServing;
  feed_.readers_.SubmitOwned([watch = shared_from_this()] { watch->Serve(); });
}

void EventWatch::End() {
  {
    MutexLock lock(mutex_);
    state_ = State::kGone;
  }
  feed_.registry_.Remove(shared_from_this());
}

void EventWatch::Serve() {
  int64_t after = 0;
  {
    MutexLock lock(mutex_);
    if (state_ != State::kServing) return;
    after = scanned_.position;
  }
  absl::StatusOr<store::Page> page = ReadPage(after);
  if (!page.ok()) {
    Close(page.status());
  } else {
    ServePage(*std::move(page));
  }
}

absl::StatusOr<store::Page> EventWatch::ReadPage(int64_t after) const {
  absl::StatusOr<store::Page> page =
      subscription_.filter.empty() ? feed_.log_.Read(after, kMessageBytesMax)
                                   : feed_.log_.ReadFiltered(after, false, subscription_.filter,
                                                             kFilteredEntriesMax, kScanBytesMax);
  if (page.ok() && !page->entries.empty() && page->entries.front().first_position <= after) {
    // A cursor inside an entry resumes after that event.
    store::StoredEntry& first = page->entries.front();
    DAYBOOK_ASSIGN_OR_RETURN(
        auto rest, store::FilterEntry(first, store::Filter(), {.position_min = after + 1}));
    if (rest) {
      first = *std::move(rest);
    } else {
      page->entries.erase(page->entries.begin());
    }
  }
  return page;
}

void EventWatch::ServePage(store::Page page) {
  MutexLock lock(mutex_);
  if (state_ != State::kServing) return;
  const store::Head head = feed_.log_.head();
  if (page.scanned > scanned_.position) scanned_ = {head.epoch, page.scanned};
  const bool at_head = scanned_.position >= head.position;
  if (!page.entries.empty() || (at_head && catching_up_)) {
    Send(std::move(page.entries), head);
  } else if (at_head) {
    state_ = State::kIdle;
  } else {
    Schedule();  // Nothing chosen in this part of the log, or the head has just moved.
  }
}

void EventWatch::Send(std::vector<store::StoredEntry> entries, const store::Head& head) {
  const bool at_head = scanned_.position >= head.position;
  const bool caught_up = at_head && catching_up_;
  catching_up_ = !at_head;
  state_ = State::kSending;
  sent_at_ = feed_.clock_.Monotonic();
  subscription_.send(
      {.entries = std::move(entries), .scanned = scanned_, .caught_up = caught_up, .head = head});
}

void EventWatch::Close(absl::Status status) {
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
void EventWatch::BreakOffIfDue() {
  if (state_ != State::kClosed || broken_off_) return;
  if (feed_.clock_.Monotonic() - sent_at_ < feed_.options_.stall_max) return;
  broken_off_ = true;
  subscription_.break_off();
}

void EventWatch::Tick() {
  bool stalled = false;
  {
    MutexLock lock(mutex_);
    BreakOffIfDue();
    const absl::Duration since_sent = feed_.clock_.Monotonic() - sent_at_;
    stalled = state_ == State::kSending && since_sent >= feed_.options_.stall_max;
    if (state_ == State::kIdle && since_sent >= feed_.options_.heartbeat_interval) {
      Send({}, feed_.log_.head());
    }
  }
  if (stalled) {
    Close(Error(Reason::ERROR_REASON_WATCHER_TOO_SLOW,
                "nothing was taken for {seconds} s; resume where you were",
                {{"seconds", absl::ToInt64Seconds(feed_.options_.stall_max)}}));
  }
}

}  // namespace daybook::engine
