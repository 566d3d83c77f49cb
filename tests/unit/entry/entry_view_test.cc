#include "core/entry/entry_view.h"

#include "core/base/ids.h"
#include "daybook/event/v1/entry.pb.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

event::v1::Entry TwoEvents() {
  event::v1::Entry entry;
  entry.mutable_header()->set_first_position(41);
  entry.mutable_header()->set_event_count(2);
  entry.mutable_header()->set_device("till-1");
  event::v1::Event& first = *entry.add_events();
  first.set_version(7);
  first.mutable_sale_item_not_found()->set_code("4711");
  event::v1::Event& second = *entry.add_events();
  second.set_offset(1);
  second.set_stream_index(1);
  second.set_version(3);
  second.mutable_stock_sold()->set_quantity_milli(1000);
  return entry;
}

TEST(EntryViewTest, SeesTheHeaderAndEachEvent) {
  const event::v1::Entry entry = TwoEvents();
  const std::string bytes = entry.SerializeAsString();

  const auto view = ViewEntry(bytes);

  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(view->first_position, 41);
  EXPECT_EQ(view->event_count, 2);
  EXPECT_EQ(view->DecodeHeader()->SerializeAsString(), entry.header().SerializeAsString());
  ASSERT_EQ(view->events.size(), 2u);
  EXPECT_EQ(view->events[0].type, event::v1::Event::kSaleItemNotFound);
  EXPECT_EQ(view->events[0].version, 7);
  EXPECT_EQ(view->events[1].type, event::v1::Event::kStockSold);
  EXPECT_EQ(view->events[1].offset, 1);
  EXPECT_EQ(view->events[1].stream_index, 1);
}

TEST(EntryViewTest, GivesPartsThatMakeAFilteredEntry) {
  const event::v1::Entry entry = TwoEvents();
  const std::string bytes = entry.SerializeAsString();
  const auto view = ViewEntry(bytes);
  ASSERT_TRUE(view.ok()) << view.status();

  const std::string filtered = std::string(view->header_bytes) + std::string(view->events[1].bytes);

  event::v1::Entry parsed;
  ASSERT_TRUE(parsed.ParseFromString(filtered));
  ASSERT_EQ(parsed.events_size(), 1);
  EXPECT_EQ(parsed.events(0).SerializeAsString(), entry.events(1).SerializeAsString());
  EXPECT_EQ(parsed.header().event_count(), 2);
}

TEST(EntryViewTest, PassesOverFieldsThatItDoesNotKnow) {
  // Field 99 of type varint, and of type 64-bit.
  const std::string unknown("\x98\x06\x05\x99\x06\x01\x02\x03\x04\x05\x06\x07\x08", 13);
  const std::string bytes = TwoEvents().SerializeAsString() + unknown;

  const auto view = ViewEntry(bytes);

  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(view->events.size(), 2u);
}

TEST(EntryViewTest, RefusesWhatIsNoEntry) {
  event::v1::Entry without_events = TwoEvents();
  without_events.clear_events();
  event::v1::Entry without_position = TwoEvents();
  without_position.mutable_header()->clear_first_position();
  for (const std::string& bytes :
       {std::string(), std::string("junk"), std::string("\x0a\xff\xff\xff\xff\x0f"),
        without_events.SerializeAsString(), without_position.SerializeAsString()}) {
    EXPECT_EQ(ReasonOf(ViewEntry(bytes).status()), Reason::ERROR_REASON_STORE_CORRUPT);
  }
}

TEST(EntryViewTest, RefusesEveryEntryThatWasCutShort) {
  const std::string bytes = TwoEvents().SerializeAsString();
  const size_t first_event_ends = ViewEntry(bytes)->events[0].bytes.data() +
                                  ViewEntry(bytes)->events[0].bytes.size() - bytes.data();
  for (size_t size = 0; size < bytes.size(); ++size) {
    // Cut between two events, the rest is an entry with fewer events; the count in the header
    // tells.
    if (size == first_event_ends) continue;

    EXPECT_FALSE(ViewEntry(bytes.substr(0, size)).ok()) << size;
  }
}

TEST(EntryViewTest, SurvivesAnyByteThatFlips) {
  const std::string whole = TwoEvents().SerializeAsString();
  for (size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));

      const auto view = ViewEntry(bytes);

      if (!view.ok()) continue;
      EXPECT_GE(view->event_count, 1);
      for (const EventSlice& slice : view->events) {
        EXPECT_GE(slice.bytes.data(), bytes.data());
        EXPECT_LE(slice.bytes.data() + slice.bytes.size(), bytes.data() + bytes.size());
      }
    }
  }
}

}  // namespace
}  // namespace daybook
