// What is done with an open drawer besides selling.
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Command AsWallet(Command command) {
  command.mutable_open_drawer()->set_wallet(true);
  return command;
}

TEST(DrawerActsTest, MoveWhatShouldBeInTheDrawer) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 10'000), DropCash(1, 3000), PayIn(1, 500), PayOut(1, 1200)});

  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 10'000 - 3000 + 500 - 1200);
  EXPECT_EQ(shop.DayAt().totals.dropped_minor(), 3000);
  EXPECT_EQ(shop.DayAt().totals.paid_in_minor(), 500);
  EXPECT_EQ(shop.DayAt().totals.paid_out_minor(), 1200);
}

TEST(DrawerActsTest, DropCashIntoTheSafe) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 10'000)});

  const auto decision = shop.Ask(DropCash(1, 3000));

  ASSERT_THAT(Recorded(decision), ElementsAre("CashDropped", "SafeDeposited"));
  EXPECT_EQ(decision->events[1].stream.ToText(), "safe-bakery");
  EXPECT_EQ(decision->events[1].event.safe_deposited().drawer_session_id(), TestId(1));
}

TEST(DrawerActsTest, DropCashOfAnyCurrency) {
  ShopAtWork shop;
  Command drop = DropCash(1, 2000);
  drop.mutable_drop_cash()->mutable_amount()->set_currency_code("EUR");
  shop.MustAsk({OpenDrawer(1, 10'000), drop});

  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 10'000);
  EXPECT_THAT(shop.DrawerAt(1).foreign_expected, ElementsAre(std::pair("EUR", -2000)));
  EXPECT_EQ(shop.DayAt().totals.dropped_minor(), 0);
}

TEST(DrawerActsTest, PayOutWithADocument) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 10'000)});

  const auto decision = shop.Ask(PayOut(1, 1200));

  ASSERT_THAT(Recorded(decision), ElementsAre("CashPaidOut", "DocumentIssued"));
  const auto& document = decision->events[1].event.document_issued();
  EXPECT_EQ(document.kind(), event::v1::DOCUMENT_KIND_PAY_OUT);
  EXPECT_EQ(document.number(), "bakery-1S-1");
  EXPECT_EQ(document.drawer_session_id(), TestId(1));
  EXPECT_EQ(document.total_minor(), 1200);
}

TEST(DrawerActsTest, CountEveryOpeningWithoutASale) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), OpenWithoutSale(1), OpenWithoutSale(1)});

  EXPECT_EQ(shop.DayAt().totals.no_sale_count(), 2);
}

TEST(DrawerActsTest, HandADrawerOverOnce) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), HandOver(1, "ben")});

  EXPECT_THAT(Recorded(shop.Ask(HandOver(1, "ben"))), IsEmpty());
  const auto decision = shop.Ask(HandOver(1, "cleo"));

  ASSERT_THAT(Recorded(decision), ElementsAre("DrawerHandedOver"));
  EXPECT_EQ(decision->events[0].event.drawer_handed_over().from_employee(), "ben");
}

TEST(DrawerActsTest, NeedADrawerThatIsOpenAndHere) {
  ShopAtWork shop;
  for (const Command& command :
       {DropCash(1, 1), PayIn(1, 1), PayOut(1, 1), OpenWithoutSale(1), HandOver(1, "ben")}) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "DRAWER_UNKNOWN");
  }
  shop.MustAsk({OpenDrawer(1, 0)});
  EXPECT_EQ(ReasonNameOf(shop.AskAt("2", PayIn(1, 1))), "DRAWER_ELSEWHERE");

  shop.MustAsk({CountDrawer(1, 0), CloseDrawer(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayIn(1, 1))), "DRAWER_NOT_OPEN");
}

TEST(DrawerActsTest, OfAWalletAreDoneWhereverItsEmployeeIs) {
  ShopAtWork shop;
  shop.MustAsk({AsWallet(OpenDrawer(1, 0))});

  EXPECT_EQ(shop.DrawerAt(1).wallet_of, "ada");
  EXPECT_TRUE(shop.AskAt("2", PayIn(1, 100)).ok());
}

TEST(DrawerActsTest, CountAgainWithApprovalOnly) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 100), CountDrawer(1, 90)});

  const auto again = shop.Ask(CountDrawer(1, 100));

  EXPECT_EQ(ReasonNameOf(again), "PERMISSION_MISSING");
  EXPECT_EQ(ErrorMetadata(again.status(), "permission"), "drawer.recount");
  EXPECT_TRUE(shop.AskApproved(CountDrawer(1, 100)).ok());
}

}  // namespace
}  // namespace daybook::domain
