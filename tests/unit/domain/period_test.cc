// The closing of months and years.
#include "core/domain/period.h"

#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/selling_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Command On(int32_t business_date, Command command) {
  command.set_business_date(business_date);
  return command;
}

void SellOn(int32_t business_date, uint8_t sale, int64_t price_minor, ShopAtWork& shop) {
  for (const Command& command :
       {StartSale(sale), AddLine(sale, 1, price_minor),
        PayCard(sale, static_cast<uint8_t>(100 + sale), price_minor), Complete(sale)}) {
    shop.MustAsk({On(business_date, command)});
  }
}

TEST(PeriodTest, IsTheSumOfItsBusinessDays) {
  ShopAtWork shop;
  SellOn(20161105, 1, 500, shop);
  SellOn(20161130, 2, 300, shop);
  SellOn(20161201, 3, 70, shop);
  shop.MustAsk({CloseDay(20161105), CloseDay(20161130), CloseDay(20161201)});

  const auto decision = shop.Ask(ClosePeriod(201611));

  EXPECT_THAT(Recorded(decision), ElementsAre("DocumentIssued", "PeriodClosed"));
  const auto& closed = decision->events[1].event.period_closed();
  EXPECT_EQ(closed.totals().total_minor(), 800);
  EXPECT_EQ(closed.totals().sale_count(), 2);
  EXPECT_EQ(closed.day_count(), 2);
  EXPECT_EQ(closed.document_number(), "bakery-Z-4");
  EXPECT_EQ(closed.perpetual_net_minor(), 870);
  EXPECT_THAT(Recorded(shop.Ask(ClosePeriod(201611))), IsEmpty());
}

TEST(PeriodTest, WaitsForWhatIsOpen) {
  ShopAtWork shop;
  SellOn(20161105, 1, 500, shop);

  EXPECT_EQ(ReasonNameOf(shop.Ask(ClosePeriod(201611))), "PERIOD_OPEN");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ClosePeriod(201612))), "PERIOD_OPEN");  // Nothing in it.
  shop.MustAsk({CloseDay(20161105)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(ClosePeriod(2016))), "PERIOD_OPEN");
  shop.MustAsk({ClosePeriod(201611)});

  const auto year = shop.Ask(ClosePeriod(2016));

  ASSERT_TRUE(year.ok()) << year.status();
  EXPECT_EQ(year->events[1].event.period_closed().totals().total_minor(), 500);
}

TEST(PeriodTest, GetsWhatComesLateAsASupplement) {
  ShopAtWork shop;
  SellOn(20161105, 1, 500, shop);
  shop.MustAsk({On(20161105, StartSale(2)), On(20161105, Abandon(2)), CloseDay(20161105),
                ClosePeriod(201611), ClosePeriod(2016)});

  const Decision late = shop.Own(On(20161105, Void(1)));

  EXPECT_THAT(EventNames(late.events), Contains("PeriodSupplemented").Times(2));
  const auto& month = std::get<Period>(shop.shop().Find(PeriodStream(201611)));
  EXPECT_EQ(month.totals.total_minor(), 0);
  EXPECT_EQ(std::get<Period>(shop.shop().Find(PeriodStream(2016))).totals.voided_minor(), 500);
}

TEST(PeriodTest, GetsADayThatIsOpenedAfterItsClosingAsASupplement) {
  ShopAtWork shop;
  SellOn(20161105, 1, 500, shop);
  shop.MustAsk({CloseDay(20161105), ClosePeriod(201611)});
  SellOn(20161106, 2, 70, shop);

  const auto closed = shop.Ask(CloseDay(20161106));

  EXPECT_THAT(Recorded(closed), Contains("PeriodSupplemented"));
  EXPECT_EQ(std::get<Period>(shop.shop().Find(PeriodStream(201611))).totals.total_minor(), 570);
}

TEST(PeriodTest, KeepsThePerpetualTotals) {
  ShopAtWork shop;
  SellOn(20161105, 1, 500, shop);
  shop.MustAsk({CloseDay(20161105), ClosePeriod(201611)});
  SellOn(20161201, 2, 70, shop);

  const auto closed = shop.Ask(CloseDay(20161201));

  ASSERT_TRUE(closed.ok());
  EXPECT_EQ(closed->events.back().event.business_day_closed().perpetual_net_minor(), 570);
}

TEST(PeriodTest, BeginsThePerpetualTotalsAnewInAnotherCurrency) {
  ShopAtWork shop;
  SellOn(20161105, 1, 500, shop);
  shop.MustAsk({CloseDay(20161105)});
  shop.config().set_currency_code("EUR");
  shop.MustAsk({OpenDay(20161106)});

  const auto closed = shop.Ask(CloseDay(20161106));

  ASSERT_TRUE(closed.ok());
  EXPECT_EQ(closed->events.back().event.business_day_closed().perpetual_net_minor(), 0);
  EXPECT_EQ(ReasonNameOf(shop.Ask(ClosePeriod(201611))), "CURRENCY_MISMATCH");
}

TEST(PeriodTest, IsAMonthOrAYearOfTheCalendar) {
  ShopAtWork shop;

  EXPECT_EQ(ReasonNameOf(shop.Ask(ClosePeriod(0))), "FIELD_MISSING");
  for (const int32_t period : {201613, 201600, 20161105, 1, -2016, 199912, 99999}) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(ClosePeriod(period))), "FIELD_INVALID") << period;
  }
  EXPECT_EQ(ReasonNameOf(shop.Own(ClosePeriod(201611)).objection), "NOT_AN_OWN_COMMAND");
}

TEST(PeriodTest, ComesBackFromItsSnapshot) {
  ShopAtWork shop;
  SellOn(20161105, 1, 500, shop);
  shop.MustAsk({CloseDay(20161105), ClosePeriod(201611)});
  const StreamId stream = PeriodStream(201611);

  const auto snapshot = TakeSnapshot(shop.shop().Find(stream));

  ASSERT_TRUE(snapshot.has_value());
  const auto period = std::get<Period>(FromSnapshot(stream, *snapshot));
  EXPECT_TRUE(period.closed);
  EXPECT_EQ(period.version, 1);
  EXPECT_EQ(period.totals.total_minor(), 500);
}

}  // namespace
}  // namespace daybook::domain
