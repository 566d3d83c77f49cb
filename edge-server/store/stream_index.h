// The index by stream, as it grows: the steps of the streams in the block that is being filled
// (docs/log-format.md). Not thread-safe: it is the writer's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "edge-server/store/entry_facts.h"
#include "edge-server/store/key_layout.h"

namespace daybook::store {

class StreamIndex {
 public:
  // Whether an entry at that position begins another block, so that the rows are to be taken
  // before it is added.
  bool LeavesBlock(int64_t first_position) const { return BlockOf(first_position) != block_; }

  // Adds an entry. Bounded: a block has at most kBlockPositions entries.
  void Add(const EntryFacts& entry);

  // Returns the rows, key and value, of the streams that have got steps since the last call,
  // ordered by key. A later row of the same block replaces an earlier one.
  std::vector<std::pair<std::string, std::string>> TakeRows();

 private:
  struct Row {
    int64_t first_version = 0;
    std::vector<StreamStep> steps;
    bool taken = false;
  };

  int64_t block_ = 0;
  std::map<std::string, Row> rows_;  // By the stream's prefix.
};

}  // namespace daybook::store
