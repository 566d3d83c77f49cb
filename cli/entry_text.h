// Entries of the log, for programs and for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/status.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::cli {

// Decodes an entry as it came over the wire. Errors: STORE_CORRUPT.
absl::StatusOr<event::v1::Entry> ParseEntry(std::string_view bytes);

// Returns the position of the entry's last event, also of one that is filtered.
int64_t LastPosition(const event::v1::Entry& entry);

// Returns the entry as one line of JSON: its origin, then "events", each with position, stream,
// version, type and what it says.
std::string EntryJson(const event::v1::Entry& entry);

// Returns a line for each event: position, time, register, stream, version, type and what it says.
std::string EntryText(const event::v1::Entry& entry);

// Returns the number of an event type: "SaleCompleted", or a number. Errors: FIELD_INVALID.
absl::StatusOr<int32_t> EventTypeNumber(std::string_view name);

}  // namespace daybook::cli
