#include "tests/sim/watcher.h"

#include <limits>

#include "core/base/check.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::sim {
namespace {

constexpr int64_t kPageBytesMax = 2'000;
constexpr int32_t kPageEntriesMax = 3;

}  // namespace

absl::StatusOr<store::Page> Watcher::ReadPage(const store::EventLog& log) const {
  DAYBOOK_RETURN_IF_ERROR(log.CheckCursor(cursor_));
  return filter_.empty() ? log.Read(cursor_.position, kPageBytesMax)
                         : log.ReadFiltered(cursor_.position, /*backwards=*/false, filter_,
                                            kPageEntriesMax, kPageBytesMax);
}

absl::Status Watcher::Read(const store::EventLog& log) {
  DAYBOOK_ASSIGN_OR_RETURN(const store::Page page, ReadPage(log));
  const int64_t dice = random_.Below(10);
  if (dice == 0) return absl::OkStatus();  // It was lost on the way.
  const int64_t event_count = dice <= 2 ? random_.Below(6) : std::numeric_limits<int64_t>::max();
  if (Take(page, event_count)) cursor_ = {.epoch = log.head().epoch, .position = page.scanned};
  return absl::OkStatus();
}

absl::Status Watcher::ReadToHead(const store::EventLog& log) {
  while (cursor_.position < log.head().position) {
    const int64_t before = cursor_.position;
    DAYBOOK_ASSIGN_OR_RETURN(const store::Page page, ReadPage(log));
    Take(page, std::numeric_limits<int64_t>::max());
    cursor_ = {.epoch = log.head().epoch, .position = page.scanned};
    if (cursor_.position <= before) {
      return Error(Reason::ERROR_REASON_BUG, "a page after {position} leads nowhere",
                   {{"position", before}});
    }
  }
  return absl::OkStatus();
}

bool Watcher::Take(const store::Page& page, int64_t event_count) {
  for (const store::StoredEntry& stored : page.entries) {
    event::v1::Entry entry;
    DAYBOOK_CHECK(entry.ParseFromString(*stored.bytes));
    for (const event::v1::Event& event : entry.events()) {
      const int64_t position = entry.header().first_position() + event.offset();
      // An unfiltered page begins with the whole entry that the cursor is in; the feed cuts it.
      if (filter_.empty() && position <= cursor_.position) continue;
      if (event_count-- <= 0) return false;
      seen_.push_back({position, event.SerializeAsString()});
      cursor_ = {.epoch = 1, .position = position};
    }
  }
  return true;
}

}  // namespace daybook::sim
