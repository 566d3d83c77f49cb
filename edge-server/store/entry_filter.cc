#include "edge-server/store/entry_filter.h"

#include <algorithm>

#include "core/entry/entry_view.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::store {
namespace {

template <typename T>
bool ChoosesAllOr(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

// Which streams of one entry a filter chooses; decides on the header once.
class HeaderChoice {
 public:
  HeaderChoice(const event::v1::EntryHeader& header, const Filter& filter)
      : any_(ChoosesAllOr(filter.registers, header.register_())) {
    for (const event::v1::StreamName& name : header.streams()) {
      streams_.push_back(
          any_ && ChoosesAllOr(filter.categories, name.category()) &&
          (filter.streams.empty() || ChoosesAllOr(filter.streams, StreamId::Of(name))));
    }
  }

  bool Chooses(int32_t stream_index) const {
    return stream_index >= 0 && static_cast<size_t>(stream_index) < streams_.size() &&
           streams_[static_cast<size_t>(stream_index)];
  }

 private:
  bool any_;
  std::vector<bool> streams_;
};

bool Within(const EventSlice& event, int64_t first_position, const Bounds& bounds) {
  const int64_t position = first_position + event.offset;
  return position >= bounds.position_min && position <= bounds.position_max &&
         event.version >= bounds.version_min && event.version <= bounds.version_max;
}

// Whether only the types and bounds of events matter, so that the header need not be decoded.
bool HeaderMatters(const Filter& filter) {
  return !filter.categories.empty() || !filter.streams.empty() || !filter.registers.empty();
}

absl::StatusOr<HeaderChoice> ChooseByHeader(const EntryView& view, const Filter& filter) {
  DAYBOOK_ASSIGN_OR_RETURN(const event::v1::EntryHeader header, view.DecodeHeader());
  return HeaderChoice(header, filter);
}

StoredEntry Concatenate(const StoredEntry& entry, const EntryView& view,
                        const std::vector<std::string_view>& events) {
  std::string bytes;
  bytes.reserve(entry.bytes->size());
  bytes.append(view.header_bytes);
  for (const std::string_view event : events) bytes.append(event);
  return {.first_position = entry.first_position,
          .event_count = entry.event_count,
          .bytes = std::make_shared<const std::string>(std::move(bytes))};
}

}  // namespace

absl::StatusOr<std::optional<StoredEntry>> FilterEntry(const StoredEntry& entry,
                                                       const Filter& filter) {
  return FilterEntry(entry, filter, Bounds());
}

absl::StatusOr<std::optional<StoredEntry>> FilterEntry(const StoredEntry& entry,
                                                       const Filter& filter, const Bounds& bounds) {
  DAYBOOK_ASSIGN_OR_RETURN(const EntryView view, ViewEntry(*entry.bytes));
  std::optional<HeaderChoice> by_header;
  if (HeaderMatters(filter)) {
    DAYBOOK_ASSIGN_OR_RETURN(by_header, ChooseByHeader(view, filter));
  }
  std::vector<std::string_view> chosen;
  for (const EventSlice& event : view.events) {
    if (Within(event, view.first_position, bounds) &&
        ChoosesAllOr(filter.event_types, event.type) &&
        (!by_header || by_header->Chooses(event.stream_index))) {
      chosen.push_back(event.bytes);
    }
  }
  if (chosen.empty()) return std::optional<StoredEntry>();
  if (chosen.size() == view.events.size()) return std::optional<StoredEntry>(entry);
  return std::optional<StoredEntry>(Concatenate(entry, view, chosen));
}

}  // namespace daybook::store
