#include "edge-server/store/tail.h"

#include <algorithm>

#include "core/base/check.h"

namespace daybook::store {
namespace {

// What an entry takes besides its bytes: the pointers, the text's head, the allocator's share.
constexpr int64_t kOverheadBytes = 112;

int64_t SizeOf(const StoredEntry& entry) {
  return static_cast<int64_t>(entry.bytes->size()) + kOverheadBytes;
}

}  // namespace

void Tail::Push(StoredEntry entry) {
  DAYBOOK_CHECK(entries_.empty() || entry.first_position == entries_.back().last_position() + 1);
  bytes_ += SizeOf(entry);
  entries_.push_back(std::move(entry));
  while (bytes_ > bytes_max_ && entries_.size() > 1) {
    bytes_ -= SizeOf(entries_.front());
    entries_.pop_front();
  }
}

bool Tail::HoldsAfter(int64_t after) const {
  return !entries_.empty() && after >= entries_.front().first_position - 1;
}

std::deque<StoredEntry>::const_iterator Tail::FirstAfter(int64_t after) const {
  return std::partition_point(entries_.begin(), entries_.end(), [after](const StoredEntry& entry) {
    return entry.last_position() <= after;
  });
}

std::vector<StoredEntry> Tail::Read(int64_t after, int64_t bytes_max) const {
  DAYBOOK_CHECK(HoldsAfter(after));
  std::vector<StoredEntry> entries;
  int64_t bytes = 0;
  for (auto entry = FirstAfter(after); entry != entries_.end(); ++entry) {
    bytes += static_cast<int64_t>(entry->bytes->size());
    if (bytes > bytes_max && !entries.empty()) break;
    entries.push_back(*entry);
  }
  return entries;
}

std::optional<StoredEntry> Tail::Find(int64_t first_position) const {
  if (!HoldsAfter(first_position - 1)) return std::nullopt;
  const auto entry = FirstAfter(first_position - 1);
  if (entry == entries_.end() || entry->first_position != first_position) return std::nullopt;
  return *entry;
}

}  // namespace daybook::store
