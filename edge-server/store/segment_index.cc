#include "edge-server/store/segment_index.h"

namespace daybook::store {

std::vector<std::pair<std::string, std::string>> SegmentIndex::Add(const EntryFacts& entry) {
  for (const int32_t category : entry.categories) {
    postings_[{Posting::kCategory, category}].push_back(entry.first_position);
  }
  for (const int32_t type : entry.event_types) {
    postings_[{Posting::kEventType, type}].push_back(entry.first_position);
  }
  const int64_t segment = SegmentOf(entry.first_position);
  std::vector<std::pair<std::string, std::string>> rows;
  if (SegmentOf(entry.last_position + 1) == segment) return rows;
  for (const auto& [list, positions] : postings_) {
    rows.emplace_back(PostingKey(list.first, list.second, segment),
                      EncodePositions(segment, positions));
  }
  postings_.clear();
  return rows;
}

}  // namespace daybook::store
