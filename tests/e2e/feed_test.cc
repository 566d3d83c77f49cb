// Watching the log: exactly what is in it, from anywhere, at everyone's own pace.
#include <thread>

#include "core/base/mutex.h"
#include "tests/e2e/edge_test.h"

namespace daybook::test {
namespace {

using edge::v1::WatchEventsRequest;
using edge::v1::WatchEventsResponse;
using event::v1::Category;

constexpr int kSales = 300;

int64_t LastPosition(const event::v1::Entry& entry) {
  return entry.header().first_position() + entry.events(entry.events_size() - 1).offset();
}

event::v1::Entry Decode(const std::string& bytes) {
  event::v1::Entry entry;
  EXPECT_TRUE(entry.ParseFromString(bytes));
  return entry;
}

WatchEventsRequest After(int64_t position) {
  WatchEventsRequest request;
  request.mutable_after()->set_position(position);
  return request;
}

// What `log` holds of one category, as a filtered feed shows it.
std::vector<std::pair<int64_t, int32_t>> PlacesOf(const LogCopy& log, Category category) {
  std::vector<std::pair<int64_t, int32_t>> places;
  for (const event::v1::Entry& entry : log.entries) {
    for (const event::v1::Event& event : entry.events()) {
      if (entry.header().streams(event.stream_index()).category() != category) continue;
      places.emplace_back(entry.header().first_position() + event.offset(), event.event_case());
    }
  }
  return places;
}

class FeedTest : public EdgeTest {
 protected:
  // Sells on a thread of its own while the test goes on.
  std::thread SellMeanwhile(int sales) {
    return std::thread([this, sales] {
      EdgeClient till(edge_.address(), {.device = "till2"});
      Ids ids(2);
      for (int i = 0; i < sales; ++i) {
        const auto response = till.Execute(CoffeeSale(ids.Next(), 200 + i, ids));
        EXPECT_TRUE(response.ok()) << response.status();
      }
    });
  }

  // Reads a watch until it has come to `position`; returns the entries' bytes.
  std::vector<std::string> ReadUntil(EventWatch& watch, int64_t position) {
    std::vector<std::string> entries;
    for (int64_t scanned = 0; scanned < position;) {
      const auto message = watch.Next();
      if (!message) {
        ADD_FAILURE() << "the watch ended: " << watch.Finish();
        break;
      }
      entries.insert(entries.end(), message->entries().begin(), message->entries().end());
      EXPECT_GE(message->scanned().position(), scanned);
      scanned = message->scanned().position();
    }
    return entries;
  }

  // Reads a watch until it says that it has caught up.
  WatchEventsResponse ReadUntilCaughtUp(EventWatch& watch) {
    while (true) {
      const auto message = watch.Next();
      if (!message) {
        ADD_FAILURE() << "the watch ended: " << watch.Finish();
        return {};
      }
      if (message->caught_up()) return *message;
    }
  }
};

TEST_F(FeedTest, GivesExactlyTheLogWhileWritingGoesOn) {
  Start();
  for (int i = 0; i < kSales; ++i) SellCoffee();
  std::thread selling = SellMeanwhile(kSales);
  const auto watch = WatchEvents(*client_, After(0));
  const auto watch_sales = [&] {
    WatchEventsRequest request = After(0);
    request.mutable_filter()->add_categories(Category::CATEGORY_SALE);
    return WatchEvents(*client_, request);
  }();

  ReadUntilCaughtUp(*WatchEvents(*client_, After(0)));
  selling.join();
  const LogCopy log = CheckedLog();
  const int64_t head = log.head.head().position();
  const std::vector<std::string> seen = ReadUntil(*watch, head);
  const std::vector<std::string> sales_seen = ReadUntil(*watch_sales, head);

  EXPECT_EQ(seen, log.bytes);
  std::vector<std::pair<int64_t, int32_t>> places;
  for (const std::string& bytes : sales_seen) {
    const event::v1::Entry entry = Decode(bytes);
    for (const event::v1::Event& event : entry.events()) {
      places.emplace_back(entry.header().first_position() + event.offset(), event.event_case());
    }
  }
  EXPECT_EQ(places, PlacesOf(log, Category::CATEGORY_SALE));
}

TEST_F(FeedTest, SaysHowManyEventsAFilteredEntryHad) {
  Start();
  SellCoffee();
  WatchEventsRequest request = After(0);
  request.mutable_filter()->add_event_types(event::v1::Event::kDocumentIssued);
  const auto watch = WatchEvents(*client_, request);

  const std::vector<std::string> seen = ReadUntil(*watch, Head());

  ASSERT_EQ(seen.size(), 1u);
  const event::v1::Entry entry = Decode(seen.front());
  EXPECT_EQ(entry.events_size(), 1);
  EXPECT_EQ(entry.header().event_count(), CheckedLog().entries.back().events_size());
}

TEST_F(FeedTest, FiltersByStreamAndByRegister) {
  Start();
  const Uuid sale = SellCoffee();
  SellMeanwhile(1).join();
  WatchEventsRequest of_stream = After(0), of_register = After(0);
  const std::string stream = StreamId::Of(Category::CATEGORY_SALE, sale).ToText();
  of_stream.mutable_filter()->add_streams(stream);
  of_register.mutable_filter()->add_registers("till2");

  const auto of_stream_seen = ReadUntil(*WatchEvents(*client_, of_stream), Head());
  const auto of_register_seen = ReadUntil(*WatchEvents(*client_, of_register), Head());

  ASSERT_EQ(of_stream_seen.size(), 4u);
  for (const std::string& bytes : of_stream_seen) {
    const event::v1::Entry entry = Decode(bytes);
    for (const event::v1::Event& event : entry.events()) {
      EXPECT_EQ(StreamId::Of(entry.header().streams(event.stream_index())).ToText(), stream);
    }
  }
  ASSERT_EQ(of_register_seen.size(), 4u);
  for (const std::string& bytes : of_register_seen) {
    EXPECT_EQ(Decode(bytes).header().register_(), "till2");
  }
}

TEST_F(FeedTest, ResumesInsideAnEntryAfterThatEvent) {
  Start();
  SellCoffee();
  const event::v1::Entry last = CheckedLog().entries.back();
  ASSERT_GT(last.events_size(), 2);
  const int64_t inside = last.header().first_position() + 1;
  const auto watch = WatchEvents(*client_, After(inside));

  const std::vector<std::string> seen = ReadUntil(*watch, Head());

  ASSERT_EQ(seen.size(), 1u);
  const event::v1::Entry rest = Decode(seen.front());
  EXPECT_EQ(rest.header().first_position() + rest.events(0).offset(), inside + 1);
  EXPECT_EQ(rest.events_size(), last.events_size() - 2);
  EXPECT_EQ(LastPosition(rest), Head());
}

TEST_F(FeedTest, ResumesWhereItWasWithNothingTwiceAndNothingMissing) {
  Start();
  for (int i = 0; i < 20; ++i) SellCoffee();
  const int64_t middle = Head();
  std::vector<std::string> seen = ReadUntil(*WatchEvents(*client_, After(0)), middle);
  for (int i = 0; i < 20; ++i) SellCoffee();

  const auto more = ReadUntil(*WatchEvents(*client_, After(middle)), Head());

  seen.insert(seen.end(), more.begin(), more.end());
  EXPECT_EQ(seen, CheckedLog().bytes);
}

TEST_F(FeedTest, SaysWhenItHasCaughtUpAndThenGoesOnLive) {
  Start();
  SellCoffee();
  const int64_t before = Head();
  const auto watch = WatchEvents(*client_, After(0));

  const WatchEventsResponse caught_up = ReadUntilCaughtUp(*watch);
  SellCoffee();
  const auto live = watch->Next();

  EXPECT_EQ(caught_up.head().position(), before);
  EXPECT_EQ(caught_up.scanned().position(), before);
  ASSERT_TRUE(live.has_value());
  ASSERT_GT(live->entries_size(), 0);
  EXPECT_EQ(Decode(live->entries(0)).header().first_position(), before + 1);
}

TEST_F(FeedTest, BeginsNowWhenAsked) {
  Start();
  SellCoffee();
  const int64_t before = Head();
  WatchEventsRequest request;
  request.set_now(true);
  const auto watch = WatchEvents(*client_, request);
  ReadUntilCaughtUp(*watch);
  SellCoffee();

  const std::vector<std::string> seen = ReadUntil(*watch, Head());

  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(Decode(seen.front()).header().first_position(), before + 1);
}

TEST_F(FeedTest, SendsHeartbeatsThatCarryTheHead) {
  Start();
  SellCoffee();
  WatchEventsRequest request = After(0);
  request.mutable_filter()->add_categories(Category::CATEGORY_DRAWER);  // There are none.
  const auto watch = WatchEvents(*client_, request);
  ReadUntilCaughtUp(*watch);
  SellCoffee();

  const auto heartbeat = watch->Next();

  ASSERT_TRUE(heartbeat.has_value());
  EXPECT_EQ(heartbeat->entries_size(), 0);
  EXPECT_EQ(heartbeat->scanned().position(), Head());
  EXPECT_EQ(heartbeat->head().position(), Head());
}

TEST_F(FeedTest, RefusesACursorBeyondTheHead) {
  Start();
  SellCoffee();

  const absl::Status beyond = WatchEvents(*client_, After(Head() + 1))->Finish();

  EXPECT_EQ(ReasonOf(beyond), Reason::ERROR_REASON_CURSOR_RESET) << beyond;
}

TEST_F(FeedTest, RefusesMoreWatchersThanItMayHave) {
  edge_.config().mutable_limits()->set_watchers_max(2);
  Start();
  edge::v1::WatchViewsRequest stock;
  stock.add_subscriptions()->set_stock_location("main");
  const auto of_events = WatchEvents(*client_, After(0));
  const auto of_views = WatchViews(*client_, stock);
  ReadUntilCaughtUp(*of_events);
  ASSERT_TRUE(of_views->Next().has_value());

  const absl::Status third = WatchEvents(*client_, After(0))->Finish();
  const absl::Status fourth = WatchViews(*client_, stock)->Finish();

  EXPECT_EQ(ReasonOf(third), Reason::ERROR_REASON_WATCHERS_MAX) << third;
  EXPECT_EQ(ReasonOf(fourth), Reason::ERROR_REASON_WATCHERS_MAX) << fourth;
}

class FrozenWatcherTest : public FeedTest {
 protected:
  static constexpr int kFrozen = 40;
  static constexpr int32_t kLines = 9'600;
  static constexpr int64_t kGrowthMax = 48 << 20;

  // Fills the log with long lines: about 3 MB.
  void Fill() {
    const Uuid sale = ids_.Next();
    Accept(StartSale(sale));
    for (int32_t line = 1; line <= kLines;) {
      std::vector<edge::v1::CommandEnvelope> commands;
      for (int i = 0; i < 400; ++i, ++line) {
        edge::v1::Command command = AddLine(sale, line, "coffee", 250);
        command.mutable_add_line_item()->set_name(std::string(200, 'c'));
        commands.push_back(Ask(ids_.Next(), command));
      }
      const auto response = client_->Execute(std::move(commands));
      ASSERT_TRUE(response.ok()) << response.status();
    }
  }
};

TEST_F(FrozenWatcherTest, CostsBoundedMemoryAndNobodyElsesTime) {
  edge_.config().mutable_limits()->set_tail_bytes_max(1 << 20);
  Start();
  Fill();
  ReadUntil(*WatchEvents(*client_, After(0)),
            Head());  // What reading costs is not what freezing costs.
  const int64_t resident_before = edge_.ResidentBytes();
  std::vector<std::unique_ptr<EventWatch>> frozen;
  for (int i = 0; i < kFrozen; ++i) frozen.push_back(WatchEvents(*client_, After(0)));

  EdgeClient other(edge_.address(), {.device = "display"});
  const std::vector<std::string> seen = ReadUntil(*WatchEvents(other, After(0)), Head());
  SellCoffee();

  // All are owed the whole log, together some 120 MB.
  EXPECT_LT(edge_.ResidentBytes() - resident_before, kGrowthMax);
  EXPECT_EQ(seen.size() + 4, CheckedLog().bytes.size());
}

TEST_F(FrozenWatcherTest, IsCutWithAReasonAndResumesWhereItWas) {
  edge_.config().mutable_limits()->set_watcher_stall_ms_max(1500);
  edge_.config().mutable_limits()->set_watchers_max(1);
  Start();
  Fill();
  const auto frozen = WatchEvents(*client_, After(0));
  const auto first = frozen->Next();
  ASSERT_TRUE(first.has_value());
  EdgeClient other(edge_.address(), {.device = "display"});

  // Its place is free once it is cut.
  std::optional<WatchEventsResponse> others;
  while (!others) {
    const auto watch = WatchEvents(other, After(0));
    others = watch->Next();
    if (!others) {
      EXPECT_EQ(ReasonOf(watch->Finish()), Reason::ERROR_REASON_WATCHERS_MAX);
    }
  }
  std::vector<std::string> seen(first->entries().begin(), first->entries().end());
  int64_t scanned = first->scanned().position();
  while (const auto message = frozen->Next()) {
    seen.insert(seen.end(), message->entries().begin(), message->entries().end());
    scanned = message->scanned().position();
  }
  const absl::Status cut = frozen->Finish();

  EXPECT_EQ(ReasonOf(cut), Reason::ERROR_REASON_WATCHER_TOO_SLOW) << cut;
  EXPECT_LT(scanned, Head());
  std::optional<WatchEventsResponse> probe;
  while (!probe) probe = WatchEvents(other, After(scanned))->Next();
  const LogCopy log = CheckedLog();
  ASSERT_LT(seen.size(), log.bytes.size());
  EXPECT_TRUE(std::equal(seen.begin(), seen.end(), log.bytes.begin()));
  ASSERT_GT(probe->entries_size(), 0);
  EXPECT_EQ(probe->entries(0), log.bytes[seen.size()]);
}

}  // namespace
}  // namespace daybook::test
