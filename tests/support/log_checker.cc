#include "tests/support/log_checker.h"

#include <algorithm>
#include <limits>
#include <map>

#include "core/entry/chain.h"
#include "gtest/gtest.h"

namespace daybook::testing {
namespace {

using event::v1::Entry;
using event::v1::Event;
using store::EventLog;
using store::Filter;
using store::StoredEntry;

template <typename T>
bool Wants(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool Chooses(const Filter& filter, const Entry& entry, const Event& event) {
  const StreamId stream = StreamId::Of(entry.header().streams(event.stream_index()));
  return Wants(filter.categories, stream.category) && Wants(filter.streams, stream) &&
         Wants(filter.event_types, static_cast<int32_t>(event.event_case())) &&
         Wants(filter.registers, entry.header().register_());
}

void ExpectEntries(const EventLog& log, const std::vector<Entry>& entries) {
  Digest hash = FirstHash(log.identity().log_id);
  int64_t position = 0;
  std::vector<std::string> expected;
  for (const Entry& entry : entries) {
    expected.push_back(entry.SerializeAsString());
    hash = NextHash(hash, expected.back());
    ASSERT_EQ(entry.header().first_position(), position + 1);
    position += entry.header().event_count();
  }
  EXPECT_EQ(BytesOf(ReadWholeLog(log)), expected);
  EXPECT_EQ(log.head().position, position);
  EXPECT_EQ(log.head().hash, hash);
}

void ExpectRequests(const EventLog& log, const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    const auto id = Uuid::FromBytes(entry.header().request_id());
    if (!id) continue;
    const auto found = log.FindRequest(*id);
    ASSERT_TRUE(found.ok()) << found.status();
    ASSERT_TRUE(found->has_value()) << "no request at " << entry.header().first_position();
    EXPECT_EQ(*(*found)->bytes, entry.SerializeAsString());
  }
}

void ExpectStreams(const EventLog& log, const std::vector<Entry>& entries) {
  struct Expected {
    StreamId stream;
    int64_t version = 0;
    std::vector<Entry> entries;
  };
  std::map<std::string, Expected> streams;
  for (const Entry& entry : entries) {
    for (const event::v1::StreamName& name : entry.header().streams()) {
      const StreamId stream = StreamId::Of(name);
      Expected& expected = streams[stream.ToText()];
      expected.stream = stream;
      expected.entries.push_back(entry);
    }
    for (const Event& event : entry.events()) {
      const StreamId stream = StreamId::Of(entry.header().streams(event.stream_index()));
      streams[stream.ToText()].version = event.version();
    }
  }
  for (const auto& [text, expected] : streams) {
    EXPECT_EQ(log.ReadStreamHead(expected.stream)->version, expected.version) << text;
    std::vector<std::string> bytes = ChooseFrom(expected.entries, {.streams = {expected.stream}});
    EXPECT_EQ(BytesOf(ReadWholeStream(log, expected.stream, /*backwards=*/false)), bytes) << text;
    std::reverse(bytes.begin(), bytes.end());
    EXPECT_EQ(BytesOf(ReadWholeStream(log, expected.stream, /*backwards=*/true)), bytes) << text;
  }
}

void ExpectDevices(const EventLog& log, const std::vector<Entry>& entries) {
  std::map<Uuid, DeviceMark> marks;
  for (const Entry& entry : entries) {
    const auto id = Uuid::FromBytes(entry.header().install_id());
    if (!id) continue;
    const auto mark = marks.try_emplace(*id, FirstDeviceMark(*id)).first;
    mark->second = NextDeviceMark(mark->second, entry);
  }
  for (const auto& [id, mark] : marks) EXPECT_EQ(*log.ReadDevice(id), mark);
}

void ExpectIndex(const EventLog& log, const std::vector<Entry>& entries) {
  const std::vector<Filter> filters = {
      {.categories = {Category::CATEGORY_STOCK}},
      {.event_types = {Event::kSaleCreatedFieldNumber, Event::kBusinessDayOpenedFieldNumber}},
      {.categories = {Category::CATEGORY_DAY, Category::CATEGORY_SALE}, .registers = {"K2"}}};
  for (const Filter& filter : filters) {
    std::vector<std::string> expected = ChooseFrom(entries, filter);
    EXPECT_EQ(BytesOf(ReadAllFiltered(log, 0, /*backwards=*/false, filter, 50, 1 << 20)), expected);
    std::reverse(expected.begin(), expected.end());
    EXPECT_EQ(BytesOf(ReadAllFiltered(log, std::numeric_limits<int64_t>::max(),
                                      /*backwards=*/true, filter, 50, 1 << 20)),
              expected);
  }
}

}  // namespace

void ExpectLogHolds(const EventLog& log, const std::vector<Entry>& entries) {
  ExpectEntries(log, entries);
  ExpectRequests(log, entries);
  ExpectStreams(log, entries);
  ExpectDevices(log, entries);
  ExpectIndex(log, entries);
}

std::vector<StoredEntry> ReadWholeLog(const EventLog& log, int64_t bytes_max) {
  std::vector<StoredEntry> entries;
  for (int64_t after = 0;;) {
    const auto page = log.Read(after, bytes_max);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return entries;
    entries.insert(entries.end(), page->entries.begin(), page->entries.end());
    if (page->end) return entries;
    after = page->scanned;
  }
}

std::vector<StoredEntry> ReadAllFiltered(const EventLog& log, int64_t position, bool backwards,
                                         const Filter& filter, int32_t entries_max,
                                         int64_t scan_bytes_max) {
  std::vector<StoredEntry> entries;
  while (true) {
    const auto page = log.ReadFiltered(position, backwards, filter, entries_max, scan_bytes_max);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return entries;
    EXPECT_LE(page->entries.size(), static_cast<size_t>(entries_max));
    entries.insert(entries.end(), page->entries.begin(), page->entries.end());
    if (page->end) return entries;
    const bool moved = backwards ? page->scanned < position : page->scanned > position;
    EXPECT_TRUE(moved) << "stuck at " << position;
    if (!moved) return entries;
    position = page->scanned;
  }
}

std::vector<StoredEntry> ReadWholeStream(const EventLog& log, const StreamId& stream,
                                         bool backwards, int32_t entries_max) {
  std::vector<StoredEntry> entries;
  int64_t from = backwards ? std::numeric_limits<int64_t>::max() : 1;
  while (true) {
    const auto page = log.ReadStream(stream, from, backwards, entries_max);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return entries;
    entries.insert(entries.end(), page->entries.begin(), page->entries.end());
    if (page->end) return entries;
    from = backwards ? page->scanned - 1 : page->scanned + 1;
  }
}

std::vector<std::string> ChooseFrom(const std::vector<Entry>& entries, const Filter& filter,
                                    int64_t position_min, int64_t position_max) {
  std::vector<std::string> chosen;
  for (const Entry& entry : entries) {
    std::vector<int> offsets;
    for (const Event& event : entry.events()) {
      const int64_t position = entry.header().first_position() + event.offset();
      if (position < position_min || position > position_max) continue;
      if (Chooses(filter, entry, event)) offsets.push_back(event.offset());
    }
    if (offsets.empty()) continue;
    Entry kept;
    *kept.mutable_header() = entry.header();
    for (const int offset : offsets) *kept.add_events() = entry.events(offset);
    chosen.push_back(kept.SerializeAsString());
  }
  return chosen;
}

std::vector<std::string> BytesOf(const std::vector<StoredEntry>& entries) {
  std::vector<std::string> bytes;
  for (const StoredEntry& entry : entries) bytes.push_back(*entry.bytes);
  return bytes;
}

}  // namespace daybook::testing
