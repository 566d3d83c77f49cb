// Looks into an entry's bytes without decoding it: where the header ends and each event lies. A
// filtered feed sends the header and the chosen events by concatenation; nothing is serialised
// again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook {

// One event of an entry, as bytes.
struct EventSlice {
  std::string_view bytes;  // With its tag and length.
  int32_t offset = 0;
  int32_t stream_index = 0;
  int64_t version = 0;
  int32_t type = 0;  // The field number of its case in daybook.event.v1.Event; 0: none.
};

// An entry, as bytes. Points into the bytes that were handed in.
struct EntryView {
  std::string_view header_bytes;  // With its tag and length.
  int64_t first_position = 0;
  int32_t event_count = 0;
  std::vector<EventSlice> events;

  // Errors: STORE_CORRUPT.
  absl::StatusOr<event::v1::EntryHeader> DecodeHeader() const;
};

// Where an entry stands in the log.
struct EntryPlace {
  int64_t first_position = 0;
  int32_t event_count = 0;
};

// Returns the place without looking at the rest: for readers that only hand the bytes on.
// Errors: STORE_CORRUPT if the bytes do not begin as an entry does.
absl::StatusOr<EntryPlace> ViewPlace(std::string_view entry_bytes);

// Errors: STORE_CORRUPT if `entry_bytes` are not an entry. Unknown fields are passed over.
absl::StatusOr<EntryView> ViewEntry(std::string_view entry_bytes);

}  // namespace daybook
