#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Command Tomorrow(Command command) {
  command.set_business_date(kTomorrow);
  return command;
}

TEST(DayTest, IsOpenedByTheFirstThatHappensOnIt) {
  for (const Command& command : {StartSale(1), OpenDrawer(1, 0), ReceiveStock("bread", 1000)}) {
    ShopAtWork shop;

    const auto decision = shop.Ask(command);

    ASSERT_TRUE(decision.ok()) << decision.status();
    ASSERT_EQ(decision->events.size(), 2u);
    EXPECT_EQ(decision->events[0].stream.ToText(), "day-2016-11-05");
    EXPECT_EQ(decision->events[0].event.business_day_opened().business_date(), kToday);
    EXPECT_EQ(decision->events[0].event.business_day_opened().currency_code(), "GBP");
    EXPECT_EQ(shop.DayAt().state, DayState::kOpen);
  }
}

TEST(DayTest, IsOpenedByTheSaleThatRunsIntoIt) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});

  EXPECT_THAT(Recorded(shop.Ask(Tomorrow(AddLine(1, 1, 100)))),
              ElementsAre("BusinessDayOpened", "SaleLineItemAdded"));
}

TEST(DayTest, IsNotOpenedByARefusedCommand) {
  ShopAtWork shop;

  EXPECT_FALSE(shop.Ask(AddLine(1, 1, 100)).ok());
  EXPECT_EQ(shop.DayAt().state, DayState::kNotOpened);
}

TEST(DayTest, NeedsNoDayForStockThatNamesNone) {
  ShopAtWork shop;
  Command command = ReceiveStock("bread", 1000);
  command.clear_business_date();

  EXPECT_THAT(Recorded(shop.Ask(command)), ElementsAre("StockReceived"));
}

TEST(DayTest, OpensOnce) {
  ShopAtWork shop;

  EXPECT_THAT(Recorded(shop.Ask(OpenDay())), ElementsAre("BusinessDayOpened"));
  EXPECT_THAT(Recorded(shop.Ask(OpenDay())), IsEmpty());
}

TEST(DayTest, ClosesWithItsFigures) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 600), PayCard(1, 1, 600), Complete(1), StartSale(2),
                AddLine(2, 1, 100), RemoveLine(2, 1), NotFound(2, "4711"), Abandon(2)});

  const auto decision = shop.Ask(CloseDay());

  ASSERT_THAT(Recorded(decision),
              ElementsAre("DocumentIssued", "DocumentIssued", "BusinessDayClosed"));
  const auto& totals = decision->events.back().event.business_day_closed().totals();
  EXPECT_EQ(totals.business_date(), kToday);
  EXPECT_EQ(totals.sale_count(), 1);
  EXPECT_EQ(totals.line_count(), 1);
  EXPECT_EQ(totals.removed_line_count(), 1);
  EXPECT_EQ(totals.abandoned_count(), 1);
  EXPECT_EQ(totals.unknown_count(), 1);
  EXPECT_EQ(totals.total_minor(), 600);
  EXPECT_EQ(totals.tax_minor(), 100);
}

TEST(DayTest, ClosesOnce) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay(), CloseDay()});

  EXPECT_THAT(Recorded(shop.Ask(CloseDay())), IsEmpty());
}

TEST(DayTest, CannotBeClosedBeforeItIsOpened) {
  ShopAtWork shop;

  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseDay())), "BUSINESS_DAY_NOT_OPEN");
}

TEST(DayTest, CannotBeClosedWhileASaleIsOpen) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), StartSale(2), Abandon(2)});

  const auto decision = shop.Ask(CloseDay());

  EXPECT_EQ(ReasonNameOf(decision), "SALES_OPEN");
  EXPECT_EQ(ErrorMetadata(decision.status(), "count"), "1");
}

TEST(DayTest, CannotBeClosedWhileADrawerIsOpen) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseDay())), "DRAWERS_OPEN");
  shop.MustAsk({CountDrawer(1, 0), CloseDrawer(1)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseDay())), "OK");
}

TEST(DayTest, CountsASaleOnTheDayOfItsCompletion) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 600), PayCard(1, 1, 600), Tomorrow(Complete(1))});

  EXPECT_EQ(shop.DayAt(kToday).totals.sale_count(), 0);
  EXPECT_EQ(shop.DayAt(kToday).open_sale_count, 0);
  EXPECT_EQ(shop.DayAt(kToday).totals.by_tender(0).amount_minor(), 600);
  EXPECT_EQ(shop.DayAt(kTomorrow).totals.sale_count(), 1);
  EXPECT_EQ(shop.DayAt(kTomorrow).open_sale_count, 0);
  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseDay())), "OK");
}

TEST(DayTest, CountsADrawerOnTheDayItWasOpened) {
  ShopAtWork shop;

  shop.MustAsk({OpenDrawer(1, 0), CountDrawer(1, 0), Tomorrow(CloseDrawer(1))});

  EXPECT_EQ(shop.DayAt(kToday).open_drawer_count, 0);
  EXPECT_EQ(shop.DayAt(kTomorrow).open_drawer_count, 0);
}

TEST(DayTest, TakesNothingMoreOnceItIsClosed) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), OpenDrawer(1, 0), Abandon(1), CountDrawer(1, 0),
                CloseDrawer(1), StartSale(2), AddLine(2, 1, 100), PayCard(2, 1, 100), Complete(2),
                CloseDay()});

  EXPECT_EQ(ReasonNameOf(shop.Ask(StartSale(3))), "BUSINESS_DAY_CLOSED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(OpenDrawer(3, 0))), "BUSINESS_DAY_CLOSED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(OpenDay())), "BUSINESS_DAY_CLOSED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ReceiveStock("bread", 1000))), "BUSINESS_DAY_CLOSED");
}

TEST(DayTest, RefusesEveryPartOfASaleOnAClosedDay) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay(), CloseDay(), Tomorrow(StartSale(1)), Tomorrow(AddLine(1, 1, 100)),
                Tomorrow(PayCard(1, 1, 50))});

  for (const Command& command : {AddLine(1, 2, 100), ChangeQuantity(1, 1, 2000), RemoveLine(1, 1),
                                 NotFound(1, "4711"), PayCard(1, 2, 50)}) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "BUSINESS_DAY_CLOSED") << CommandName(command);
  }
}

TEST(DayTest, StaysAsItWasClosedButForItsSupplements) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay(), CloseDay()});

  for (const Command& command :
       {StartSale(1), AddLine(1, 1, 600), PayCard(1, 1, 600), Complete(1)}) {
    shop.Own(command);
  }

  EXPECT_EQ(shop.DayAt().state, DayState::kClosed);
  EXPECT_EQ(shop.DayAt().totals.sale_count(), 1);
  EXPECT_EQ(shop.DayAt().totals.total_minor(), 600);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 600);
  EXPECT_EQ(shop.DayAt().version, 4);  // Opened, closed, and two supplements.
}

}  // namespace
}  // namespace daybook::domain
