// Entries as bytes: from a disk that lies, or from a peer. Whatever they are, ViewEntry says no or
// points inside them; and where protobuf writes an entry, the two see the same.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/entry/entry_view.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook {
namespace {

bool IsInside(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

// Every part lies inside, and the concatenation of header and events (what a filtered feed sends)
// is an entry with the same events.
void CheckParts(const EntryView& view, std::string_view bytes) {
  DAYBOOK_CHECK(view.first_position >= 1 && view.event_count >= 1 && !view.events.empty());
  DAYBOOK_CHECK(IsInside(view.header_bytes, bytes));
  std::string joined(view.header_bytes);
  for (const EventSlice& slice : view.events) {
    DAYBOOK_CHECK(IsInside(slice.bytes, bytes));
    joined += slice.bytes;
  }
  const auto again = ViewEntry(joined);
  DAYBOOK_CHECK(again.ok());
  DAYBOOK_CHECK(again->first_position == view.first_position);
  DAYBOOK_CHECK(again->events.size() == view.events.size());
  for (size_t i = 0; i < view.events.size(); ++i) {
    DAYBOOK_CHECK(again->events[i].bytes == view.events[i].bytes);
    DAYBOOK_CHECK(again->events[i].type == view.events[i].type);
  }
}

// What protobuf has written is seen as protobuf reads it.
void CheckAgainstProtobuf(const event::v1::Entry& entry) {
  const std::string bytes = entry.SerializeAsString();
  const auto view = ViewEntry(bytes);
  const bool whole = entry.header().first_position() >= 1 && entry.header().event_count() >= 1 &&
                     entry.events_size() >= 1;
  DAYBOOK_CHECK(view.ok() == whole);
  if (!view.ok()) return;
  const auto header = view->DecodeHeader();
  DAYBOOK_CHECK(header.ok() && header->SerializeAsString() == entry.header().SerializeAsString());
  DAYBOOK_CHECK(static_cast<int>(view->events.size()) == entry.events_size());
  for (int i = 0; i < entry.events_size(); ++i) {
    const event::v1::Event& event = entry.events(i);
    const EventSlice& slice = view->events[static_cast<size_t>(i)];
    DAYBOOK_CHECK(slice.offset == event.offset() && slice.version == event.version());
    DAYBOOK_CHECK(slice.stream_index == event.stream_index());
    DAYBOOK_CHECK(slice.type == static_cast<int32_t>(event.event_case()));
  }
}

}  // namespace
}  // namespace daybook

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto view = daybook::ViewEntry(bytes); view.ok()) {
    daybook::CheckParts(*view, bytes);
  }
  daybook::event::v1::Entry entry;
  if (entry.ParseFromArray(data, static_cast<int>(size))) {
    entry.DiscardUnknownFields();
    daybook::CheckAgainstProtobuf(entry);
  }
  return 0;
}
