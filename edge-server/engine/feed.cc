#include "edge-server/engine/feed.h"

#include "core/entry/entry_view.h"

namespace daybook::engine {
namespace {

constexpr int64_t kMessageBytesMax = 256 << 10;
constexpr int64_t kScanBytesMax = 1 << 20;
constexpr int32_t kFilteredEntriesMax = 1000;

absl::Status Stopping() {
  return Error(Reason::ERROR_REASON_STOPPING, "the server is stopping; resume elsewhere or later");
}

absl::Status TooSlow(absl::Duration stall_max) {
  return Error(Reason::ERROR_REASON_WATCHER_TOO_SLOW,
               "nothing was taken for {seconds} s; resume where you were",
               {{"seconds", absl::ToInt64Seconds(stall_max)}});
}

// A cursor inside an entry resumes after that event: the first entry is sent without what was seen
// of it.
absl::Status DropEventsUpTo(int64_t position, std::vector<store::StoredEntry>& entries) {
  store::StoredEntry& first = entries.front();
  DAYBOOK_ASSIGN_OR_RETURN(const EntryView view, ViewEntry(*first.bytes));
  std::string rest(view.header_bytes);
  bool any = false;
  for (const EventSlice& event : view.events) {
    if (view.first_position + event.offset <= position) continue;
    rest.append(event.bytes);
    any = true;
  }
  if (any) {
    first.bytes = std::make_shared<const std::string>(std::move(rest));
  } else {
    entries.erase(entries.begin());
  }
  return absl::OkStatus();
}

}  // namespace

// The feed, its readers and the watcher share a watch: any of them may be the last to need it.
absl::StatusOr<std::shared_ptr<EventWatch>> Feed::Watch(EventSubscription subscription) {
  const store::Head head = log_.head();
  if (subscription.from_now) subscription.after = {head.epoch, head.position};
  DAYBOOK_RETURN_IF_ERROR(log_.CheckCursor(subscription.after));
  auto watch = std::make_shared<EventWatch>(*this, std::move(subscription));
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

std::vector<std::shared_ptr<EventWatch>> Feed::Watches() {
  MutexLock lock(mutex_);
  return {watches_.begin(), watches_.end()};
}

void Feed::Notify() {
  for (const auto& watch : Watches()) watch->Wake();
}

void Feed::Tick() {
  for (const auto& watch : Watches()) watch->Tick();
}

void Feed::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  for (const auto& watch : Watches()) watch->Stop(Stopping());
}

size_t Feed::watcher_count() {
  MutexLock lock(mutex_);
  return watches_.size();
}

void Feed::Forget(const std::shared_ptr<EventWatch>& watch) {
  MutexLock lock(mutex_);
  watches_.erase(watch);
}

EventWatch::EventWatch(Feed& feed, EventSubscription subscription)
    : feed_(feed),
      subscription_(std::move(subscription)),
      turn_({.stall_max = feed.options_.stall_max,
             .heartbeat_interval = feed.options_.heartbeat_interval},
            feed.clock_.Monotonic()),
      scanned_(subscription_.after) {}

void EventWatch::Wake() {
  MutexLock lock(mutex_);
  if (turn_.idle()) Schedule();
}

void EventWatch::Taken() {
  MutexLock lock(mutex_);
  turn_.Taken();
  if (turn_.idle()) Schedule();
}

void EventWatch::Schedule() {
  turn_.Serve();
  feed_.readers_.SubmitOwned([watch = shared_from_this()] { watch->Serve(); });
}

void EventWatch::End() {
  {
    MutexLock lock(mutex_);
    turn_.Leave();
  }
  feed_.Forget(shared_from_this());
}

void EventWatch::Serve() {
  int64_t after = 0;
  {
    MutexLock lock(mutex_);
    if (!turn_.serving()) return;
    after = scanned_.position;
  }
  absl::StatusOr<store::Page> page = ReadPage(after);
  MutexLock lock(mutex_);
  if (!turn_.serving()) return;
  if (!page.ok()) return Close(page.status());
  ServePage(*std::move(page));
}

absl::StatusOr<store::Page> EventWatch::ReadPage(int64_t after) const {
  absl::StatusOr<store::Page> page =
      subscription_.filter.empty() ? feed_.log_.Read(after, kMessageBytesMax)
                                   : feed_.log_.ReadFiltered(after, false, subscription_.filter,
                                                             kFilteredEntriesMax, kScanBytesMax);
  if (page.ok() && !page->entries.empty() && page->entries.front().first_position <= after) {
    DAYBOOK_RETURN_IF_ERROR(DropEventsUpTo(after, page->entries));
  }
  return page;
}

void EventWatch::ServePage(store::Page page) {
  const store::Head head = feed_.log_.head();
  if (page.scanned > scanned_.position) scanned_ = {head.epoch, page.scanned};
  const bool at_head = scanned_.position >= head.position;
  if (!page.entries.empty() || (at_head && catching_up_)) {
    Send(std::move(page.entries), head);
  } else if (at_head) {
    turn_.Rest();
  } else {
    Schedule();  // Nothing chosen in this part of the log, or the head has just moved.
  }
}

void EventWatch::Send(std::vector<store::StoredEntry> entries, const store::Head& head) {
  const bool at_head = scanned_.position >= head.position;
  const bool caught_up = at_head && catching_up_;
  catching_up_ = !at_head;
  turn_.Send(feed_.clock_.Monotonic());
  subscription_.send(
      {.entries = std::move(entries), .scanned = scanned_, .caught_up = caught_up, .head = head});
}

void EventWatch::Close(absl::Status status) {
  if (turn_.Close(feed_.clock_.Monotonic())) subscription_.close(std::move(status));
}

void EventWatch::Stop(absl::Status status) {
  MutexLock lock(mutex_);
  Close(std::move(status));
}

void EventWatch::Tick() {
  MutexLock lock(mutex_);
  switch (turn_.DueAt(feed_.clock_.Monotonic())) {
    case WatchTurn::Due::kNothing:
      break;
    case WatchTurn::Due::kHeartbeat:
      Send({}, feed_.log_.head());
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
