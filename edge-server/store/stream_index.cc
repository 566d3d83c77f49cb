#include "edge-server/store/stream_index.h"

namespace daybook::store {

void StreamIndex::Add(const EntryFacts& entry) {
  if (LeavesBlock(entry.first_position)) rows_.clear();
  block_ = BlockOf(entry.first_position);
  for (const StreamSpan& span : entry.streams) {
    Row& row = rows_[StreamPrefix(span.stream)];
    if (row.steps.empty()) row.first_version = span.first_version;
    row.steps.push_back({.first_position = entry.first_position,
                         .event_count = span.last_version - span.first_version + 1});
    row.taken = false;
  }
}

std::vector<std::pair<std::string, std::string>> StreamIndex::TakeRows() {
  std::vector<std::pair<std::string, std::string>> rows;
  for (auto& [prefix, row] : rows_) {
    if (row.taken) continue;
    rows.emplace_back(StreamKey(prefix, row.first_version), EncodeStream(row.steps));
    row.taken = true;
  }
  return rows;
}

}  // namespace daybook::store
