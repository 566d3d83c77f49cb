#include "core/domain/pricing.h"

#include "core/domain/bounds.h"
#include "gtest/gtest.h"

namespace daybook::domain {
namespace {

TEST(PricingTest, RoundsHalfAwayFromZero) {
  EXPECT_EQ(LineAmount(1, 500), 1);
  EXPECT_EQ(LineAmount(1, 499), 0);
  EXPECT_EQ(LineAmount(333, 1500), 500);
  EXPECT_EQ(LineAmount(199, 345), 69);
}

TEST(PricingTest, GivesNothingBeyondWhatALineMayComeTo) {
  EXPECT_EQ(LineAmount(kAmountMinorMax, 1000), kAmountMinorMax);
  EXPECT_EQ(LineAmount(kAmountMinorMax, 1001), std::nullopt);
  EXPECT_EQ(LineAmount(INT64_MAX, INT64_MAX), std::nullopt);
}

}  // namespace
}  // namespace daybook::domain
