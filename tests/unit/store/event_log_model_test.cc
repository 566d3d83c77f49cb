// The log against a list of entries in memory: random appends, restarts and reads must agree.
#include <algorithm>
#include <thread>

#include "gtest/gtest.h"
#include "tests/support/log_checker.h"
#include "tests/unit/store/event_log_fixture.h"

namespace daybook::store {
namespace {

using event::v1::Entry;
using event::v1::Event;

class EventLogModelTest : public EventLogTest, public ::testing::WithParamInterface<int> {
 protected:
  int64_t Below(int64_t bound) { return random_.Below(bound); }

  Filter MakeFilter() {
    Filter filter;
    if (Below(2) == 0) {
      filter.categories = {static_cast<Category>(1 + Below(4))};
      if (Below(3) == 0) filter.categories.push_back(Category::CATEGORY_STOCK);
    }
    if (Below(3) == 0) filter.event_types = {Event::kSaleCreatedFieldNumber};
    if (Below(3) == 0) filter.event_types.push_back(Event::kStockSoldFieldNumber);
    if (Below(4) == 0) filter.streams = {testing::SaleStream(Below(60))};
    if (Below(4) == 0) filter.registers = {"K1", "K3"};
    return filter;
  }

  // Compares one filtered read, from a random place, in random pages.
  void CompareFiltered() {
    const Filter filter = MakeFilter();
    const int64_t position = Below(maker_.next_position() + 5);
    const bool backwards = Below(2) == 0;
    const auto found =
        testing::ReadAllFiltered(*log_, position, backwards, filter,
                                 static_cast<int32_t>(1 + Below(200)), 1 + Below(1 << 16));

    auto expected = backwards ? testing::ChooseFrom(entries_, filter, 1, position - 1)
                              : testing::ChooseFrom(entries_, filter, position + 1);
    if (backwards) std::reverse(expected.begin(), expected.end());
    // Not EXPECT_EQ: it would print thousands of entries.
    EXPECT_EQ(found.size(), expected.size());
    EXPECT_TRUE(testing::BytesOf(found) == expected)
        << (backwards ? "backwards" : "forwards") << " from " << position;
  }

  // Compares one unfiltered page.
  void CompareRead() {
    const int64_t after = Below(maker_.next_position());
    const auto page = log_->Read(after, 1 + Below(20'000));
    ASSERT_TRUE(page.ok()) << page.status();
    auto entry = std::find_if(entries_.begin(), entries_.end(), [after](const Entry& e) {
      return e.header().first_position() + e.header().event_count() - 1 > after;
    });
    EXPECT_EQ(page->end, page->scanned == log_->head().position);
    EXPECT_TRUE(!page->entries.empty() || entry == entries_.end());
    for (const StoredEntry& stored : page->entries) {
      ASSERT_NE(entry, entries_.end());
      EXPECT_EQ(*stored.bytes, (entry++)->SerializeAsString());
    }
  }

  SeededRandom random_ = SeededRandom(static_cast<uint64_t>(GetParam()));
};

TEST_P(EventLogModelTest, AgreesWithAListOfEntries) {
  EventLog::Options options = MakeOptions();
  options.tail_bytes_max = GetParam() % 2 == 0 ? 1 << 24 : 20'000;
  options.write_buffer_bytes = 256 << 10;
  Reopen(options);
  for (int step = 0; step < 40 && !HasFailure(); ++step) {
    AppendAny(static_cast<int>(Below(200)));
    if (Below(8) == 0) Reopen(options);
    for (int i = 0; i < 3; ++i) CompareFiltered();
    CompareRead();
  }
  EXPECT_GT(log_->head().position, 4096);
  testing::ExpectLogHolds(*log_, entries_);
}

// Reads the log by `filter` while it grows, until it has seen position `last`.
std::vector<std::string> Follow(const EventLog& log, const Filter& filter, int64_t last) {
  std::vector<std::string> bytes;
  for (int64_t position = 0; position < last;) {
    const auto page = log.ReadFiltered(position, /*backwards=*/false, filter, 20, 1 << 14);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) break;
    for (const StoredEntry& entry : page->entries) bytes.push_back(*entry.bytes);
    position = page->scanned;
  }
  return bytes;
}

TEST_F(EventLogTest, ShowsEveryReaderEachEntryOnceWhileItGrows) {
  Reopen();
  std::vector<Entry> entries;
  for (int i = 0; i < 4000; ++i) entries.push_back(maker_.MakeAny());
  const int64_t last = maker_.next_position() - 1;
  const std::vector<Filter> filters = {{.registers = {"K1", "K2", "K3"}},
                                       {.categories = {Category::CATEGORY_STOCK}},
                                       {.event_types = {Event::kSaleCreatedFieldNumber}}};
  std::vector<std::vector<std::string>> seen(filters.size());

  std::vector<std::thread> readers;
  for (size_t i = 0; i < filters.size(); ++i) {
    readers.emplace_back([&, i] { seen[i] = Follow(*log_, filters[i], last); });
  }
  for (const Entry& entry : entries) ASSERT_TRUE(log_->Append({&entry, &entry + 1}).ok());
  for (std::thread& reader : readers) reader.join();

  for (size_t i = 0; i < filters.size(); ++i) {
    EXPECT_TRUE(seen[i] == testing::ChooseFrom(entries, filters[i])) << "filter " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, EventLogModelTest, ::testing::Range(1, 5));

}  // namespace
}  // namespace daybook::store
