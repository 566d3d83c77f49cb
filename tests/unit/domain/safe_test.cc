#include "core/domain/safe.h"

#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using ::testing::ElementsAre;

const CashByCurrency& InSafe(ShopAtWork& shop) {
  return std::get<Safe>(shop.shop().Find(SafeStream(shop.config()))).expected;
}

TEST(SafeTest, HoldsWhatCameLessWhatWent) {
  ShopAtWork shop;
  shop.MustAsk({DepositToSafe(50'000), WithdrawFromSafe(10'000), OpenDrawer(1, 10'000),
                DropCash(1, 3000), PrepareBankDeposit(40'000)});

  EXPECT_THAT(InSafe(shop), ElementsAre(std::pair("GBP", 3000)));
}

TEST(SafeTest, IsCountedAgainstWhatShouldBeThere) {
  ShopAtWork shop;
  shop.MustAsk({DepositToSafe(50'000)});

  const auto decision = shop.Ask(CountSafe(49'500));

  ASSERT_THAT(Recorded(decision), ElementsAre("SafeCounted"));
  EXPECT_EQ(decision->events[0].event.safe_counted().expected_minor(), 50'000);
  EXPECT_EQ(decision->events[0].event.safe_counted().variance_minor(), -500);
  EXPECT_THAT(InSafe(shop), ElementsAre(std::pair("GBP", 50'000)));
}

TEST(SafeTest, IsNotForATillToSpeakOf) {
  ShopAtWork shop;

  for (const auto& command :
       {DepositToSafe(1), WithdrawFromSafe(1), CountSafe(1), PrepareBankDeposit(1)}) {
    const Decision decision = shop.Own(command);

    EXPECT_TRUE(decision.set_aside);
    EXPECT_EQ(ReasonNameOf(decision.objection), "NOT_AN_OWN_COMMAND");
  }
}

TEST(SafeTest, ComesBackFromItsSnapshot) {
  ShopAtWork shop;
  shop.MustAsk({DepositToSafe(50'000)});
  const StreamId stream = SafeStream(shop.config());

  const auto snapshot = TakeSnapshot(shop.shop().Find(stream));

  ASSERT_TRUE(snapshot.has_value());
  const auto copy = std::get<Safe>(FromSnapshot(stream, *snapshot));
  EXPECT_EQ(copy.version, 1);
  EXPECT_EQ(copy.expected, InSafe(shop));
}

}  // namespace
}  // namespace daybook::domain
