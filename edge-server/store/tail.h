// The latest entries, in memory: what nearly every reader wants. The bytes are shared with those
// who are sending them. Not thread-safe: guarded by the log.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "edge-server/store/stored_entry.h"

namespace daybook::store {

class Tail {
 public:
  explicit Tail(int64_t bytes_max) : bytes_max_(bytes_max) {}

  // Adds the entry that follows, and lets go of the oldest ones beyond the bound. REQUIRES: it
  // continues the last one.
  void Push(StoredEntry entry);

  // Whether every entry that has an event after `after` is here, given that there is one.
  bool HoldsAfter(int64_t after) const;

  // Returns entries that have an event after `after`, up to about `bytes_max` of them, at least one
  // if there is one. REQUIRES: HoldsAfter(after).
  std::vector<StoredEntry> Read(int64_t after, int64_t bytes_max) const;

  // Returns the entry at that first position, if it is here.
  std::optional<StoredEntry> Find(int64_t first_position) const;

 private:
  std::deque<StoredEntry>::const_iterator FirstAfter(int64_t after) const;

  int64_t bytes_max_;
  int64_t bytes_ = 0;
  std::deque<StoredEntry> entries_;
};

}  // namespace daybook::store
