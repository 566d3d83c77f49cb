#include "core/domain/cash.h"

#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;

edge::v1::ShopConfig ShopWithCoin(int64_t coin_minor) {
  edge::v1::ShopConfig shop = BritishShop();
  shop.set_cash_rounding_minor(coin_minor);
  return shop;
}

Command Tendering(Command command, int64_t minor_units, const char* currency_code,
                  int64_t exchange_rate_ppm = 0) {
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.mutable_tendered()->set_currency_code(currency_code);
  receive.mutable_tendered()->set_minor_units(minor_units);
  receive.set_exchange_rate_ppm(exchange_rate_ppm);
  return command;
}

TEST(CashTest, IsRoundedToTheSmallestCoinHalfAwayFromZero) {
  const edge::v1::ShopConfig shop = ShopWithCoin(5);

  EXPECT_EQ(CashRounding(1000, shop), 0);
  EXPECT_EQ(CashRounding(1002, shop), -2);
  EXPECT_EQ(CashRounding(1003, shop), 2);
  EXPECT_EQ(CashRounding(1, ShopWithCoin(2)), 1);
  EXPECT_EQ(CashRounding(1049, ShopWithCoin(100)), -49);
  EXPECT_EQ(CashRounding(1050, ShopWithCoin(100)), 50);
  EXPECT_EQ(CashRounding(1003, BritishShop()), 0);
}

TEST(CashTest, ThatPaysAllThatIsLeftIsRounded) {
  ShopAtWork shop(ShopWithCoin(5));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1002)});

  const auto decision = shop.Ask(Tendering(PayCash(1, 1, 1002, 1), 1100, "GBP"));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentReceived"));
  const auto& received = decision->events[0].event.payment_received();
  EXPECT_EQ(received.rounding_minor(), -2);
  EXPECT_EQ(received.change_minor(), 100);
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 1000);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 1000);
  const auto completed = shop.Ask(Complete(1));
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->events[0].event.sale_completed().rounding_minor(), -2);
  EXPECT_EQ(completed->events[0].event.sale_completed().tenders(0).amount_minor(), 1000);
  EXPECT_EQ(shop.DayAt().totals.rounding_minor(), -2);
}

TEST(CashTest, RoundsNothingButTheCashPart) {
  ShopAtWork shop(ShopWithCoin(5));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1002), PayCash(1, 1, 500, 1),
                PayCard(1, 2, 502), Complete(1)});

  EXPECT_EQ(shop.DayAt().totals.rounding_minor(), 0);
}

TEST(CashTest, IsRoundedAsTheTillSaysOrRefused) {
  ShopAtWork shop(ShopWithCoin(5));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1002)});
  Command command = PayCash(1, 1, 1002, 1);
  command.mutable_receive_payment()->set_rounding_minor(3);

  EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "ROUNDING_MISMATCH");
  const Decision own = shop.Own(command);

  EXPECT_THAT(EventNames(own.events), ElementsAre("PaymentReceived", "CommandFlagged"));
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 1005);
}

TEST(CashTest, GoesBackAsItWasRounded) {
  ShopAtWork shop(ShopWithCoin(5));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1002), PayCash(1, 1, 1002, 1),
                Reverse(1, 1, 1)});

  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 0);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 0);
}

TEST(CashTest, OfAnotherCurrencyIsWorthWhatTheRateSays) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 1000)});

  const auto decision = shop.Ask(Tendering(PayCash(1, 1, 1000, 1), 2000, "EUR", 850'000));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentReceived"));
  EXPECT_EQ(decision->events[0].event.payment_received().change_minor(), 700);
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 4300);
  EXPECT_THAT(shop.DrawerAt(1).foreign_expected, ElementsAre(std::pair("EUR", 2000)));
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 1000);
}

TEST(CashTest, OfACurrencyWithOtherDecimalsIsConvertedByItsUnits) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 500)});

  // 10,000 won at 0.00056 pounds are 5.60.
  const auto decision = shop.Ask(Tendering(PayCash(1, 1, 500, 1), 10'000, "KRW", 560));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentReceived"));
  EXPECT_EQ(decision->events[0].event.payment_received().change_minor(), 60);
}

TEST(CashTest, OfAnotherCurrencyNeedsARate) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Tendering(PayCash(1, 1, 1000, 1), 2000, "EUR"))),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Tendering(PayCash(1, 1, 1000, 1), 2000, "GBP", 1'000'000))),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Tendering(PayCash(1, 1, 1000, 1), 1000, "EUR", 850'000))),
            "FIELD_INVALID");
}

TEST(CashTest, OfAnotherCurrencyIsCountedByItself) {
  ShopAtWork shop;
  Command count = CountDrawer(1, 4300);
  count.mutable_count_drawer()->add_foreign()->set_currency_code("EUR");
  count.mutable_count_drawer()->mutable_foreign(0)->set_minor_units(1500);
  shop.MustAsk({OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 1000),
                Tendering(PayCash(1, 1, 1000, 1), 2000, "EUR", 850'000), count});

  const auto closed = shop.Ask(CloseDrawer(1));

  ASSERT_THAT(Recorded(closed), ElementsAre("DrawerClosed"));
  const auto& drawer = closed->events[0].event.drawer_closed();
  EXPECT_EQ(drawer.variance_minor(), 0);
  ASSERT_EQ(drawer.foreign_size(), 1);
  EXPECT_EQ(drawer.foreign(0).currency_code(), "EUR");
  EXPECT_EQ(drawer.foreign(0).counted_minor(), 1500);
  EXPECT_EQ(drawer.foreign(0).expected_minor(), 2000);
}

TEST(CashTest, OfTheShopIsNotCountedAsForeign) {
  ShopAtWork shop;
  Command count = CountDrawer(1, 0);
  *count.mutable_count_drawer()->add_foreign() = Gbp(5);
  shop.MustAsk({OpenDrawer(1, 0)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(count)), "FIELD_INVALID");
}

TEST(CashTest, HasARateOnlyWithWhatWasHandedOver) {
  ShopAtWork shop;
  Command command = PayCash(1, 1, 1000, 1);
  command.mutable_receive_payment()->set_exchange_rate_ppm(1'000'000);
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "FIELD_INVALID");
  const Decision own = shop.Own(command);

  EXPECT_TRUE(own.set_aside);
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 1000);
}

TEST(CashTest, IsOfACurrencyThatThereIs) {
  ShopAtWork shop;
  Command count = CountDrawer(1, 0);
  count.mutable_count_drawer()->add_foreign()->set_currency_code("EURO");
  Command drop = DropCash(1, 100);
  drop.mutable_drop_cash()->mutable_amount()->set_currency_code("coins");
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1000)});

  for (const Command& command :
       {Tendering(PayCash(1, 1, 1000, 1), 2000, "EURO", 850'000), count, drop}) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "FIELD_INVALID");
  }
}

TEST(CashTest, OfAnotherCurrencyIsNotCorrectedButReversed) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 1000),
                Tendering(PayCash(1, 1, 1000, 1), 2000, "EUR", 850'000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CorrectTender(1, 1, event::v1::TENDER_CARD))),
            "CURRENCY_MISMATCH");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Reverse(1, 1, 1))), "OK");
}

TEST(CashTest, ThatGoesBackAfterTheSaleTakesItsRoundingBack) {
  ShopAtWork shop(ShopWithCoin(5));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1002), StartPayment(1, 7, 1002),
                ReportUnknown(1, 7)});
  ASSERT_TRUE(shop.AskApproved(PayCash(1, 1, 1002, 1)).ok());
  shop.MustAsk({Complete(1)});
  EXPECT_EQ(shop.DayAt().totals.rounding_minor(), -2);

  shop.MustAsk({Approve(1, 7, 1002), Reverse(1, 1, 1)});

  EXPECT_EQ(shop.DayAt().totals.rounding_minor(), 0);
  ASSERT_TRUE(shop.Ask(Void(1)).ok());
  EXPECT_EQ(shop.DayAt().totals.rounding_minor(), 0);
}

TEST(CashTest, IsRoundedOnceForAllRefundsOfAReturn) {
  ShopAtWork shop(ShopWithCoin(5));
  Command command = Return(1, 1, 1000, 30, 3);
  command.mutable_return_items()->clear_refunds();
  for (uint8_t i = 0; i < 4; ++i) {
    edge::v1::Refund& refund = *command.mutable_return_items()->add_refunds();
    refund.set_payment_id(TestId(30 + i));
    refund.set_tender(event::v1::TENDER_CASH);
    refund.set_drawer_session_id(TestId(1));
    *refund.mutable_amount() = Gbp(3);
  }
  shop.MustAsk({OpenDrawer(1, 100), StartSale(1), AddLine(1, 1, 12), PayCash(1, 1, 12, 1),
                Complete(1), command});

  // 0.12 were taken as 0.10, and go back as 0.10.
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 100);
}

}  // namespace
}  // namespace daybook::domain
