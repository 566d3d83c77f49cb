// Random shops' days: money, goods, hours and numbers add up, whatever people do.
// DAYBOOK_DAYS_SEEDS says how many shops (default 2,000), DAYBOOK_SEED which is the first.
#include "tests/sim/shop_days.h"

#include <cstdlib>

#include "fmt/format.h"
#include "gtest/gtest.h"

namespace daybook::sim {
namespace {

constexpr int kBatches = 20;  // Tests that share the seeds, so that they can run side by side.

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class ShopDaysTest : public ::testing::TestWithParam<int> {};

TEST_P(ShopDaysTest, AddUp) {
  const uint64_t first = FromEnvironment("DAYBOOK_SEED", 1);
  const uint64_t count = FromEnvironment("DAYBOOK_DAYS_SEEDS", 2'000);
  int64_t entry_count = 0, sale_count = 0, day_count = 0;
  for (uint64_t seed = first + GetParam(); seed < first + count; seed += kBatches) {
    ShopDays days(seed);

    const absl::Status status = days.Run();

    ASSERT_TRUE(status.ok()) << MessageOf(status)
                             << fmt::format("\nrepeat with DAYBOOK_SEED={} DAYBOOK_DAYS_SEEDS=1",
                                            seed);
    entry_count += days.entry_count();
    sale_count += days.accounts().completed_count();
    day_count += days.accounts().closed_day_count();
  }
  if (count < kBatches * 10) return;
  EXPECT_GT(entry_count, 0);
  EXPECT_GT(sale_count, 0);
  EXPECT_GT(day_count, 0);
}

TEST(ShopDaysStoryTest, CloseAMonthToo) {
  int64_t period_count = 0;
  for (uint64_t seed = 1; seed <= 1'000 && period_count == 0; ++seed) {
    ShopDays days(seed);
    ASSERT_TRUE(days.Run().ok());
    period_count += days.accounts().closed_period_count();
  }
  EXPECT_GT(period_count, 0);
}

INSTANTIATE_TEST_SUITE_P(Batches, ShopDaysTest, ::testing::Range(0, kBatches));

}  // namespace
}  // namespace daybook::sim
