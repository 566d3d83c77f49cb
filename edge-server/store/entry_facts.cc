#include "edge-server/store/entry_facts.h"

#include <algorithm>

#include "core/entry/entry_view.h"

namespace daybook::store {
namespace {

void AddOnce(std::vector<int32_t>& values, int32_t value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

absl::Status NotDense(const EntryView& view, int32_t offset) {
  return Error(
      Reason::ERROR_REASON_LOG_NOT_DENSE,
      "the entry at position {position} is not whole: event {offset} is missing or out of order",
      {{"position", view.first_position}, {"offset", offset}});
}

// Adds one event; returns whether it continues what came before it in the entry.
bool AddEvent(const event::v1::EntryHeader& header, const EventSlice& event, EntryFacts& facts,
              std::vector<int>& span_of_stream) {
  if (event.stream_index < 0 || event.stream_index >= header.streams_size()) return false;
  const event::v1::StreamName& name = header.streams(event.stream_index);
  AddOnce(facts.event_types, event.type);
  int& span = span_of_stream[static_cast<size_t>(event.stream_index)];
  if (span < 0) {
    span = static_cast<int>(facts.streams.size());
    AddOnce(facts.categories, name.category());
    facts.streams.push_back({StreamId::Of(name), event.version, event.version});
    return event.version >= 1;
  }
  return event.version == ++facts.streams[static_cast<size_t>(span)].last_version;
}

}  // namespace

absl::StatusOr<EntryFacts> ReadFacts(const event::v1::EntryHeader& header,
                                     std::string_view entry_bytes) {
  DAYBOOK_ASSIGN_OR_RETURN(const EntryView view, ViewEntry(entry_bytes));
  EntryFacts facts{.first_position = view.first_position,
                   .last_position = view.first_position + view.event_count - 1};
  if (static_cast<size_t>(view.event_count) != view.events.size()) {
    return NotDense(view, static_cast<int32_t>(view.events.size()));
  }
  std::vector<int> span_of_stream(static_cast<size_t>(header.streams_size()), -1);
  for (int32_t offset = 0; offset < view.event_count; ++offset) {
    const EventSlice& event = view.events[static_cast<size_t>(offset)];
    if (event.offset != offset || !AddEvent(header, event, facts, span_of_stream)) {
      return NotDense(view, offset);
    }
  }
  return facts;
}

}  // namespace daybook::store
