#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(DrawerTest, OpensAtTheCallersRegister) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay()});

  const auto decision = shop.Ask(OpenDrawer(1, 5000));

  ASSERT_THAT(Recorded(decision), ElementsAre("DrawerOpened"));
  EXPECT_EQ(decision->events[0].event.drawer_opened().register_(), "1");
  EXPECT_EQ(decision->events[0].event.drawer_opened().opening_balance().minor_units(), 5000);
}

TEST(DrawerTest, OpensOnce) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(OpenDrawer(1, 5000))), "DRAWER_EXISTS");
}

TEST(DrawerTest, ExpectsTheOpeningBalanceAndTheCashThatStayedInIt) {
  ShopAtWork shop;
  Command cash = PayCash(1, 1, 450, 1);
  *cash.mutable_receive_payment()->mutable_tendered() = Gbp(1000);
  Command card = PayCard(1, 2, 50);
  card.mutable_receive_payment()->set_drawer_session_id(TestId(1));

  shop.MustAsk({OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 500), cash, card});

  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 5450);
}

TEST(DrawerTest, SaysTheVarianceWhenItIsClosed) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 450), PayCash(1, 1, 450, 1),
                CountDrawer(1, 5400)});

  const auto decision = shop.Ask(CloseDrawer(1));

  ASSERT_THAT(Recorded(decision), ElementsAre("DrawerClosed"));
  const auto& closed = decision->events[0].event.drawer_closed();
  EXPECT_EQ(closed.expected().minor_units(), 5450);
  EXPECT_EQ(closed.counted().minor_units(), 5400);
  EXPECT_EQ(closed.variance_minor(), -50);
  EXPECT_EQ(closed.start_business_date(), kToday);
}

TEST(DrawerTest, IsCountedBlind) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000)});

  const auto decision = shop.Ask(CountDrawer(1, 4711));

  ASSERT_THAT(Recorded(decision), ElementsAre("DrawerCounted"));
  EXPECT_EQ(decision->events[0].event.DebugString().find("5000"), std::string::npos);
}

TEST(DrawerTest, GoesByTheLastCount) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), CountDrawer(1, 4000)});
  ASSERT_TRUE(shop.AskApproved(CountDrawer(1, 5000)).ok());

  const auto decision = shop.Ask(CloseDrawer(1));

  ASSERT_THAT(Recorded(decision), ElementsAre("DrawerClosed"));
  EXPECT_EQ(decision->events[0].event.drawer_closed().variance_minor(), 0);
}

TEST(DrawerTest, CannotBeClosedUncounted) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseDrawer(1))), "DRAWER_NOT_COUNTED");
}

TEST(DrawerTest, ClosesOnce) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), CountDrawer(1, 5000), CloseDrawer(1)});

  EXPECT_THAT(Recorded(shop.Ask(CloseDrawer(1))), IsEmpty());
}

TEST(DrawerTest, IsUnknownUntilItIsOpened) {
  ShopAtWork shop;

  EXPECT_EQ(ReasonNameOf(shop.Ask(CountDrawer(1, 0))), "DRAWER_UNKNOWN");
  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseDrawer(1))), "DRAWER_UNKNOWN");
}

TEST(DrawerTest, CannotBeCountedOnceItIsClosed) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), CountDrawer(1, 0), CloseDrawer(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CountDrawer(1, 0))), "DRAWER_NOT_OPEN");
}

TEST(DrawerTest, IsCountedAndClosedAtItsOwnRegister) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000)});

  const auto count = shop.AskAt("2", CountDrawer(1, 5000));
  shop.MustAsk({CountDrawer(1, 5000)});
  const auto close = shop.AskAt("2", CloseDrawer(1));

  for (const auto& refused : {count, close}) {
    EXPECT_EQ(ReasonNameOf(refused), "DRAWER_ELSEWHERE");
    EXPECT_EQ(ErrorMetadata(refused.status(), "register"), "1");
  }
  EXPECT_THAT(Recorded(shop.Ask(CloseDrawer(1))), ElementsAre("DrawerClosed"));
}

TEST(DrawerTest, MayBeForcedFromElsewhere) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), CountDrawer(1, 5000)});
  const Context office{.shop = shop.config(),
                       .register_name = "",
                       .employee = "bob",
                       .authority = {.role = edge::v1::ROLE_MANAGER}};

  EXPECT_THAT(Recorded(Decide(CountDrawer(1, 4000), office, shop.shop())),
              ElementsAre("DrawerCounted"));
  EXPECT_THAT(Recorded(Decide(CloseDrawer(1), office, shop.shop())), ElementsAre("DrawerClosed"));
}

TEST(DrawerTest, ThatWasClosedIsClosedForEveryRegister) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), CountDrawer(1, 5000), CloseDrawer(1)});

  EXPECT_THAT(Recorded(shop.AskAt("2", CloseDrawer(1))), IsEmpty());
}

TEST(DrawerTest, TakesACountByDenominationsThatAddsUp) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0)});
  Command command = CountDrawer(1, 2700);
  auto& fives = *command.mutable_count_drawer()->add_denominations();
  fives.set_value_minor(500);
  fives.set_count(5);
  auto& ones = *command.mutable_count_drawer()->add_denominations();
  ones.set_value_minor(100);
  ones.set_count(1);

  const auto wrong = shop.Ask(command);
  ones.set_count(2);
  const auto right = shop.Ask(command);

  EXPECT_EQ(ReasonNameOf(wrong), "FIELD_INVALID");
  EXPECT_EQ(ErrorMetadata(wrong.status(), "field"), "denominations");
  ASSERT_THAT(Recorded(right), ElementsAre("DrawerCounted"));
  EXPECT_EQ(right->events[0].event.drawer_counted().denominations_size(), 2);
}

TEST(DrawerTest, StaysAsItWasClosedWhateverCashComesLater) {
  ShopAtWork shop;
  shop.MustAsk(
      {OpenDrawer(1, 100), CountDrawer(1, 100), CloseDrawer(1), StartSale(1), AddLine(1, 1, 450)});

  const Decision late = shop.Own(PayCash(1, 1, 450, 1));

  EXPECT_EQ(ReasonNameOf(late.objection), "DRAWER_NOT_OPEN");
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 100);
}

TEST(DrawerTest, CannotBeOpenedWhileTheShopHasAsManyOpenAsItMay) {
  ShopAtWork shop;
  Command open = OpenDrawer(1, 0);
  for (int64_t i = 0; i < kOpenBooksMax - 1; ++i) {
    Uuid session = TestUuid(1);
    session.bytes[0] = static_cast<uint8_t>(i / 256);
    session.bytes[1] = static_cast<uint8_t>(i % 256);
    open.mutable_open_drawer()->set_drawer_session_id(std::string(session.AsBytes()));
    shop.MustAsk({open});
  }

  const auto refused = shop.Ask(OpenDrawer(2, 0));
  EXPECT_EQ(ReasonNameOf(refused), "OPEN_MAX");
  // Waiting does not help: somebody must close something.
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonNameOf(shop.Ask(OpenDay(kTomorrow))), "OPEN_MAX");
}

}  // namespace
}  // namespace daybook::domain
