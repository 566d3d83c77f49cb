#include "projections/store_totals.h"

#include "core/domain/totals.h"
#include "daybook/edge/v1/view.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using edge::v1::StoreTotals;
using ::testing::ElementsAre;

class StoreTotalsTest : public ::testing::Test {
 protected:
  StoreTotals ReadDay(int32_t business_date) const {
    return view_.Read<StoreTotals>(StoreTotalsKey(business_date));
  }

  EntryMaker maker_;
  TestView view_{NewStoreTotals()};
};

TEST_F(StoreTotalsTest, ADayCountsItsSales) {
  ASSERT_TRUE(view_.Fold(maker_.Make({DayOpened()})).ok());
  ASSERT_TRUE(view_.Fold(SmallSale(maker_, 1)).ok());
  ASSERT_TRUE(view_.Fold(SmallSale(maker_, 2)).ok());

  const StoreTotals day = ReadDay(kDate);

  EXPECT_EQ(day.currency_code(), "GBP");
  EXPECT_EQ(day.totals().business_date(), kDate);
  EXPECT_EQ(day.totals().sale_count(), 2);
  EXPECT_EQ(day.totals().line_count(), 4);
  EXPECT_EQ(day.totals().total_minor(), 1100);
  EXPECT_EQ(day.totals().by_hour(0).key(), "09");
  EXPECT_FALSE(day.closed());
}

TEST_F(StoreTotalsTest, AreTheFoldThatTheDaysClosingStates) {
  std::vector<event::v1::Entry> entries = SmallSale(maker_, 1);
  entries.push_back(maker_.Make(
      {Created(2), LineAdded(2, 1, 300), LineRemoved(2, 1, ""), NotFound(2, "123"), Abandoned(2)}));
  event::v1::DayTotals expected;
  expected.set_business_date(kDate);

  ASSERT_TRUE(view_.Fold(entries).ok());
  for (const event::v1::Entry& entry : entries) {
    for (const event::v1::Event& event : entry.events()) {
      domain::AddToTotals(entry.header(), event, expected);
    }
  }

  EXPECT_EQ(ReadDay(kDate).totals().SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(expected.removed_line_count(), 1);
}

TEST_F(StoreTotalsTest, AnEventCountsOnTheDayThatItsCommandNames) {
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(1), LineAdded(1, 1, 300), Paid(1, 300)})).ok());
  maker_.origin.set_business_date(kDate + 1);
  ASSERT_TRUE(view_.Fold(maker_.Make({Completed(1, 300)})).ok());

  EXPECT_EQ(ReadDay(kDate).totals().sale_count(), 0);
  EXPECT_EQ(ReadDay(kDate).totals().by_tender(0).amount_minor(), 300);
  EXPECT_EQ(ReadDay(kDate + 1).totals().sale_count(), 1);
}

TEST_F(StoreTotalsTest, ClosingADayChangesNoFigure) {
  ASSERT_TRUE(view_.Fold(SmallSale(maker_, 1)).ok());
  const std::string before = ReadDay(kDate).totals().SerializeAsString();
  ASSERT_TRUE(view_.Fold(maker_.Make({DayClosed()})).ok());

  EXPECT_TRUE(ReadDay(kDate).closed());
  EXPECT_EQ(ReadDay(kDate).totals().SerializeAsString(), before);
}

TEST_F(StoreTotalsTest, WhatComesAfterTheClosingCountsOnce) {
  ASSERT_TRUE(view_.Fold(maker_.Make({DayOpened(), DayClosed()})).ok());
  TestEvent supplement = DayClosed();
  supplement.event.mutable_business_day_supplemented()->mutable_totals()->set_sale_count(1);
  ASSERT_TRUE(view_.Fold(maker_.Make({Completed(1, 300), supplement})).ok());

  EXPECT_EQ(ReadDay(kDate).totals().sale_count(), 1);
}

TEST_F(StoreTotalsTest, ThePositionIsThatOfTheLastEventThatCounted) {
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(1), Completed(1, 300)})).ok());
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(2)})).ok());

  EXPECT_EQ(ReadDay(kDate).position(), 2);
}

TEST_F(StoreTotalsTest, TheRangeHoldsTheDaysFromFirstToLast) {
  for (const int32_t date : {20161101, 20161031, 20161102, 20161103}) {
    maker_.origin.set_business_date(date);
    ASSERT_TRUE(view_.Fold(maker_.Make({Completed(date, 300)})).ok());
  }

  EXPECT_THAT(
      view_.Keys(StoreTotalsRange(20161031, 20161102)),
      ElementsAre(StoreTotalsKey(20161031), StoreTotalsKey(20161101), StoreTotalsKey(20161102)));
}

TEST_F(StoreTotalsTest, PassOverWhatDoesNotCount) {
  ASSERT_TRUE(view_.Fold(maker_.Make({Created(1), StockReceived("latte", 1000)})).ok());

  EXPECT_TRUE(view_.rows().empty());
}

TEST_F(StoreTotalsTest, StopAtAKindOfEventThatIsNotKnown) {
  const absl::Status status = view_.Fold(maker_.Make({Unknown(SaleStream(1))}));

  EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_EVENT_UNKNOWN);
}

}  // namespace
}  // namespace daybook::projections
