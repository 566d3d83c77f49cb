// Chooses events of an entry by concatenating stored bytes: the header, then the events. Nothing is
// serialised again.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/status.h"
#include "core/entry/stream_id.h"
#include "edge-server/store/stored_entry.h"

namespace daybook::store {

// What a filtered read chooses. Empty lists choose all; otherwise an event must match one of each.
// Event types are from 1 to 65,535.
struct Filter {
  std::vector<Category> categories = {};
  std::vector<int32_t> event_types = {};
  std::vector<StreamId> streams = {};
  std::vector<std::string> registers = {};

  bool empty() const {
    return categories.empty() && event_types.empty() && streams.empty() && registers.empty();
  }
};

// Positions and versions that are wanted, both ends included.
struct Bounds {
  int64_t position_min = 1;
  int64_t position_max = std::numeric_limits<int64_t>::max();
  int64_t version_min = 1;
  int64_t version_max = std::numeric_limits<int64_t>::max();
};

// Returns the entry with the chosen events only, by concatenation of stored bytes; the entry itself
// if all are chosen; nothing if none is. Errors: STORE_CORRUPT.
absl::StatusOr<std::optional<StoredEntry>> FilterEntry(const StoredEntry& entry,
                                                       const Filter& filter);

// The same, of the events within `bounds`.
absl::StatusOr<std::optional<StoredEntry>> FilterEntry(const StoredEntry& entry,
                                                       const Filter& filter, const Bounds& bounds);

}  // namespace daybook::store
