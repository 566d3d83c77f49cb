#include "edge-server/engine/view_feed.h"

#include <map>
#include <numeric>
#include <set>

#include "daybook/edge/v1/view.pb.h"
#include "edge-server/engine/log_source.h"
#include "gmock/gmock.h"
#include "projections/stock.h"
#include "projections/store_totals.h"
#include "tests/unit/engine/engine_fixture.h"
#include "tests/unit/engine/received.h"

namespace daybook::engine {
namespace {

using ::testing::_;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Pair;
using ::testing::SizeIs;

class ViewFeedTest : public EngineFixture {
 protected:
  ViewFeedTest() {
    rows_ = *store::ViewStore::Open(
        {.directory = view_directory_.path() + "/views", .log_id = log_->identity().log_id});
    projector_ = *Projector::Open({}, source_, *rows_, projections::AllProjections());
    views_ = std::make_unique<Views>(*rows_, *projector_, clock_);
    feed_ = std::make_unique<ViewFeed>(options_, *views_, clock_, readers_, budget_);
    Follow();
  }
  ~ViewFeedTest() override {
    for (const auto& watch : watches_) watch->End();
    readers_.Stop();
  }

  // Folds the log to its end, and tells the feed.
  void Follow() {
    while (true) {
      const auto step = projector_->Step();
      ASSERT_TRUE(step.ok()) << step.status();
      views_->Advance();
      feed_->Notify(step->changes);
      if (step->idle) return;
    }
  }

  void Receive(std::string_view sku) {
    CommitOne(test::ReceiveStock(sku, 1000));
    Follow();
  }

  // Records so many items, "item0" being the first.
  void ReceiveItems(int count) {
    constexpr int kReceiptsPerCall = 500;
    for (int item = 0; item < count;) {
      std::vector<edge::v1::CommandEnvelope> receipts;
      for (; item < count && std::ssize(receipts) < kReceiptsPerCall; ++item) {
        receipts.push_back(test::Ask(ids_.Next(), test::ReceiveStock(Item(item), 1000)));
      }
      Commit({CallOf(receipts)});
    }
    Follow();
  }
  static std::string Item(int number) { return "item" + std::to_string(number); }

  ViewSubscription Stock() {
    const projections::KeyRange range = projections::StockRange("main");
    return {.ranges = {{.subscription = 1,
                        .view = std::string(projections::kStockName),
                        .from = range.from,
                        .to = range.to}},
            .send = received_.Send(),
            .close = received_.Close(),
            .break_off = received_.BreakOff()};
  }

  std::shared_ptr<ViewWatch> Watch(ViewSubscription subscription) {
    auto watch = feed_->Watch(std::move(subscription));
    EXPECT_TRUE(watch.ok()) << watch.status();
    watches_.push_back(*watch);
    return *watch;
  }

  // Returns a watch that has its snapshot and waits for more.
  std::shared_ptr<ViewWatch> WatchAndTakeSnapshot() {
    const auto watch = Watch(Stock());
    watch->Taken();
    received_.Await(1);
    clock_.Advance(options_.message_interval_min);
    watch->Taken();
    return watch;
  }

  static edge::v1::StockLevel LevelOf(const WatchedRow& row) {
    edge::v1::StockLevel level;
    EXPECT_TRUE(level.ParseFromString(row.row));
    return level;
  }

  const ViewFeed::Options options_ = {.stall_max = absl::Seconds(30),
                                      .heartbeat_interval = absl::Seconds(5),
                                      .message_interval_min = absl::Milliseconds(50)};
  const test::TemporaryDirectory view_directory_;
  LogSource source_{*log_};
  std::unique_ptr<store::ViewStore> rows_;
  std::unique_ptr<Projector> projector_;
  std::unique_ptr<Views> views_;
  ReaderPool readers_{2, 16};
  WatchBudget budget_{2};
  std::unique_ptr<ViewFeed> feed_;
  Received<ViewBatch> received_;
  std::vector<std::shared_ptr<ViewWatch>> watches_;
};

TEST_F(ViewFeedTest, SendsTheRowsAsTheyAreFirst) {
  Receive("coffee");
  Receive("bread");
  const auto watch = Watch(Stock());
  watch->Taken();

  const ViewBatch snapshot = received_.Await(1);

  EXPECT_TRUE(snapshot.snapshot);
  ASSERT_THAT(snapshot.rows, SizeIs(2));
  EXPECT_EQ(LevelOf(snapshot.rows[0]).sku(), "bread");
  EXPECT_EQ(LevelOf(snapshot.rows[1]).sku(), "coffee");
  EXPECT_EQ(snapshot.position, head());
}

TEST_F(ViewFeedTest, SendsASnapshotOfNothingToo) {
  const auto watch = Watch(Stock());
  watch->Taken();

  const ViewBatch snapshot = received_.Await(1);

  EXPECT_TRUE(snapshot.snapshot);
  EXPECT_THAT(snapshot.rows, IsEmpty());
}

TEST_F(ViewFeedTest, SendsASnapshotOfAnySizeInMessagesOfBoundedSize) {
  constexpr int kItems = 10'500;
  ReceiveItems(kItems);
  const auto watch = Watch(Stock());
  std::vector<int> messages;
  std::set<std::string> items;

  ViewBatch page;
  do {
    watch->Taken();  // At once: nobody waits between two pages.
    page = received_.Await(messages.size() + 1);
    EXPECT_EQ(page.snapshot, messages.empty());
    for (const WatchedRow& row : page.rows) items.insert(LevelOf(row).sku());
    messages.push_back(static_cast<int>(page.rows.size()));
  } while (page.snapshot_continues);

  EXPECT_THAT(messages, Each(Le(1000)));
  EXPECT_THAT(items, SizeIs(kItems));
  EXPECT_EQ(std::accumulate(messages.begin(), messages.end(), 0), kItems);
}

TEST_F(ViewFeedTest, SendsWhatChangesDuringASnapshotOnceAsItBecame) {
  ReceiveItems(1500);
  const auto watch = Watch(Stock());
  watch->Taken();
  const ViewBatch first = received_.Await(1);
  const std::string sent = LevelOf(first.rows.front()).sku();
  const std::string not_sent = "zucchini";

  Receive(sent);
  Receive(not_sent);
  watch->Taken();
  const ViewBatch second = received_.Await(2);
  std::map<std::string, int> times;
  for (const WatchedRow& row : second.rows) ++times[LevelOf(row).sku()];

  EXPECT_TRUE(first.snapshot_continues);
  EXPECT_FALSE(second.snapshot);
  EXPECT_FALSE(second.snapshot_continues);
  EXPECT_THAT(second.rows, SizeIs(502));
  EXPECT_EQ(LevelOf(second.rows.front()).sku(), sent);
  EXPECT_EQ(LevelOf(second.rows.front()).on_hand_milli(), 2000);
  EXPECT_EQ(LevelOf(second.rows.back()).sku(), not_sent);
  EXPECT_THAT(times, Each(Pair(_, 1)));
}

TEST_F(ViewFeedTest, MissesNoChangeThatComesBehindASnapshot) {
  ReceiveItems(1500);
  const auto watch = WatchAndTakeSnapshot();
  received_.Await(2);
  clock_.Advance(options_.message_interval_min);
  watch->Taken();
  Receive(Item(0));

  const ViewBatch change = received_.Await(3);

  ASSERT_THAT(change.rows, SizeIs(1));
  EXPECT_EQ(LevelOf(change.rows[0]).on_hand_milli(), 2000);
}

TEST_F(ViewFeedTest, BeginsASnapshotAnewForOneWhoLagsBehindIt) {
  ReceiveItems(1500);
  const auto watch = Watch(Stock());
  watch->Taken();
  received_.Await(1);  // Not taken.

  ReceiveItems(1500);
  watch->Taken();
  const ViewBatch fresh = received_.Await(2);

  EXPECT_TRUE(fresh.snapshot);
  EXPECT_TRUE(fresh.snapshot_continues);
  EXPECT_EQ(LevelOf(fresh.rows.front()).on_hand_milli(), 2000);
}

TEST_F(ViewFeedTest, SendsTheSnapshotsOfSeveralRangesTogether) {
  ReceiveItems(1500);
  ViewSubscription subscription = Stock();
  subscription.ranges.push_back(subscription.ranges[0]);
  subscription.ranges[1].subscription = 2;
  const auto watch = Watch(std::move(subscription));
  std::map<int32_t, int> rows;

  for (size_t message = 1; message <= 4; ++message) {
    watch->Taken();
    for (const WatchedRow& row : received_.Await(message).rows) ++rows[row.subscription];
  }

  EXPECT_THAT(rows, ElementsAre(Pair(1, 1500), Pair(2, 1500)));
  EXPECT_FALSE(received_.Await(4).snapshot_continues);
}

TEST_F(ViewFeedTest, SendsAChangeAtOnceAfterAQuietMoment) {
  const auto watch = WatchAndTakeSnapshot();
  Receive("coffee");

  const ViewBatch change = received_.Await(2);

  EXPECT_FALSE(change.snapshot);
  ASSERT_THAT(change.rows, SizeIs(1));
  EXPECT_EQ(LevelOf(change.rows[0]).on_hand_milli(), 1000);
  EXPECT_EQ(change.rows[0].subscription, 1);
}

TEST_F(ViewFeedTest, ConflatesWhatChangesWithinTheInterval) {
  const auto watch = WatchAndTakeSnapshot();
  Receive("coffee");
  received_.Await(2);
  watch->Taken();

  for (int i = 0; i < 5; ++i) Receive("coffee");
  feed_->Tick();
  AwaitIdle(readers_);
  const size_t within_interval = received_.count();
  clock_.Advance(options_.message_interval_min);
  feed_->Tick();
  const ViewBatch latest = received_.Await(3);

  EXPECT_EQ(within_interval, 2u);
  ASSERT_THAT(latest.rows, SizeIs(1));
  EXPECT_EQ(LevelOf(latest.rows[0]).on_hand_milli(), 6000);
}

TEST_F(ViewFeedTest, SaysNothingOfRowsThatNobodyAskedFor) {
  const auto watch = WatchAndTakeSnapshot();

  CommitOne(test::StartSale(ids_.Next()));
  Follow();
  clock_.Advance(options_.message_interval_min);
  feed_->Tick();
  AwaitIdle(readers_);

  EXPECT_EQ(received_.count(), 1u);
}

TEST_F(ViewFeedTest, SendsAFreshSnapshotToOneThatLagsTooFar) {
  const auto watch = WatchAndTakeSnapshot();
  Receive("coffee");
  received_.Await(2);  // Not taken.
  ReceiveItems(1500);

  clock_.Advance(options_.message_interval_min);
  watch->Taken();
  const ViewBatch fresh = received_.Await(3);

  EXPECT_TRUE(fresh.snapshot);
  EXPECT_EQ(LevelOf(fresh.rows.front()).sku(), "coffee");
}

TEST_F(ViewFeedTest, SendsAHeartbeatAfterAQuietTime) {
  const auto watch = WatchAndTakeSnapshot();

  clock_.Advance(options_.heartbeat_interval);
  feed_->Tick();
  const ViewBatch heartbeat = received_.Await(2);

  EXPECT_THAT(heartbeat.rows, IsEmpty());
  EXPECT_FALSE(heartbeat.snapshot);
}

// The rows are written before the feed hears of them.
TEST_F(ViewFeedTest, StandsWhereTheWatcherHasBeenToldOfEveryRow) {
  const auto watch = WatchAndTakeSnapshot();
  const int64_t told = received_.Await(1).position;
  CommitOne(test::ReceiveStock("coffee", 1000));
  const auto step = projector_->Step();
  ASSERT_TRUE(step.ok()) << step.status();
  clock_.Advance(options_.heartbeat_interval);
  feed_->Tick();

  const ViewBatch heartbeat = received_.Await(2);
  watch->Taken();
  feed_->Notify(step->changes);
  clock_.Advance(options_.message_interval_min);
  feed_->Tick();
  const ViewBatch change = received_.Await(3);

  EXPECT_THAT(heartbeat.rows, IsEmpty());
  EXPECT_EQ(heartbeat.position, told);
  EXPECT_THAT(change.rows, SizeIs(1));
  EXPECT_EQ(change.position, head());
}

TEST_F(ViewFeedTest, CutsAWatcherThatTakesNothing) {
  const auto watch = Watch(Stock());
  watch->Taken();
  received_.Await(1);

  clock_.Advance(options_.stall_max);
  feed_->Tick();

  EXPECT_EQ(ReasonOf(received_.closed().value_or(absl::OkStatus())),
            Reason::ERROR_REASON_WATCHER_TOO_SLOW);
}

TEST_F(ViewFeedTest, HasRoomAgainWhenAWatcherWasCut) {
  for (int i = 0; i < 2; ++i) Watch(Stock());
  const auto refused = feed_->Watch(Stock());
  clock_.Advance(options_.stall_max);
  feed_->Tick();

  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_WATCHERS_MAX);
  for (int i = 0; i < 2; ++i) Watch(Stock());
}

TEST_F(ViewFeedTest, BreaksOffAWatcherThatDoesNotGoWhenItIsCut) {
  const auto watch = Watch(Stock());
  clock_.Advance(options_.stall_max);
  feed_->Tick();
  const int too_early = received_.broken_off_count();

  clock_.Advance(options_.stall_max);
  feed_->Tick();

  EXPECT_EQ(too_early, 0);
  EXPECT_EQ(received_.broken_off_count(), 1);
}

TEST_F(ViewFeedTest, RefusesAViewThatThereIsNot) {
  ViewSubscription subscription = Stock();
  subscription.ranges[0].view = "weather";

  const auto refused = feed_->Watch(std::move(subscription));

  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_VIEW_UNKNOWN);
}

TEST_F(ViewFeedTest, ClosesEveryWatchWhenItStopsAndTakesNoMore) {
  Watch(Stock());

  feed_->Stop();
  const auto late = feed_->Watch(Stock());

  EXPECT_EQ(ReasonOf(received_.closed().value_or(absl::OkStatus())), Reason::ERROR_REASON_STOPPING);
  EXPECT_EQ(ReasonOf(late.status()), Reason::ERROR_REASON_STOPPING);
}

// Questions that wait for a position.
class ViewsTest : public ViewFeedTest {
 protected:
  static constexpr absl::Duration kPatience = absl::Seconds(2);

  // Asks for the totals at a position; the answer goes to `answer_`.
  void Ask(int64_t position) {
    views_->WhenReached(projections::kStoreTotalsName, position, kPatience,
                        [this](absl::StatusOr<ViewReader> reader) {
                          answer_ = reader.ok() ? absl::OkStatus() : reader.status();
                          if (reader.ok()) position_ = reader->position();
                        });
  }

  std::optional<absl::Status> answer_;
  int64_t position_ = 0;
};

TEST_F(ViewsTest, AnswerAtOnceWhenTheyHaveComeThatFar) {
  Receive("coffee");

  Ask(head());

  ASSERT_TRUE(answer_.has_value());
  EXPECT_TRUE(answer_->ok());
  EXPECT_EQ(position_, head());
}

TEST_F(ViewsTest, AnswerWhenTheyHaveComeThatFar) {
  CommitOne(test::ReceiveStock("coffee", 1000));
  Ask(head());
  const bool at_once = answer_.has_value();

  Follow();

  EXPECT_FALSE(at_once);
  ASSERT_TRUE(answer_.has_value());
  EXPECT_TRUE(answer_->ok());
  EXPECT_EQ(position_, head());
}

TEST_F(ViewsTest, AnswerThatTheyAreBehindWhenTimeIsUp) {
  CommitOne(test::ReceiveStock("coffee", 1000));
  Ask(head());

  clock_.Advance(kPatience - absl::Milliseconds(1));
  views_->Advance();
  const bool too_early = answer_.has_value();
  clock_.Advance(absl::Milliseconds(1));
  views_->Advance();

  EXPECT_FALSE(too_early);
  EXPECT_EQ(ReasonOf(answer_.value_or(absl::OkStatus())), Reason::ERROR_REASON_VIEW_BEHIND);
}

TEST_F(ViewsTest, TakeOnlySoManyQuestionsAtATime) {
  CommitOne(test::ReceiveStock("coffee", 1000));
  for (size_t i = 0; i < Views::kWaitingMax; ++i) Ask(head());
  const bool waiting = !answer_.has_value();

  Ask(head());

  EXPECT_TRUE(waiting);
  EXPECT_EQ(ReasonOf(answer_.value_or(absl::OkStatus())), Reason::ERROR_REASON_READS_MAX);
}

TEST_F(ViewsTest, LetNobodyWaitOnceTheyHaveStopped) {
  CommitOne(test::ReceiveStock("coffee", 1000));
  views_->Stop();

  Ask(head());

  EXPECT_EQ(ReasonOf(answer_.value_or(absl::OkStatus())), Reason::ERROR_REASON_STOPPING);
}

TEST_F(ViewsTest, AnswerEverybodyWhenTheyStop) {
  CommitOne(test::ReceiveStock("coffee", 1000));
  Ask(head());

  views_->Stop();

  EXPECT_EQ(ReasonOf(answer_.value_or(absl::OkStatus())), Reason::ERROR_REASON_STOPPING);
}

}  // namespace
}  // namespace daybook::engine
