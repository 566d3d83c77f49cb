#include "tests/support/made_entry.h"

#include <map>
#include <string>

namespace daybook::testing {

event::v1::Entry MakeEntry(event::v1::EntryHeader header,
                           const std::vector<domain::NewEvent>& events, int64_t first_position,
                           domain::Shop& shop) {
  event::v1::Entry entry;
  header.set_first_position(first_position);
  header.set_event_count(static_cast<int32_t>(events.size()));
  *entry.mutable_header() = std::move(header);
  std::map<std::string, int32_t> indexes;
  std::map<std::string, int64_t> versions;
  for (const domain::NewEvent& added : events) {
    const std::string name = added.stream.ToText();
    const auto [index, is_new] = indexes.try_emplace(name, entry.header().streams_size());
    if (is_new) {
      event::v1::StreamName& stream = *entry.mutable_header()->add_streams();
      stream.set_category(added.stream.category);
      stream.set_key(added.stream.key);
      versions[name] = domain::VersionOf(shop.Find(added.stream));
    }
    event::v1::Event& event = *entry.add_events();
    event = added.event;
    event.set_offset(entry.events_size() - 1);
    event.set_stream_index(index->second);
    event.set_version(++versions[name]);
  }
  return entry;
}

}  // namespace daybook::testing
