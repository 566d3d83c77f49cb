#include "core/base/money.h"

#include <numeric>

#include "core/base/ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

using ::testing::ElementsAre;

TEST(MoneyTest, KnowsTheDecimalsOfACurrency) {
  EXPECT_EQ(CurrencyExponent("GBP"), 2);
  EXPECT_EQ(CurrencyExponent("AED"), 2);
  EXPECT_EQ(CurrencyExponent("ZWG"), 2);
  EXPECT_EQ(CurrencyExponent("KRW"), 0);
  EXPECT_EQ(CurrencyExponent("XPF"), 0);
  EXPECT_EQ(CurrencyExponent("KWD"), 3);
  EXPECT_EQ(CurrencyExponent("CLF"), 4);
}

TEST(MoneyTest, KnowsNothingElseForACurrency) {
  for (const std::string_view code : {"", "gbp", "GB", "GBPX", "ZZZ", "BP ", " GB", "GBP EUR"}) {
    EXPECT_EQ(CurrencyExponent(code), std::nullopt) << code;
  }
}

TEST(MoneyTest, AddsWhatFits) {
  EXPECT_EQ(CheckedAdd(INT64_MAX - 1, 1), INT64_MAX);
  EXPECT_EQ(CheckedAdd(INT64_MAX, 1), std::nullopt);
  EXPECT_EQ(CheckedAdd(INT64_MIN, -1), std::nullopt);
  EXPECT_EQ(CheckedAdd(INT64_MIN, INT64_MAX), -1);
}

TEST(MoneyTest, RoundsHalfAwayFromZero) {
  EXPECT_EQ(MultiplyDivide(1, 1, 2), 1);
  EXPECT_EQ(MultiplyDivide(-1, 1, 2), -1);
  EXPECT_EQ(MultiplyDivide(1, 1, 3), 0);
  EXPECT_EQ(MultiplyDivide(2, 1, 3), 1);
  EXPECT_EQ(MultiplyDivide(-2, 1, 3), -1);
  EXPECT_EQ(MultiplyDivide(5, 1, 10), 1);
  EXPECT_EQ(MultiplyDivide(0, 7, 3), 0);
}

TEST(MoneyTest, MultipliesBeyond64BitsOnTheWay) {
  EXPECT_EQ(MultiplyDivide(INT64_MAX, 1000, 1000), INT64_MAX);
  EXPECT_EQ(MultiplyDivide(INT64_MIN, 1000, 1000), INT64_MIN);
  EXPECT_EQ(MultiplyDivide(INT64_MAX, 2, 1), std::nullopt);
  EXPECT_EQ(MultiplyDivide(INT64_MIN, 2, 1), std::nullopt);
}

TEST(MoneyTest, GivesWhatIsLeftToTheLargestRemainders) {
  EXPECT_THAT(SpreadByLargestRemainder(100, std::vector<int64_t>{1, 1, 1}),
              ElementsAre(34, 33, 33));
  EXPECT_THAT(SpreadByLargestRemainder(10, std::vector<int64_t>{1, 5, 3}), ElementsAre(1, 6, 3));
  EXPECT_THAT(SpreadByLargestRemainder(1, std::vector<int64_t>{1, 2}), ElementsAre(0, 1));
}

TEST(MoneyTest, SpreadsWhatIsOwedLikeWhatIsDue) {
  EXPECT_THAT(SpreadByLargestRemainder(-100, std::vector<int64_t>{1, 1, 1}),
              ElementsAre(-34, -33, -33));
}

TEST(MoneyTest, GivesEverythingToTheFirstIfNothingWeighsAnything) {
  EXPECT_THAT(SpreadByLargestRemainder(7, std::vector<int64_t>{0, 0}), ElementsAre(7, 0));
}

TEST(MoneyTest, SpreadsWithoutLosingAUnit) {
  SeededRandom random(1);
  for (int round = 0; round < 1'000; ++round) {
    std::vector<int64_t> weights(static_cast<size_t>(1 + random.Below(8)));
    for (int64_t& weight : weights) weight = random.Below(1'000);
    const int64_t total = random.Below(2'000'001) - 1'000'000;

    const auto shares = SpreadByLargestRemainder(total, weights);

    EXPECT_EQ(std::accumulate(shares.begin(), shares.end(), int64_t{0}), total);
  }
}

TEST(MoneyTest, IsWrittenInTheDecimalsOfItsCurrency) {
  EXPECT_EQ(FormatMoney(450, "GBP"), "4.50 GBP");
  EXPECT_EQ(FormatAmount(450, "GBP"), "4.50");
  EXPECT_EQ(FormatAmount(-5, "GBP"), "-0.05");
  EXPECT_EQ(FormatMoney(-5, "GBP"), "-0.05 GBP");
  EXPECT_EQ(FormatMoney(450, "KRW"), "450 KRW");
  EXPECT_EQ(FormatMoney(1, "KWD"), "0.001 KWD");
  EXPECT_EQ(FormatMoney(INT64_MIN, "GBP"), "-92233720368547758.08 GBP");
}

}  // namespace
}  // namespace daybook
