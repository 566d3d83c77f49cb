// Payments through a terminal, which may take a part, decline, vanish and answer late.
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TerminalTest, IsRecordedBeforeItIsCalled) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450)});

  const auto decision = shop.Ask(StartPayment(1, 7, 450));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentStarted"));
  EXPECT_EQ(decision->events[0].event.payment_started().sale_id(), TestId(1));
  EXPECT_EQ(shop.SaleAt(1).paid_minor, 0);
}

TEST(TerminalTest, PaysWithWhatItTook) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450)});

  const auto decision = shop.Ask(Approve(1, 7, 300));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentApproved"));
  EXPECT_EQ(decision->events[0].event.payment_approved().asked_minor(), 450);
  EXPECT_EQ(shop.SaleAt(1).paid_minor, 300);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 300);
  shop.MustAsk({PayCard(1, 8, 150), Complete(1)});
}

TEST(TerminalTest, CannotTakeMoreThanItWasAskedFor) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Approve(1, 7, 451))), "FIELD_INVALID");
}

TEST(TerminalTest, TakesNoCash) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450)});
  edge::v1::Command command = StartPayment(1, 7, 450);
  command.mutable_start_payment()->set_tender(event::v1::TENDER_CASH);

  EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "FIELD_INVALID");
}

TEST(TerminalTest, SaysTheSameAgainWithoutEffect) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450), Approve(1, 7, 450)});

  EXPECT_THAT(Recorded(shop.Ask(Approve(1, 7, 450))), IsEmpty());
  EXPECT_EQ(ReasonNameOf(shop.Ask(Approve(1, 7, 400))), "PAYMENT_SETTLED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Decline(1, 7))), "PAYMENT_SETTLED");
  EXPECT_EQ(shop.SaleAt(1).paid_minor, 450);
}

TEST(TerminalTest, KeepsWhatItIsAskedForFromOtherPayments) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 300)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 8, 151))), "PAYMENT_PENDING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(StartPayment(1, 8, 151))), "PAYMENT_PENDING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 8, 150))), "OK");
}

TEST(TerminalTest, LeavesWhatItDeclinedToOtherPayments) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450), Decline(1, 7)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 8, 450))), "OK");
}

TEST(TerminalTest, ThatVanishedLetsNobodyChargeAgainWithoutApproval) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450), ReportUnknown(1, 7)});

  const auto refused = shop.Ask(PayCard(1, 8, 450));

  EXPECT_EQ(ReasonNameOf(refused), "PERMISSION_MISSING");
  EXPECT_EQ(ErrorMetadata(refused.status(), "permission"), "payment.despite_unknown");
  EXPECT_TRUE(shop.AskApproved(PayCard(1, 8, 450)).ok());
}

TEST(TerminalTest, ThatAnswersTooLateHasItsMoneyRecordedAndFlagged) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450), ReportUnknown(1, 7)});
  ASSERT_TRUE(shop.AskApproved(PayCard(1, 8, 450)).ok());
  shop.MustAsk({Complete(1)});

  const auto late = shop.Ask(Approve(1, 7, 450));

  EXPECT_THAT(Recorded(late), ElementsAre("PaymentApproved", "CommandFlagged"));
  EXPECT_EQ(ReasonNameOf(late->objection), "PAYMENT_EXCEEDS_DUE");
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 900);
  EXPECT_THAT(Recorded(shop.Ask(Reverse(1, 7))), ElementsAre("PaymentReversed"));
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 450);
  EXPECT_EQ(shop.DayAt().totals.reversed_payment_count(), 1);
}

TEST(TerminalTest, IsHeardWhereverTheSaleIs) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450), Suspend(1)});
  ASSERT_TRUE(shop.AskAt("2", Retrieve(1)).ok());

  EXPECT_EQ(ReasonNameOf(shop.Ask(Approve(1, 7, 450))), "OK");
}

TEST(TerminalTest, MustHaveAnsweredBeforeTheSaleIsOver) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), AddLine(1, 2, 50), PayCard(1, 1, 450),
                StartPayment(1, 7, 50), RemoveLine(1, 2)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(1))), "PAYMENT_PENDING");
  shop.MustAsk({StartSale(2), AddLine(2, 1, 450), StartPayment(2, 8, 450)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(Abandon(2))), "PAYMENT_PENDING");
  shop.MustAsk({ReportUnknown(2, 8)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(Abandon(2))), "PERMISSION_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.AskApproved(Abandon(2))), "OK");
}

TEST(TerminalTest, WithoutConnectionForwardsWhatCountsUntilItIsDeclined) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), Forward(1, 7, 450)});
  EXPECT_EQ(shop.SaleAt(1).paid_minor, 450);
  shop.MustAsk({Complete(1)});

  EXPECT_THAT(Recorded(shop.Ask(Decline(1, 7))), ElementsAre("PaymentForwardDeclined"));
  EXPECT_EQ(shop.SaleAt(1).paid_minor, 0);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).count(), 0);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 0);
}

TEST(TerminalTest, ThatDeclinesWhatWasForwardedLeavesTheSaleToBePaidAnew) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), Forward(1, 7, 450), Complete(1),
                Decline(1, 7)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCash(1, 8, 451, 1))), "PAYMENT_EXCEEDS_DUE");

  shop.MustAsk({PayCash(1, 8, 450, 1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCash(1, 9, 1, 1))), "PAYMENT_EXCEEDS_DUE");
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 450);
}

TEST(TerminalTest, ThatDeclinesWhatWasForwardedLeavesNothingToRefund) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450, 2), Forward(1, 7, 450), PayCard(1, 8, 450),
                Complete(1), Decline(1, 7)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 30, 450))), "REFUND_MISMATCH");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 30, 0))), "OK");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 30, 450))), "OK");
}

TEST(TerminalTest, CountsForwardedMoneyOnceWhenItIsApproved) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), Forward(1, 7, 450), Complete(1)});

  const auto decision = shop.Ask(Approve(1, 7, 450));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentApproved"));
  EXPECT_TRUE(decision->events[0].event.payment_approved().counts_already());
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 450);
  EXPECT_EQ(ReasonNameOf(shop.Ask(Approve(1, 7, 400))), "PAYMENT_SETTLED");
}

TEST(TerminalTest, IsListedByTheZOfTheDayUntilItHasAnswered) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450), ReportUnknown(1, 7)});
  ASSERT_TRUE(shop.AskApproved(Abandon(1)).ok());

  const auto closed = shop.Ask(CloseDay());

  ASSERT_THAT(Recorded(closed),
              ElementsAre("DocumentIssued", "DocumentIssued", "BusinessDayClosed"));
  const auto& z = closed->events.back().event.business_day_closed();
  ASSERT_EQ(z.pending_payments_size(), 1);
  EXPECT_EQ(z.pending_payments(0).sale_id(), TestId(1));
  EXPECT_EQ(z.pending_payments(0).payment().payment_id(), TestId(7));
}

TEST(TerminalTest, IsNotListedByTheNextDayWhenItAnswersThen) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), StartPayment(1, 7, 450)});
  edge::v1::Command unknown = ReportUnknown(1, 7);
  unknown.set_business_date(kTomorrow);
  shop.MustAsk({unknown});
  EXPECT_EQ(shop.DayAt().pending_payments.ToProto().size(), 1);
  EXPECT_EQ(shop.DayAt(kTomorrow).pending_payments.ToProto().size(), 0);
  edge::v1::Command approve = Approve(1, 7, 450);
  approve.set_business_date(kTomorrow);

  shop.MustAsk({approve});

  EXPECT_EQ(shop.DayAt().pending_payments.ToProto().size(), 0);
  EXPECT_EQ(shop.DayAt(kTomorrow).totals.by_tender(0).amount_minor(), 450);
}

TEST(TerminalTest, IsListedByTheDrawerThatThePaymentNames) {
  ShopAtWork shop;
  edge::v1::Command start = StartPayment(1, 7, 450);
  start.mutable_start_payment()->set_drawer_session_id(TestId(1));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), start, ReportUnknown(1, 7),
                CountDrawer(1, 0)});

  const auto closed = shop.Ask(CloseDrawer(1));

  ASSERT_THAT(Recorded(closed), ElementsAre("DrawerClosed"));
  EXPECT_EQ(closed->events[0].event.drawer_closed().pending_payments_size(), 1);
}

TEST(TerminalTest, HasItsMoneyRecordedEvenIfTheCommandIsSetAside) {
  ShopAtWork shop;

  const Decision approved = shop.Own(Approve(1, 7, 450));
  const Decision forwarded = shop.Own(Forward(2, 8, 100));

  EXPECT_THAT(EventNames(approved.events),
              ElementsAre("BusinessDayOpened", "PaymentApproved", "CommandSetAside"));
  EXPECT_THAT(EventNames(forwarded.events), ElementsAre("PaymentForwarded", "CommandSetAside"));
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 550);
}

TEST(TerminalTest, IsNoLongerPendingWhenItsApprovalJoinsWhatIsSetAside) {
  ShopAtWork shop;
  edge::v1::Command start = StartPayment(1, 7, 450);
  start.mutable_start_payment()->set_drawer_session_id(TestId(1));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), start});
  shop.Own(RemoveLine(1, 9));

  const Decision decision = shop.Own(Approve(1, 7, 450));

  EXPECT_TRUE(decision.set_aside);
  EXPECT_EQ(shop.DrawerAt(1).pending_payments.ToProto().size(), 0);
  EXPECT_EQ(shop.DayAt().pending_payments.ToProto().size(), 0);
}

TEST(ReversalTest, OfATillByItselfIsRecordedEvenIfItIsSetAside) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 1000), StartSale(1), AddLine(1, 1, 450), PayCash(1, 1, 200, 1)});
  shop.Own(RemoveLine(1, 9));

  const Decision decision = shop.Own(Reverse(1, 1, 1));

  EXPECT_THAT(EventNames(decision.events), ElementsAre("PaymentReversed", "CommandSetAside"));
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 1000);
}

TEST(ReversalTest, LetsAPartlyPaidSaleBeAbandoned) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 1000), StartSale(1), AddLine(1, 1, 450), PayCash(1, 1, 200, 1)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(Abandon(1))), "PAYMENT_STANDS");

  shop.MustAsk({Reverse(1, 1, 1), Abandon(1)});

  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 1000);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 0);
}

TEST(ReversalTest, LetsAnOverpaidSaleBeCompleted) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), AddLine(1, 2, 50), PayCard(1, 1, 450),
                PayCard(1, 2, 50), RemoveLine(1, 2)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(1))), "SALE_NOT_PAID");

  shop.MustAsk({Reverse(1, 2), Complete(1)});
}

TEST(ReversalTest, OfCashComesFromAnOpenDrawer) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), PayCash(1, 1, 200, 1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Reverse(1, 1))), "FIELD_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Reverse(1, 1, 2))), "DRAWER_UNKNOWN");
}

TEST(ReversalTest, LeavesWhatPaysACompletedSale) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450), Complete(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Reverse(1, 1))), "PAYMENT_NEEDED");
}

TEST(CorrectionTest, MovesTheMoneyBetweenTendersAndDrawers) {
  ShopAtWork shop;
  shop.MustAsk(
      {OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), PayCash(1, 1, 450, 1), Complete(1)});

  const auto decision = shop.Ask(CorrectTender(1, 1, event::v1::TENDER_CARD));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentTenderCorrected"));
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 0);
  ASSERT_EQ(shop.DayAt().totals.by_tender_size(), 2);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).key(), "card");
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 450);
  EXPECT_EQ(shop.DayAt().totals.by_tender(1).amount_minor(), 0);
  EXPECT_THAT(Recorded(shop.Ask(CorrectTender(1, 1, event::v1::TENDER_CARD))), IsEmpty());
}

TEST(CorrectionTest, MovesCashFromOneDrawerToAnother) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), OpenDrawer(2, 0), StartSale(1), AddLine(1, 1, 450),
                PayCash(1, 1, 450, 1)});

  shop.MustAsk({CorrectTender(1, 1, event::v1::TENDER_CASH, 2)});

  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 0);
  EXPECT_EQ(shop.DrawerAt(2).expected_minor, 450);
}

}  // namespace
}  // namespace daybook::domain
