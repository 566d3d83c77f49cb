// What the log's indexes need to know of an entry, read from its bytes and checked on the way.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/status.h"
#include "core/entry/stream_id.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::store {

// The versions of one stream that an entry adds.
struct StreamSpan {
  StreamId stream;
  int64_t first_version = 0;
  int64_t last_version = 0;
};

struct EntryFacts {
  int64_t first_position = 0;
  int64_t last_position = 0;
  std::vector<StreamSpan> streams;   // Those that have an event in the entry, each once.
  std::vector<int32_t> event_types;  // Each once.
  std::vector<int32_t> categories;   // Each once.
};

// Reads the facts of an entry from its bytes and its decoded header. Errors: STORE_CORRUPT if the
// bytes are not an entry; LOG_NOT_DENSE if its events are not all there, in order, with versions
// that follow each other.
absl::StatusOr<EntryFacts> ReadFacts(const event::v1::EntryHeader& header,
                                     std::string_view entry_bytes);

}  // namespace daybook::store
