// Views that are built anew: of a new version, of a branch of the log that was given up, of a name
// that is gone.
#include "daybook/edge/v1/view.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/projector_fixture.h"

namespace daybook::engine {
namespace {

using store::ViewName;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Counts events, each as many times as its version says.
class Counter : public projections::Projection {
 public:
  explicit Counter(int version) : version_(version) {}

  std::string_view name() const override { return "counter"; }
  int version() const override { return version_; }

  absl::Status Apply(const event::v1::EntryHeader&, const event::v1::Event&,
                     projections::Rows& rows) const override {
    auto& row = rows.Mutable<edge::v1::StockLevel>("count");
    row.set_on_hand_milli(row.on_hand_milli() + version_);
    return absl::OkStatus();
  }

 private:
  const int version_;
};

// Cannot apply the third event.
class StoppingCounter : public Counter {
 public:
  using Counter::Counter;

  absl::Status Apply(const event::v1::EntryHeader& header, const event::v1::Event& event,
                     projections::Rows& rows) const override {
    if (projections::PositionOf(header, event) == 3) {
      return projections::CannotApply(header, event, "it is the third");
    }
    return Counter::Apply(header, event, rows);
  }
};

class RebuildTest : public ProjectorFixture {
 protected:
  RebuildTest() { options_.page_bytes_max = 1; }

  // Starts with the counter in these versions and nothing else.
  void StartCounter(const std::vector<int>& versions) {
    Projections counters;
    for (const int version : versions) counters.push_back(std::make_unique<Counter>(version));
    Start("views", std::move(counters));
  }

  // Starts with a version 2 that will stop, beside version 1 if its code is there.
  void StartStoppingCounter(bool with_old_code) {
    Projections counters;
    if (with_old_code) counters.push_back(std::make_unique<Counter>(1));
    counters.push_back(std::make_unique<StoppingCounter>(2));
    Start("views", std::move(counters));
  }

  // Appends entries of one event each.
  void AppendEvents(int count) {
    for (int i = 0; i < count; ++i) Append(maker_.Make({StockSold("latte", 1000)}));
  }

  int64_t Count() const {
    edge::v1::StockLevel row;
    const auto rows = ServedRows("counter");
    if (!rows.empty()) {
      EXPECT_TRUE(row.ParseFromString(rows.begin()->second));
    }
    return row.on_hand_milli();
  }
};

TEST_F(RebuildTest, TheOldVersionServesAsItStoodUntilTheNewOneOvertakesIt) {
  AppendEvents(4);
  StartCounter({1});
  Drain();
  AppendEvents(2);

  StartCounter({2});
  Step();
  Step();
  Step();

  EXPECT_EQ(Status("counter").serving, (ViewName{"counter", 1}));
  EXPECT_EQ(Status("counter").position, 4);
  EXPECT_EQ(Status("counter").built_position, 3);
  EXPECT_EQ(Count(), 4);
  Drain();
  EXPECT_EQ(Status("counter").serving, (ViewName{"counter", 2}));
  EXPECT_EQ(Status("counter").position, 6);
  EXPECT_EQ(Status("counter").built_position, std::nullopt);
  EXPECT_EQ(Count(), 12);
}

TEST_F(RebuildTest, TheOldVersionFollowsTheLogIfItsCodeIsThere) {
  AppendEvents(6);
  StartCounter({1});
  Drain();
  AppendEvents(2);

  StartCounter({1, 2});
  Step();
  Step();
  Step();
  Step();

  EXPECT_EQ(Status("counter").serving, (ViewName{"counter", 1}));
  EXPECT_EQ(Status("counter").position, 8);
  EXPECT_EQ(Status("counter").built_position, 2);
  EXPECT_EQ(Count(), 8);
  Drain();
  EXPECT_EQ(Status("counter").serving, (ViewName{"counter", 2}));
  EXPECT_EQ(Count(), 16);
}

TEST_F(RebuildTest, TheOldVersionGoesOnIfTheNewOneIsStopped) {
  AppendEvents(4);
  StartCounter({1});
  Drain();
  StartStoppingCounter(/*with_old_code=*/true);
  Drain();

  AppendEvents(2);
  Drain();

  const ViewStatus status = Status("counter");
  EXPECT_EQ(status.serving, (ViewName{"counter", 1}));
  EXPECT_EQ(status.position, 6);
  EXPECT_TRUE(status.stopped.ok()) << status.stopped;
  EXPECT_EQ(ReasonOf(status.build_stopped), Reason::ERROR_REASON_VIEW_STOPPED);
  EXPECT_TRUE(status.follows);
}

TEST_F(RebuildTest, TheOldVersionStandsIfItsCodeIsGoneAndTheNewOneIsStopped) {
  AppendEvents(4);
  StartCounter({1});
  Drain();
  StartStoppingCounter(/*with_old_code=*/false);
  const bool follows_at_start = Status("counter").follows;

  Drain();

  const ViewStatus status = Status("counter");
  EXPECT_TRUE(follows_at_start);
  EXPECT_EQ(status.position, 4);
  EXPECT_TRUE(status.stopped.ok()) << status.stopped;
  EXPECT_EQ(ReasonOf(status.build_stopped), Reason::ERROR_REASON_VIEW_STOPPED);
  EXPECT_FALSE(status.follows);
  EXPECT_EQ(Count(), 4);
}

TEST_F(RebuildTest, WhatIsAppendedMeanwhileDoesNotWaitForTheRebuild) {
  AppendEvents(6);
  StartCounter({1});
  Drain();
  StartCounter({1, 2});

  for (int i = 0; i < 3; ++i) {
    AppendEvents(1);
    Step();
    Step();
    EXPECT_EQ(Status("counter").position, log_.head().position);
  }

  EXPECT_EQ(Status("counter").built_position, 3);
}

TEST_F(RebuildTest, SaysWhenAnotherVersionServes) {
  AppendEvents(2);
  StartCounter({1});
  Drain();

  StartCounter({2});
  const std::vector<ViewChange> changes = Drain();

  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].view, "counter");
  EXPECT_TRUE(changes[0].replaced);
  EXPECT_EQ(changes[0].position, 2);
}

TEST_F(RebuildTest, NothingIsLeftOfTheOldVersion) {
  AppendEvents(2);
  StartCounter({1});
  Drain();

  StartCounter({2});
  Drain();

  EXPECT_THAT(store_->ListViews(), ElementsAre(ViewName{"counter", 2}));
  EXPECT_FALSE(*store_->Sweep(1));
}

TEST_F(RebuildTest, ARebuildGoesOnAfterARestart) {
  AppendEvents(4);
  StartCounter({1});
  Drain();
  StartCounter({2});
  Step();
  Step();

  StartCounter({2});

  EXPECT_EQ(Status("counter").serving, (ViewName{"counter", 1}));
  EXPECT_EQ(Status("counter").built_position, 2);
  Drain();
  EXPECT_EQ(Count(), 8);
}

TEST_F(RebuildTest, OfSeveralOldVersionsTheFurthestServes) {
  AppendEvents(4);
  StartCounter({1});
  Drain();
  StartCounter({2});
  Step();

  StartCounter({3});
  Step();

  EXPECT_EQ(Status("counter").serving, (ViewName{"counter", 1}));
  EXPECT_THAT(store_->ListViews(), ElementsAre(ViewName{"counter", 1}, ViewName{"counter", 3}));
  Drain();
  EXPECT_EQ(Count(), 12);
  EXPECT_THAT(store_->ListViews(), ElementsAre(ViewName{"counter", 3}));
}

TEST_F(RebuildTest, AnOlderProgramBuildsItsOwnVersion) {
  AppendEvents(2);
  StartCounter({2});
  Drain();

  StartCounter({1});
  Drain();

  EXPECT_EQ(Status("counter").serving, (ViewName{"counter", 1}));
  EXPECT_EQ(Count(), 2);
}

TEST_F(RebuildTest, AViewBeyondTheKeptHeadIsBuiltAnew) {
  AppendEvents(4);
  StartCounter({1});
  Drain();
  log_.Fork(3);

  StartCounter({1});
  const ViewStatus at_start = Status("counter");
  Drain();

  EXPECT_EQ(at_start.position, 0);
  EXPECT_EQ(at_start.built_position, 0);
  EXPECT_EQ(Count(), 3);
}

TEST_F(RebuildTest, AViewWithinTheKeptHeadIsKept) {
  AppendEvents(4);
  StartCounter({1});
  Step();
  Step();
  log_.Fork(3);

  StartCounter({1});
  const int64_t at_start = Status("counter").position;
  Drain();

  EXPECT_EQ(at_start, 2);
  EXPECT_EQ(Count(), 3);
}

TEST_F(RebuildTest, ACheckpointSaysInWhichEpochItWasReached) {
  AppendEvents(4);
  log_.Fork(3);
  StartCounter({1});

  Drain();

  EXPECT_EQ(store_->ReadCheckpoint({"counter", 1}), (store::Checkpoint{.epoch = 2, .position = 3}));
}

TEST_F(RebuildTest, AViewThatNoProjectionMakesIsDropped) {
  AppendEvents(1);
  StartCounter({1});
  Drain();

  Start("views", {});

  EXPECT_THAT(projector_->ListStatus(), IsEmpty());
  EXPECT_THAT(store_->ListViews(), IsEmpty());
  Drain();
  EXPECT_FALSE(*store_->Sweep(1));
}

}  // namespace
}  // namespace daybook::engine
