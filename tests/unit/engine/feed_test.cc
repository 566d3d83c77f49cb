#include "edge-server/engine/feed.h"

#include "gmock/gmock.h"
#include "tests/unit/engine/engine_fixture.h"
#include "tests/unit/engine/received.h"

namespace daybook::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FeedTest : public EngineFixture {
 protected:
  ~FeedTest() override {
    for (const auto& watch : watches_) watch->End();
    readers_.Stop();
  }

  EventSubscription To(Received<EventBatch>& received, int64_t after = 0) {
    EventSubscription subscription;
    subscription.after.position = after;
    subscription.send = received.Send();
    subscription.close = received.Close();
    subscription.break_off = received.BreakOff();
    return subscription;
  }

  std::shared_ptr<EventWatch> Watch(EventSubscription subscription) {
    auto watch = feed_.Watch(std::move(subscription));
    EXPECT_TRUE(watch.ok()) << watch.status();
    watches_.push_back(*watch);
    return *watch;
  }

  // Records one more thing, and tells the feed.
  void Record() {
    CommitOne(test::StartSale(ids_.Next()));
    feed_.Notify();
  }

  // Lines that fill more than one message.
  void RecordMuch() {
    const Uuid sale = ids_.Next();
    CommitOne(test::StartSale(sale));
    for (int32_t line = 1; line <= 3000; line += 300) {
      std::vector<edge::v1::CommandEnvelope> lines;
      for (int32_t i = 0; i < 300; ++i) {
        edge::v1::Command command = test::AddLine(sale, line + i, "coffee", 250);
        command.mutable_add_line_item()->set_name(std::string(190, 'c'));
        lines.push_back(test::Ask(ids_.Next(), command));
      }
      Commit({CallOf(lines)});
    }
  }

  static std::vector<int64_t> PositionsOf(const EventBatch& batch) {
    std::vector<int64_t> positions;
    for (const store::StoredEntry& entry : batch.entries) positions.push_back(entry.first_position);
    return positions;
  }

  const Feed::Options options_ = {.stall_max = absl::Seconds(30),
                                  .heartbeat_interval = absl::Seconds(5)};
  ReaderPool readers_{2, 16};
  WatchBudget budget_{3};
  Feed feed_{options_, *log_, clock_, readers_, budget_};
  Received<EventBatch> received_;
  std::vector<std::shared_ptr<EventWatch>> watches_;
};

TEST_F(FeedTest, SendsNothingBeforeTheWatcherIsReady) {
  Record();
  const auto watch = Watch(To(received_));
  Record();

  EXPECT_EQ(received_.count(), 0u);

  watch->Taken();
  EXPECT_THAT(PositionsOf(received_.Await(1)), ElementsAre(1, 3));
}

TEST_F(FeedTest, SaysThatItHasCaughtUpEvenWithNothingToSend) {
  const auto watch = Watch(To(received_));
  watch->Taken();

  const EventBatch first = received_.Await(1);

  EXPECT_THAT(first.entries, IsEmpty());
  EXPECT_TRUE(first.caught_up);
}

// A cursor that names no epoch would be taken for one of any branch of the log.
TEST_F(FeedTest, NamesTheEpochToResumeInEvenWithNothingToSend) {
  const auto watch = Watch(To(received_));
  watch->Taken();

  EXPECT_EQ(received_.Await(1).scanned.epoch, log_->head().epoch);
}

TEST_F(FeedTest, SendsOneMessageUntilItIsTaken) {
  const auto watch = Watch(To(received_));
  watch->Taken();
  received_.Await(1);

  Record();
  Record();
  const size_t before_it_is_taken = received_.count();
  watch->Taken();

  EXPECT_EQ(before_it_is_taken, 1u);
  EXPECT_THAT(PositionsOf(received_.Await(2)), ElementsAre(1, 3));
}

TEST_F(FeedTest, SendsLiveWhatComesWhenTheWatcherWaits) {
  const auto watch = Watch(To(received_));
  watch->Taken();
  received_.Await(1);
  watch->Taken();
  Record();

  const EventBatch live = received_.Await(2);

  EXPECT_THAT(PositionsOf(live), ElementsAre(1));
  EXPECT_FALSE(live.caught_up);  // It had not fallen behind.
  EXPECT_EQ(live.scanned.position, head());
}

TEST_F(FeedTest, CatchesUpInSeveralMessagesAndSaysSoWithTheLast) {
  RecordMuch();
  const auto watch = Watch(To(received_));
  int64_t next_position = 1;
  bool caught_up = false;
  size_t messages = 0;

  while (!caught_up) {
    watch->Taken();
    const EventBatch batch = received_.Await(++messages);
    for (const store::StoredEntry& entry : batch.entries) {
      EXPECT_EQ(entry.first_position, next_position);
      next_position = entry.last_position() + 1;
    }
    EXPECT_EQ(batch.scanned.position, next_position - 1);
    caught_up = batch.caught_up;
    EXPECT_EQ(caught_up, batch.scanned.position == head());
  }

  EXPECT_GT(messages, 2u);
}

TEST_F(FeedTest, SaysThatItHasCaughtUpEachTimeItHadFallenBehind) {
  const auto watch = Watch(To(received_));
  watch->Taken();
  received_.Await(1);
  RecordMuch();
  feed_.Notify();

  size_t messages = 1;
  do {
    watch->Taken();
  } while (!received_.Await(++messages).caught_up);

  EXPECT_GT(messages, 3u);
  EXPECT_EQ(received_.Await(messages).scanned.position, head());
}

TEST_F(FeedTest, ResumesInsideAnEntryAfterThatEvent) {
  Record();  // BusinessDayOpened and SaleCreated: positions 1 and 2.
  const auto watch = Watch(To(received_, 1));
  watch->Taken();

  const EventBatch rest = received_.Await(1);

  ASSERT_EQ(rest.entries.size(), 1u);
  event::v1::Entry entry;
  ASSERT_TRUE(entry.ParseFromString(*rest.entries[0].bytes));
  EXPECT_EQ(entry.header().event_count(), 2);
  ASSERT_EQ(entry.events_size(), 1);
  EXPECT_TRUE(entry.events(0).has_sale_created());
}

TEST_F(FeedTest, SkipsWhatTheFilterDoesNotChooseAndSaysHowFarItLooked) {
  Record();
  EventSubscription subscription = To(received_);
  subscription.filter.categories = {Category::CATEGORY_DRAWER};
  const auto watch = Watch(std::move(subscription));
  watch->Taken();

  const EventBatch first = received_.Await(1);

  EXPECT_THAT(first.entries, IsEmpty());
  EXPECT_TRUE(first.caught_up);
  EXPECT_EQ(first.scanned.position, head());
}

TEST_F(FeedTest, BeginsNowWhenAsked) {
  Record();
  EventSubscription subscription = To(received_);
  subscription.from_now = true;
  const auto watch = Watch(std::move(subscription));
  watch->Taken();
  received_.Await(1);
  watch->Taken();
  Record();

  EXPECT_THAT(PositionsOf(received_.Await(2)), ElementsAre(3));
}

TEST_F(FeedTest, SendsAHeartbeatAfterAQuietTime) {
  Record();
  const auto watch = Watch(To(received_));
  watch->Taken();
  received_.Await(1);
  watch->Taken();
  AwaitIdle(readers_);

  clock_.Advance(options_.heartbeat_interval - absl::Milliseconds(1));
  feed_.Tick();
  const size_t too_early = received_.count();
  clock_.Advance(absl::Milliseconds(1));
  feed_.Tick();
  const EventBatch heartbeat = received_.Await(2);

  EXPECT_EQ(too_early, 1u);
  EXPECT_THAT(heartbeat.entries, IsEmpty());
  EXPECT_EQ(heartbeat.scanned.position, head());
  EXPECT_EQ(heartbeat.head, log_->head());
}

TEST_F(FeedTest, CutsAWatcherThatTakesNothing) {
  Record();
  const auto watch = Watch(To(received_));
  watch->Taken();
  received_.Await(1);

  clock_.Advance(options_.stall_max - absl::Milliseconds(1));
  feed_.Tick();
  const bool too_early = received_.closed().has_value();
  clock_.Advance(absl::Milliseconds(1));
  feed_.Tick();

  EXPECT_FALSE(too_early);
  EXPECT_EQ(ReasonOf(received_.closed().value_or(absl::OkStatus())),
            Reason::ERROR_REASON_WATCHER_TOO_SLOW);
}

TEST_F(FeedTest, SendsNothingToAWatcherThatWasCut) {
  Record();
  const auto watch = Watch(To(received_));
  watch->Taken();
  received_.Await(1);
  clock_.Advance(options_.stall_max);
  feed_.Tick();

  watch->Taken();
  Record();
  AwaitIdle(readers_);

  EXPECT_EQ(received_.count(), 1u);
}

TEST_F(FeedTest, HasRoomAgainWhenAWatcherWasCut) {
  for (int i = 0; i < 3; ++i) Watch(To(received_));
  const auto refused = feed_.Watch(To(received_));
  clock_.Advance(options_.stall_max);
  feed_.Tick();

  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_WATCHERS_MAX);
  for (int i = 0; i < 3; ++i) Watch(To(received_));
}

TEST_F(FeedTest, BreaksOffAWatcherThatDoesNotGoWhenItIsCut) {
  const auto watch = Watch(To(received_));
  clock_.Advance(options_.stall_max);
  feed_.Tick();
  clock_.Advance(options_.stall_max - absl::Milliseconds(1));
  feed_.Tick();
  const int too_early = received_.broken_off_count();

  for (int i = 0; i < 3; ++i) {
    clock_.Advance(options_.stall_max);
    feed_.Tick();
  }

  EXPECT_EQ(too_early, 0);
  EXPECT_EQ(received_.broken_off_count(), 1);
}

TEST_F(FeedTest, LeavesAWatcherAloneThatGoesWhenItIsCut) {
  const auto watch = Watch(To(received_));
  clock_.Advance(options_.stall_max);
  feed_.Tick();
  watch->End();

  clock_.Advance(options_.stall_max);
  feed_.Tick();

  EXPECT_EQ(received_.broken_off_count(), 0);
}

TEST_F(FeedTest, RefusesACursorThatIsNotOfThisLog) {
  Record();

  const auto beyond = feed_.Watch(To(received_, head() + 1));

  EXPECT_EQ(ReasonOf(beyond.status()), Reason::ERROR_REASON_CURSOR_RESET);
}

TEST_F(FeedTest, CallsNobodyAfterTheEnd) {
  const auto watch = Watch(To(received_));
  watch->Taken();
  received_.Await(1);
  watch->Taken();
  watch->End();

  Record();
  feed_.Stop();
  AwaitIdle(readers_);

  EXPECT_EQ(received_.count(), 1u);
  EXPECT_FALSE(received_.closed().has_value());
}

TEST_F(FeedTest, ClosesEveryWatchWhenItStopsAndTakesNoMore) {
  Watch(To(received_));

  feed_.Stop();
  const auto late = feed_.Watch(To(received_));

  EXPECT_EQ(ReasonOf(received_.closed().value_or(absl::OkStatus())), Reason::ERROR_REASON_STOPPING);
  EXPECT_EQ(ReasonOf(late.status()), Reason::ERROR_REASON_STOPPING);
}

}  // namespace
}  // namespace daybook::engine
