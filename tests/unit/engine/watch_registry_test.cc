#include "edge-server/engine/watch_registry.h"

#include "gtest/gtest.h"

namespace daybook::engine {
namespace {

TEST(WatchRegistryTest, SharesItsBoundWithTheOtherFeeds) {
  WatchBudget budget(2);
  WatchRegistry<int> events(budget);
  WatchRegistry<int> views(budget);
  const auto first = std::make_shared<int>();

  ASSERT_TRUE(events.Add(first).ok());
  ASSERT_TRUE(views.Add(std::make_shared<int>()).ok());
  const absl::Status refused = views.Add(std::make_shared<int>());
  events.Remove(first);

  EXPECT_EQ(ReasonOf(refused), Reason::ERROR_REASON_WATCHERS_MAX);
  EXPECT_TRUE(views.Add(std::make_shared<int>()).ok());
}

TEST(WatchRegistryTest, GivesAPlaceBackOnce) {
  WatchBudget budget(1);
  WatchRegistry<int> watches(budget);
  const auto closed = std::make_shared<int>();

  ASSERT_TRUE(watches.Add(closed).ok());
  watches.MoveToClosed(closed);
  watches.Remove(closed);

  EXPECT_TRUE(watches.Add(std::make_shared<int>()).ok());
  EXPECT_FALSE(watches.Add(std::make_shared<int>()).ok());
}

}  // namespace
}  // namespace daybook::engine
