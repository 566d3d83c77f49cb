#include "cli/staff_text.h"

#include "core/base/ids.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

TEST(StaffTextTest, ShowsHoursAndMinutes) {
  EXPECT_EQ(HoursText(0), "0:00");
  EXPECT_EQ(HoursText(27'059), "7:30");
  EXPECT_EQ(HoursText(360'000), "100:00");
}

TEST(StaffTextTest, ShowsAnEmployeeInALine) {
  edge::v1::EmployeeView ann;
  ann.set_employee("ann");
  ann.set_clock(edge::v1::CLOCK_STATE_ON_BREAK);
  EXPECT_EQ(EmployeeText(ann), "ann: on_break");

  ann.add_days()->set_business_date(20161105);
  ann.mutable_days(0)->set_worked_seconds(27'000);
  ann.mutable_days(0)->set_break_seconds(1'800);
  ann.add_sign_ins()->set_register_("till-1");
  ann.add_sign_ins()->set_register_("till-2");
  ann.mutable_sign_ins(1)->set_mode(event::v1::SIGN_IN_MODE_TRAINING);
  ann.mutable_shift_start_time()->set_seconds(1);
  ann.set_locked_out(true);
  EXPECT_EQ(EmployeeText(ann),
            "ann: on_break, 7:30 worked and 0:30 of breaks on 2016-11-05, signed in at till-1, "
            "signed in at till-2 for training, shift open, locked out");
}

TEST(StaffTextTest, ShowsAnApprovalInALineThatNoTerminalIsHarmedBy) {
  edge::v1::ApprovalView approval;
  approval.set_approval_id(std::string(DeriveUuid(Uuid{}, "a").AsBytes()));
  approval.set_state(edge::v1::APPROVAL_STATE_GRANTED);
  approval.set_permission("drawer.payout");
  approval.set_employee("ann");
  approval.set_register_("till-1");
  approval.mutable_amount()->set_currency_code("GBP");
  approval.mutable_amount()->set_minor_units(500);
  approval.set_text("milk\x1b[2J");
  approval.set_answered_by("mary");

  const std::string text = ApprovalText(approval);

  EXPECT_TRUE(text.starts_with(DeriveUuid(Uuid{}, "a").ToText() + " granted: drawer.payout for "));
  EXPECT_NE(text.find("milk?[2J"), std::string::npos) << text;
  EXPECT_NE(text.find("(answered by mary)"), std::string::npos) << text;
}

}  // namespace
}  // namespace daybook::cli
