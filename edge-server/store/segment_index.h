// The index by category and event type, as it grows: the lists of the segment that is being filled,
// and the rows of a segment once it is full (docs/log-format.md). Not thread-safe: it is the
// writer's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "edge-server/store/entry_facts.h"
#include "edge-server/store/key_layout.h"

namespace daybook::store {

class SegmentIndex {
 public:
  // Adds an entry. Returns the rows of its segment, key and value, if it fills it; otherwise
  // nothing. Bounded: a segment has at most kSegmentPositions entries.
  std::vector<std::pair<std::string, std::string>> Add(const EntryFacts& entry);

 private:
  std::map<std::pair<Posting, int32_t>, std::vector<int64_t>> postings_;
};

}  // namespace daybook::store
