#include "projections/sales.h"

#include "daybook/edge/v1/view.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using edge::v1::SaleView;
using ::testing::ElementsAre;

class SalesTest : public ::testing::Test {
 protected:
  SaleView ReadSale(int64_t number) const {
    return view_.Read<SaleView>(SaleKey(TestId(number).AsBytes()));
  }

  // Returns the sales that the index lists, in its order.
  std::vector<std::string> ListSales(int32_t business_date) const {
    std::vector<std::string> sales;
    for (const std::string& key : view_.Keys(SaleListRange(business_date))) {
      sales.emplace_back(SaleOfListKey(key));
    }
    return sales;
  }

  static std::string Id(int64_t number) { return std::string(TestId(number).AsBytes()); }

  EntryMaker maker_;
  TestView view_{NewSales()};
};

TEST_F(SalesTest, AStartedSaleIsOpenAtItsRegister) {
  ASSERT_TRUE(view_.Fold(maker_.Make({DayOpened(), Created(1, "till-2")})).ok());

  const SaleView sale = ReadSale(1);

  EXPECT_EQ(sale.sale_id(), Id(1));
  EXPECT_EQ(sale.state(), edge::v1::SALE_STATE_OPEN);
  EXPECT_EQ(sale.register_(), "till-2");
  EXPECT_EQ(sale.employee(), "ann");
  EXPECT_EQ(sale.currency_code(), "GBP");
  EXPECT_EQ(sale.business_date(), kDate);
  EXPECT_EQ(sale.start_time().seconds(), kMorning);
  EXPECT_EQ(sale.start_position(), 2);
  EXPECT_EQ(sale.version(), 1);
  EXPECT_EQ(sale.position(), 2);
}

TEST_F(SalesTest, TheOffersAndWhatComesBackInExchangeAreOfTheSale) {
  event::v1::Event offer, line, gone;
  offer.mutable_offer_applied()->set_offer("happy-hour");
  line.mutable_sale_return_line_added()->set_return_line(1);
  gone.mutable_sale_return_line_removed()->set_return_line(2);
  ASSERT_TRUE(view_
                  .Fold(maker_.Make({Created(1), TestEvent{SaleStream(1), offer},
                                     TestEvent{SaleStream(1), line}}))
                  .ok());
  line.mutable_sale_return_line_added()->set_return_line(2);
  ASSERT_TRUE(
      view_.Fold(maker_.Make({TestEvent{SaleStream(1), line}, TestEvent{SaleStream(1), gone}}))
          .ok());

  const SaleView sale = ReadSale(1);

  ASSERT_EQ(sale.offers_size(), 1);
  EXPECT_EQ(sale.offers(0).offer(), "happy-hour");
  ASSERT_EQ(sale.return_lines_size(), 1);
  EXPECT_EQ(sale.return_lines(0).return_line(), 1);
}

TEST_F(SalesTest, TheTotalFollowsTheLines) {
  ASSERT_TRUE(
      view_.Fold(maker_.Make({Created(1), LineAdded(1, 1, 300), LineAdded(1, 2, 250)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({LineChanged(1, 1, 2000, 600)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({LineRemoved(1, 2, "dropped")})).ok());

  const SaleView sale = ReadSale(1);

  EXPECT_EQ(sale.total_minor(), 600);
  EXPECT_EQ(sale.lines(0).line().quantity_milli(), 2000);
  EXPECT_EQ(sale.lines(0).line().amount_minor(), 600);
}

TEST_F(SalesTest, ARemovedLineStaysVisible) {
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(1), LineAdded(1, 1, 300)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({LineRemoved(1, 1, "mistake")})).ok());

  const SaleView sale = ReadSale(1);

  ASSERT_EQ(sale.lines_size(), 1);
  EXPECT_TRUE(sale.lines(0).removed());
  EXPECT_EQ(sale.lines(0).remove_reason(), "mistake");
  EXPECT_EQ(sale.lines(0).line().amount_minor(), 300);
}

TEST_F(SalesTest, ALineNumberThatIsUsedAgainMeansTheLineThatStands) {
  ASSERT_TRUE(view_
                  .Fold(maker_.Make({Created(1), LineAdded(1, 1, 300), LineRemoved(1, 1, ""),
                                     LineAdded(1, 1, 200), LineChanged(1, 1, 2000, 400)}))
                  .ok());

  const SaleView sale = ReadSale(1);

  EXPECT_EQ(sale.total_minor(), 400);
  EXPECT_EQ(sale.lines(0).line().amount_minor(), 300);
  EXPECT_EQ(sale.lines(1).line().amount_minor(), 400);
}

TEST_F(SalesTest, ACompletedSaleShowsWhatWasPaidAndItsReceipt) {
  ASSERT_TRUE(view_.Fold(SmallSale(maker_, 1)).ok());

  const SaleView sale = ReadSale(1);

  EXPECT_EQ(sale.state(), edge::v1::SALE_STATE_COMPLETED);
  EXPECT_EQ(sale.total_minor(), 550);
  EXPECT_EQ(sale.tax_lines(0).amount_minor(), 91);
  EXPECT_EQ(sale.document_number(), "main-till-1A-1");
  EXPECT_EQ(sale.end_time().seconds(), kMorning);
  ASSERT_EQ(sale.payments_size(), 1);
  EXPECT_EQ(sale.payments(0).payment_id(), Id(1));
  EXPECT_EQ(sale.payments(0).tender(), event::v1::TENDER_CASH);
  EXPECT_EQ(sale.payments(0).amount_minor(), 550);
  EXPECT_EQ(sale.payments(0).change_minor(), 50);
}

TEST_F(SalesTest, APaymentStandsWhereItsTerminalSays) {
  event::v1::Event started, declined;
  event::v1::Payment& payment = *started.mutable_payment_started()->mutable_payment();
  payment.set_payment_id(Id(7));
  payment.set_tender(event::v1::TENDER_CARD);
  payment.set_amount_minor(550);
  *declined.mutable_payment_declined()->mutable_payment() = payment;
  declined.mutable_payment_declined()->set_reason("no money");
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(1), {SaleStream(1), started}})).ok());
  EXPECT_EQ(ReadSale(1).payments(0).state(), edge::v1::PAYMENT_STATE_STARTED);

  ASSERT_TRUE(view_.Fold(maker_.Make({{SaleStream(1), declined}})).ok());

  const SaleView sale = ReadSale(1);
  ASSERT_EQ(sale.payments_size(), 1);
  EXPECT_EQ(sale.payments(0).state(), edge::v1::PAYMENT_STATE_DECLINED);
  EXPECT_EQ(sale.payments(0).amount_minor(), 550);
  EXPECT_EQ(sale.payments(0).reason(), "no money");
}

TEST_F(SalesTest, TipsStandInTheirOrderAndRaiseTheirPayment) {
  const auto tip = [](int32_t number, int64_t amount_minor) {
    event::v1::Event event;
    event.mutable_tip_received()->mutable_tip()->set_number(number);
    event.mutable_tip_received()->mutable_tip()->set_amount_minor(amount_minor);
    return event;
  };
  event::v1::Event with_payment = tip(1, 50);
  event::v1::Payment& payment = *with_payment.mutable_tip_received()->mutable_payment();
  payment.set_payment_id(Id(1));
  payment.set_amount_minor(50);
  event::v1::Event adjusted;
  adjusted.mutable_tip_adjusted()->mutable_tip()->set_number(2);
  adjusted.mutable_tip_adjusted()->mutable_tip()->set_amount_minor(20);

  ASSERT_TRUE(view_
                  .Fold(maker_.Make({Created(1),
                                     Paid(1, 550),
                                     {SaleStream(1), tip(2, 30)},
                                     {SaleStream(1), with_payment},
                                     {SaleStream(1), adjusted}}))
                  .ok());

  const SaleView sale = ReadSale(1);
  ASSERT_EQ(sale.tips_size(), 2);
  EXPECT_EQ(sale.tips(0).amount_minor(), 50);
  EXPECT_EQ(sale.tips(1).amount_minor(), 20);
  EXPECT_EQ(sale.payments(0).amount_minor(), 600);
}

TEST_F(SalesTest, TheVersionIsOfTheSalesOwnStreamAndThePositionOfAnyEventAboutIt) {
  ASSERT_TRUE(view_.Fold(SmallSale(maker_, 1)).ok());

  const SaleView sale = ReadSale(1);

  EXPECT_EQ(sale.version(), 5);
  EXPECT_EQ(sale.position(), 6);  // The document, one behind the completion.
}

TEST_F(SalesTest, AnAbandonedSaleHasEnded) {
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(1), Abandoned(1)})).ok());

  const SaleView sale = ReadSale(1);

  EXPECT_EQ(sale.state(), edge::v1::SALE_STATE_ABANDONED);
  EXPECT_EQ(sale.end_time().seconds(), kMorning);
}

TEST_F(SalesTest, UnknownCodesAreKeptUpToTheirBound) {
  std::vector<TestEvent> events = {Created(1)};
  for (int i = 0; i <= kCodesNotFoundMax; ++i)
    events.push_back(NotFound(1, "code " + std::to_string(i)));

  ASSERT_TRUE(view_.Fold(maker_.Make(events)).ok());

  const SaleView sale = ReadSale(1);
  ASSERT_EQ(sale.codes_not_found_size(), kCodesNotFoundMax);
  EXPECT_EQ(sale.codes_not_found(0), "code 0");
}

TEST_F(SalesTest, FlagsAreNamedOnce) {
  ASSERT_TRUE(view_
                  .Fold(maker_.Make({Created(1), Flagged(SaleStream(1), "TOTAL_MISMATCH"),
                                     Flagged(SaleStream(1), "TOTAL_MISMATCH"),
                                     SetAside(1, "SALE_NOT_OPEN")}))
                  .ok());

  const SaleView sale = ReadSale(1);

  EXPECT_THAT(sale.flags(), ElementsAre("TOTAL_MISMATCH", "SALE_NOT_OPEN"));
}

TEST_F(SalesTest, MoneyForASaleThatNeverBeganIsSeen) {
  ASSERT_TRUE(view_.Fold(maker_.Make({SetAside(1, "SALE_UNKNOWN"), Paid(1, 450)})).ok());

  const SaleView sale = ReadSale(1);

  EXPECT_EQ(sale.state(), edge::v1::SALE_STATE_OPEN);
  EXPECT_EQ(sale.payments(0).amount_minor(), 450);
  EXPECT_THAT(sale.flags(), ElementsAre("SALE_UNKNOWN"));
  EXPECT_THAT(ListSales(kDate), ElementsAre(Id(1)));
}

TEST_F(SalesTest, AreListedByDayInTheOrderInWhichTheyBegan) {
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(5)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(3)})).ok());
  maker_.origin.set_business_date(kDate - 1);
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(4)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({LineAdded(5, 1, 300)})).ok());

  EXPECT_THAT(ListSales(kDate), ElementsAre(Id(5), Id(3)));
  EXPECT_THAT(ListSales(kDate - 1), ElementsAre(Id(4)));
  EXPECT_THAT(ListSales(0), ElementsAre(Id(4), Id(5), Id(3)));
}

TEST_F(SalesTest, ASaleIsListedOnTheDayOfItsCompletion) {
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(1)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(2)})).ok());
  maker_.origin.set_business_date(kDate + 1);
  ASSERT_TRUE(view_.Fold(maker_.Make({Completed(1, 300)})).ok());

  EXPECT_THAT(ListSales(kDate), ElementsAre(Id(2)));
  EXPECT_THAT(ListSales(kDate + 1), ElementsAre(Id(1)));
  EXPECT_EQ(ReadSale(1).business_date(), kDate + 1);
}

TEST_F(SalesTest, OneBatchOrManyGiveTheSameRows) {
  std::vector<event::v1::Entry> entries = SmallSale(maker_, 1);
  for (event::v1::Entry& entry : SmallSale(maker_, 2)) entries.push_back(std::move(entry));
  TestView at_once(NewSales());

  ASSERT_TRUE(at_once.Fold(entries).ok());
  for (const event::v1::Entry& entry : entries) ASSERT_TRUE(view_.Fold(entry).ok());

  EXPECT_EQ(view_.rows(), at_once.rows());
}

TEST_F(SalesTest, PassOverWhatIsNotAboutASale) {
  ASSERT_TRUE(
      view_.Fold(maker_.Make({DayOpened(), StockReceived("latte", 1000), DayClosed()})).ok());

  EXPECT_TRUE(view_.rows().empty());
}

TEST_F(SalesTest, StopAtAKindOfEventThatIsNotKnown) {
  const absl::Status status = view_.Fold(maker_.Make({Created(1), Unknown(SaleStream(1))}));

  EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_EVENT_UNKNOWN);
  EXPECT_EQ(ErrorMetadata(status, "position"), "2");
}

TEST_F(SalesTest, StopAtAnEventOnNoStreamOfItsEntry) {
  event::v1::Entry entry = maker_.Make({Created(1)});
  entry.mutable_events(0)->set_stream_index(1);

  EXPECT_EQ(ReasonOf(view_.Fold(entry)), Reason::ERROR_REASON_EVENT_UNKNOWN);
}

TEST_F(SalesTest, StopAtAChangeOfALineThatTheSaleDoesNotHave) {
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(1), LineAdded(1, 1, 300)})).ok());

  const absl::Status changed = view_.Fold(maker_.Make({LineChanged(1, 2, 2000, 600)}));
  const absl::Status removed = view_.Fold(maker_.Make({LineRemoved(1, 2, "")}));

  EXPECT_EQ(ReasonOf(changed), Reason::ERROR_REASON_EVENT_UNKNOWN);
  EXPECT_EQ(ReasonOf(removed), Reason::ERROR_REASON_EVENT_UNKNOWN);
}

}  // namespace
}  // namespace daybook::projections
