#include "daybook/edge/v1/view.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projections/approvals.h"
#include "projections/employees.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using edge::v1::ApprovalView;
using edge::v1::EmployeeView;
using event::v1::Event;
using event::v1::WorkPeriod;
using ::testing::ElementsAre;
using ::testing::SizeIs;

const StreamId kAnn{Category::CATEGORY_EMPLOYEE, "ann"};
const StreamId kApproval = StreamId::Of(Category::CATEGORY_APPROVAL, TestId(7));

TestEvent ClockedIn() {
  Event event;
  event.mutable_employee_clocked_in()->set_period(1);
  return {kAnn, event};
}

TestEvent BreakStarted() {
  Event event;
  event.mutable_break_started();
  return {kAnn, event};
}

WorkPeriod Period(int64_t number, int32_t business_date, int64_t worked_seconds) {
  WorkPeriod period;
  period.set_number(number);
  period.set_business_date(business_date);
  period.set_worked_seconds(worked_seconds);
  period.set_break_seconds(60);
  return period;
}

TestEvent ClockedOut(int64_t number, int32_t business_date, int64_t worked_seconds) {
  Event event;
  *event.mutable_employee_clocked_out()->mutable_period() =
      Period(number, business_date, worked_seconds);
  return {kAnn, event};
}

TestEvent SignedIn(event::v1::SignInMode mode, bool begins_shift) {
  Event event;
  event.mutable_signed_in()->set_mode(mode);
  event.mutable_signed_in()->set_begins_shift(begins_shift);
  return {kAnn, event};
}

class EmployeesTest : public ::testing::Test {
 protected:
  void Fold(const TestEvent& event) { ASSERT_TRUE(view_.Fold(maker_.Make({event})).ok()); }
  EmployeeView Ann() const { return view_.Read<EmployeeView>("ann"); }

  EntryMaker maker_;
  TestView view_{NewEmployees()};
};

TEST_F(EmployeesTest, AreWhereTheirClockSaysTheyAre) {
  Fold(ClockedIn());
  EXPECT_EQ(Ann().clock(), edge::v1::CLOCK_STATE_WORKING);
  EXPECT_EQ(Ann().clock_time().seconds(), kMorning);
  Fold(BreakStarted());
  EXPECT_EQ(Ann().clock(), edge::v1::CLOCK_STATE_ON_BREAK);
  Fold(ClockedOut(1, kDate, 3600));
  EXPECT_EQ(Ann().clock(), edge::v1::CLOCK_STATE_OFF);
  EXPECT_EQ(Ann().version(), 3);
  EXPECT_EQ(Ann().position(), 3);
}

TEST_F(EmployeesTest, HoursAreThoseOfTheDayOnWhichThePeriodBegan) {
  Fold(ClockedOut(2, kDate + 1, 200));
  Fold(ClockedOut(1, kDate, 100));
  Fold(ClockedOut(3, kDate, 50));

  ASSERT_THAT(Ann().days(), SizeIs(2));
  EXPECT_EQ(Ann().days(0).business_date(), kDate);
  EXPECT_EQ(Ann().days(0).worked_seconds(), 150);
  EXPECT_EQ(Ann().days(0).break_seconds(), 120);
  EXPECT_EQ(Ann().days(1).worked_seconds(), 200);
}

TEST_F(EmployeesTest, HoursFollowACorrection) {
  Fold(ClockedOut(1, kDate, 100));
  Fold(ClockedOut(2, kDate, 50));
  Event event;
  *event.mutable_clock_corrected()->mutable_from() = Period(1, kDate, 100);
  *event.mutable_clock_corrected()->mutable_to() = Period(1, kDate, 700);
  Fold({kAnn, event});

  EXPECT_EQ(Ann().days(0).worked_seconds(), 750);
  EXPECT_EQ(Ann().periods(0).worked_seconds(), 700);
}

TEST_F(EmployeesTest, KeepTheLastMonthOnly) {
  for (int32_t day = 1; day <= 40; ++day) Fold(ClockedOut(day, 20160100 + day, 1));

  EXPECT_THAT(Ann().days(), SizeIs(kWorkDaysMax));
  EXPECT_EQ(Ann().days(0).business_date(), 20160110);
  EXPECT_THAT(Ann().periods(), SizeIs(kShownPeriodsMax));
}

TEST_F(EmployeesTest, AreSignedInWhereTheyAre) {
  Fold(SignedIn(event::v1::SIGN_IN_MODE_NORMAL, true));
  maker_.origin.set_register_("till-0");
  Fold(SignedIn(event::v1::SIGN_IN_MODE_TRAINING, false));
  ASSERT_THAT(Ann().sign_ins(), SizeIs(2));
  EXPECT_EQ(Ann().sign_ins(0).register_(), "till-0");
  EXPECT_EQ(Ann().sign_ins(0).mode(), event::v1::SIGN_IN_MODE_TRAINING);
  EXPECT_TRUE(Ann().has_shift_start_time());

  Event out;
  out.mutable_signed_out();
  Fold({kAnn, out});
  Event closed;
  closed.mutable_cashier_shift_closed()->mutable_totals()->set_sale_count(3);
  Fold({kAnn, closed});

  ASSERT_THAT(Ann().sign_ins(), SizeIs(1));
  EXPECT_EQ(Ann().sign_ins(0).register_(), "till-1");
  EXPECT_FALSE(Ann().has_shift_start_time());
  EXPECT_EQ(Ann().last_shift().totals().sale_count(), 3);
}

TEST_F(EmployeesTest, AreLockedOutUntilTheyAreLetIn) {
  Event locked;
  locked.mutable_locked_out()->set_attempt_count(5);
  Fold({kAnn, locked});
  EXPECT_TRUE(Ann().locked_out());
  TestEvent late = SignedIn(event::v1::SIGN_IN_MODE_NORMAL, false);
  Fold(late);
  EXPECT_TRUE(Ann().locked_out());
  late.event.mutable_signed_in()->set_unlocks(true);
  Fold(late);
  EXPECT_FALSE(Ann().locked_out());
}

TEST_F(EmployeesTest, ClockStaysAsItIsForWhatContradictsIt) {
  Fold(ClockedIn());
  for (auto* changes_nothing :
       {+[](Event& event) { event.mutable_break_started()->set_changes_nothing(true); },
        +[](Event& event) { event.mutable_employee_clocked_out(); }}) {
    Event event;
    changes_nothing(event);
    Fold({kAnn, event});
    EXPECT_EQ(Ann().clock(), edge::v1::CLOCK_STATE_WORKING);
  }
}

TEST_F(EmployeesTest, HoursMoveToTheDayThatACorrectionSays) {
  Fold(ClockedOut(1, kDate, 100));
  Event event;
  *event.mutable_clock_corrected()->mutable_from() = Period(1, kDate, 100);
  *event.mutable_clock_corrected()->mutable_to() = Period(1, kDate - 1, 100);
  Fold({kAnn, event});

  ASSERT_THAT(Ann().days(), SizeIs(2));
  EXPECT_EQ(Ann().days(0).worked_seconds(), 100);
  EXPECT_EQ(Ann().days(1).worked_seconds(), 0);
}

TEST_F(EmployeesTest, KeepTheirPinsVerifierAndFlags) {
  Event pin;
  pin.mutable_pin_set()->mutable_verifier()->set_hash("h");
  Fold({kAnn, pin});
  for (int i = 0; i < 12; ++i) Fold(Flagged(kAnn, "CLOCK_WENT_BACK"));

  EXPECT_EQ(Ann().pin_verifier().hash(), "h");
  EXPECT_THAT(Ann().flags(), SizeIs(kShownFlagsMax));
}

TEST_F(EmployeesTest, AreAllInTheirRange) {
  Fold(ClockedIn());

  EXPECT_THAT(view_.Keys(EmployeesRange()), ElementsAre("ann"));
}

class ApprovalsTest : public ::testing::Test {
 protected:
  void Request() {
    Event event;
    event.mutable_approval_requested()->set_permission("sale.void");
    event.mutable_approval_requested()->set_text("the wrong table");
    event.mutable_approval_requested()->mutable_expire_time()->set_seconds(kMorning + 900);
    ASSERT_TRUE(view_.Fold(maker_.Make({{kApproval, event}})).ok());
  }
  ApprovalView Row() const {
    return view_.Read<ApprovalView>(ApprovalKey(kDate, TestId(7).AsBytes()));
  }

  EntryMaker maker_;
  TestView view_{NewApprovals()};
};

TEST_F(ApprovalsTest, SayWhatIsAskedForAndByWhom) {
  Request();

  EXPECT_EQ(Row().state(), edge::v1::APPROVAL_STATE_REQUESTED);
  EXPECT_EQ(Row().permission(), "sale.void");
  EXPECT_EQ(Row().employee(), "ann");
  EXPECT_EQ(Row().register_(), "till-1");
  EXPECT_EQ(Row().business_date(), kDate);
  EXPECT_EQ(Row().expire_time().seconds(), kMorning + 900);
}

TEST_F(ApprovalsTest, AreAnsweredAndUsedOnTheRowOfTheirRequest) {
  Request();
  maker_.origin.set_business_date(kDate + 1);
  Event granted;
  granted.mutable_approval_granted()->set_granted_by("mary");
  granted.mutable_approval_granted()->set_start_business_date(kDate);
  ASSERT_TRUE(view_.Fold(maker_.Make({{kApproval, granted}})).ok());
  EXPECT_EQ(Row().state(), edge::v1::APPROVAL_STATE_GRANTED);
  Event used;
  used.mutable_approval_used()->set_command("VoidSale");
  used.mutable_approval_used()->set_start_business_date(kDate);
  ASSERT_TRUE(view_.Fold(maker_.Make({{kApproval, used}})).ok());

  EXPECT_EQ(Row().state(), edge::v1::APPROVAL_STATE_USED);
  EXPECT_EQ(Row().answered_by(), "mary");
  EXPECT_EQ(Row().command(), "VoidSale");
  EXPECT_THAT(view_.Keys(ApprovalsRange(kDate)), SizeIs(1));
  EXPECT_THAT(view_.Keys(ApprovalsRange(kDate + 1)), SizeIs(0));
}

TEST_F(ApprovalsTest, MayBeDenied) {
  Request();
  Event denied;
  denied.mutable_approval_denied()->set_denied_by("mary");
  denied.mutable_approval_denied()->set_start_business_date(kDate);
  denied.mutable_approval_denied()->set_note("no");
  ASSERT_TRUE(view_.Fold(maker_.Make({{kApproval, denied}})).ok());

  EXPECT_EQ(Row().state(), edge::v1::APPROVAL_STATE_DENIED);
  EXPECT_EQ(Row().note(), "no");
}

}  // namespace
}  // namespace daybook::projections
