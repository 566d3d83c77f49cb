#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TipTest, IsPaidWithTheSale) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), AddTip(1, 1, 50)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 1, 501))), "PAYMENT_EXCEEDS_DUE");
  shop.MustAsk({PayCard(1, 1, 500)});

  const auto decision = shop.Ask(Complete(1));

  ASSERT_TRUE(decision.ok()) << decision.status();
  const auto& completed = decision->events[0].event.sale_completed();
  EXPECT_EQ(completed.total_minor(), 450);
  ASSERT_EQ(completed.tips_size(), 1);
  EXPECT_EQ(completed.tips(0).amount_minor(), 50);
  EXPECT_EQ(completed.tenders(0).amount_minor(), 500);
}

TEST(TipTest, IsNeitherTurnoverNorTaxed) {
  ShopAtWork shop;
  shop.MustAsk(
      {StartSale(1), AddLine(1, 1, 600), AddTip(1, 1, 60), PayCard(1, 1, 660), Complete(1)});

  const event::v1::DayTotals& totals = shop.DayAt().totals;
  EXPECT_EQ(totals.total_minor(), 600);
  EXPECT_EQ(totals.tax_minor(), 100);
  EXPECT_EQ(totals.tip_minor(), 60);
  ASSERT_EQ(totals.by_tip_recipient_size(), 1);
  EXPECT_EQ(totals.by_tip_recipient(0).key(), "pool");
}

TEST(TipTest, RaisesThePaymentThatItComesWith) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450), AddTip(1, 1, 50, 1)});

  EXPECT_EQ(shop.SaleAt(1).paid_minor, 500);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 500);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).count(), 1);
  shop.MustAsk({Complete(1)});
}

TEST(TipTest, IsWrittenOnTheSlipAfterTheSaleToo) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450), Complete(1)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddTip(1, 1, 50))), "SALE_NOT_OPEN");

  shop.MustAsk({AddTip(1, 1, 50, 1)});

  EXPECT_EQ(shop.DayAt().totals.tip_minor(), 50);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 500);
}

TEST(TipTest, IsAdjustedWithItsPayment) {
  ShopAtWork shop;
  shop.MustAsk(
      {StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450), AddTip(1, 1, 50, 1), Complete(1)});

  const auto decision = shop.Ask(AdjustTip(1, 1, 20));

  ASSERT_THAT(Recorded(decision), ElementsAre("TipAdjusted"));
  EXPECT_EQ(shop.SaleAt(1).paid_minor, 470);
  EXPECT_EQ(shop.DayAt().totals.tip_minor(), 20);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 470);
  EXPECT_THAT(Recorded(shop.Ask(AdjustTip(1, 1, 20))), IsEmpty());
}

TEST(TipTest, GoesBackWithItsPayment) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450), AddTip(1, 1, 50, 1)});

  const auto decision = shop.Ask(Reverse(1, 1));

  ASSERT_THAT(Recorded(decision), ElementsAre("TipAdjusted", "PaymentReversed"));
  EXPECT_EQ(decision->events[1].event.payment_reversed().payment().amount_minor(), 450);
  EXPECT_EQ(shop.SaleAt(1).paid_minor, 0);
  EXPECT_EQ(shop.SaleAt(1).tip_minor, 0);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 0);
}

TEST(TipTest, OfCashIsInTheDrawer) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), PayCash(1, 1, 450, 1),
                AddTip(1, 1, 50, 1)});

  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 500);
}

TEST(TipTest, ForOneEmployeeSaysForWhom) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450)});
  edge::v1::Command command = AddTip(1, 1, 50);
  command.mutable_add_tip()->set_recipient(event::v1::TIP_RECIPIENT_EMPLOYEE);
  EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "FIELD_MISSING");
  command.mutable_add_tip()->set_employee("ada");
  shop.MustAsk({command, PayCard(1, 1, 500), Complete(1)});

  EXPECT_EQ(shop.DayAt().totals.by_tip_recipient(0).key(), "employee ada");
}

TEST(TipTest, HasANumberOfItsOwn) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), AddTip(1, 1, 50)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(AddTip(1, 1, 10))), "TIP_EXISTS");
  EXPECT_EQ(ReasonNameOf(shop.Ask(AdjustTip(1, 2, 10))), "TIP_UNKNOWN");
}

TEST(TipTest, NeedsAPaymentThatCounts) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(AddTip(1, 1, 50, 7))), "PAYMENT_NOT_RECEIVED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddTip(1, 1, 50, 8))), "PAYMENT_UNKNOWN");
}

TEST(TipTest, GoesBackFromTheDrawerThatItsPaymentComesFrom) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 1000), OpenDrawer(2, 1000), StartSale(1), AddLine(1, 1, 450),
                PayCash(1, 1, 450, 1), AddTip(1, 1, 50, 1), Reverse(1, 1, 2)});

  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 1500);
  EXPECT_EQ(shop.DrawerAt(2).expected_minor, 500);
}

TEST(TipTest, IsNoneAnyMoreWhenItsForwardedPaymentIsDeclined) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), Forward(1, 7, 450), AddTip(1, 1, 50, 7),
                Complete(1), Decline(1, 7)});

  EXPECT_EQ(shop.DayAt().totals.tip_minor(), 0);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 0);
}

TEST(TipTest, StaysWhenItsForwardedPaymentIsApproved) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), Forward(1, 7, 450), AddTip(1, 1, 50, 7),
                Approve(1, 7, 450), Complete(1)});

  EXPECT_EQ(shop.SaleAt(1).paid_minor, 500);
  EXPECT_EQ(shop.DayAt().totals.tip_minor(), 50);
}

TEST(TipTest, IsWrittenOnACardsSlipWhenTheDrawerIsClosed) {
  ShopAtWork shop;
  edge::v1::Command card = PayCard(1, 1, 450);
  card.mutable_receive_payment()->set_drawer_session_id(TestId(1));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), card, Complete(1),
                CountDrawer(1, 0), CloseDrawer(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(AddTip(1, 1, 50, 1))), "OK");
}

}  // namespace
}  // namespace daybook::domain
