// Each event counts once, wherever the process ends: every way of dying gives the rows of a fold
// from zero.
#include "gtest/gtest.h"
#include "tests/unit/engine/projector_fixture.h"

namespace daybook::engine {
namespace {

class ExactlyOnceTest : public ProjectorFixture {
 protected:
  ExactlyOnceTest() {
    Append(maker_.Make({DayOpened()}));
    AppendSale(1);
    AppendSale(2);
    options_.page_bytes_max = 1;  // One entry a step.
  }
};

TEST_F(ExactlyOnceTest, AfterAKillBetweenAnyTwoEntries) {
  for (size_t steps = 0; steps <= entries_.size(); ++steps) {
    SCOPED_TRACE(steps);
    Start("views" + std::to_string(steps));
    for (size_t i = 0; i < steps; ++i) {
      Step();
      if (i == steps / 2) {
        ASSERT_TRUE(store_->Flush().ok());
      }
    }

    directory_.CopyAsAfterAKill("views" + std::to_string(steps), "killed");
    Start("killed");
    Drain();

    ExpectViewsAreTheFoldFromZero();
  }
}

TEST_F(ExactlyOnceTest, AfterAnOrderlyEndBetweenAnyTwoEntries) {
  Start();
  for (size_t steps = 0; steps < entries_.size(); ++steps) {
    Step();
    Start();
  }
  Drain();

  ExpectViewsAreTheFoldFromZero();
}

TEST_F(ExactlyOnceTest, AfterAKillThatFoundTheViewsApart) {
  Projections totals_alone;
  totals_alone.push_back(std::move(projections::AllProjections().front()));
  Start("views", std::move(totals_alone));
  for (int i = 0; i < 4; ++i) Step();

  Start("views");
  for (int i = 0; i < 5; ++i) Step();
  ASSERT_TRUE(store_->Flush().ok());
  directory_.CopyAsAfterAKill("views", "killed");
  Start("killed");
  Drain();

  ExpectViewsAreTheFoldFromZero();
}

}  // namespace
}  // namespace daybook::engine
