// The clock: when people work, and what becomes of it when a till or its clock is wrong.
#include <fstream>
#include <sstream>

#include "core/domain/bounds.h"
#include "core/domain/employee.h"
#include "fmt/format.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::WorkPeriod;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr ClockState kStates[] = {ClockState::kOff, ClockState::kWorking, ClockState::kOnBreak};

void BringClockTo(ClockState state, ShopAtWork& shop) {
  if (state == ClockState::kOff) return;
  shop.MustAsk({ClockIn("ada")});
  if (state == ClockState::kOnBreak) shop.MustAsk({StartBreak("ada")});
}

Command CommandFor(Command::CommandCase command_case) {
  for (const Command& command : OneOfEach()) {
    if (command.command_case() == command_case) return command;
  }
  return Command();
}

std::string RowText(const ClockRule& rule) {
  std::string row = fmt::format("| {} |", CommandName(CommandFor(rule.command)));
  for (const Reason objection : rule.objections) {
    const bool allowed = objection == Reason::ERROR_REASON_UNSPECIFIED;
    row += fmt::format(" {} |", allowed ? "yes" : std::string(ReasonName(objection)));
  }
  return row;
}

std::string DocumentText() {
  std::stringstream text;
  text << std::ifstream(std::string(DAYBOOK_SOURCE_DIR) + "/docs/domain.md").rdbuf();
  return text.str();
}

TEST(ClockTableTest, DecidesEveryCommandInEveryState) {
  for (const ClockRule& rule : ClockRules()) {
    for (const ClockState state : kStates) {
      SCOPED_TRACE(
          fmt::format("{} while {}", CommandName(CommandFor(rule.command)), ClockStateName(state)));
      ShopAtWork shop;
      BringClockTo(state, shop);

      const auto decision = shop.Ask(CommandFor(rule.command));

      EXPECT_EQ(ReasonOf(decision.status()), rule.objections[static_cast<int>(state)]);
    }
  }
}

TEST(ClockTableTest, FlagsWhatATillHasDoneInAnyState) {
  for (const ClockRule& rule : ClockRules()) {
    for (const ClockState state : kStates) {
      SCOPED_TRACE(
          fmt::format("{} while {}", CommandName(CommandFor(rule.command)), ClockStateName(state)));
      ShopAtWork shop;
      BringClockTo(state, shop);

      const Decision decision = shop.Own(CommandFor(rule.command));

      EXPECT_FALSE(decision.set_aside);
      EXPECT_EQ(ReasonOf(decision.objection), rule.objections[static_cast<int>(state)]);
    }
  }
}

TEST(ClockTableTest, IsInTheDocumentation) {
  const std::string document = DocumentText();
  for (const ClockRule& rule : ClockRules()) {
    EXPECT_NE(document.find(RowText(rule)), std::string::npos) << RowText(rule);
  }
}

TEST(ClockTest, CountsWorkWithoutBreaks) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(StartBreak("ada"), 180), Later(EndBreak("ada"), 210)});

  const auto decision = shop.Ask(Later(ClockOut("ada"), 480));

  ASSERT_THAT(Recorded(decision), ElementsAre("EmployeeClockedOut"));
  const WorkPeriod& period = decision->events[0].event.employee_clocked_out().period();
  EXPECT_EQ(period.number(), 1);
  EXPECT_EQ(period.business_date(), kToday);
  EXPECT_EQ(period.worked_seconds(), 450 * 60);
  EXPECT_EQ(period.break_seconds(), 30 * 60);
  EXPECT_EQ(shop.EmployeeAt("ada").clock, ClockState::kOff);
}

TEST(ClockTest, EndsABreakWithThePeriod) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(StartBreak("ada"), 60)});

  const auto decision = shop.Ask(Later(ClockOut("ada"), 90));

  ASSERT_THAT(Recorded(decision), ElementsAre("EmployeeClockedOut"));
  const WorkPeriod& period = decision->events[0].event.employee_clocked_out().period();
  EXPECT_EQ(period.worked_seconds(), 60 * 60);
  EXPECT_EQ(period.break_seconds(), 30 * 60);
}

TEST(ClockTest, CountsANightOnTheDayOfItsBeginning) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada")});
  Command out = Later(ClockOut("ada"), 1000);
  out.set_business_date(kTomorrow);

  const auto decision = shop.Ask(out);

  ASSERT_THAT(Recorded(decision), ElementsAre("EmployeeClockedOut"));
  EXPECT_EQ(decision->events[0].event.employee_clocked_out().period().business_date(), kToday);
}

TEST(ClockTest, GoesOnWhenTheDayIsClosedAndOpensNone) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada")});
  EXPECT_EQ(shop.DayAt().state, DayState::kNotOpened);
  shop.MustAsk({OpenDay(), CloseDay()});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Later(ClockOut("ada"), 60))), "OK");
  EXPECT_TRUE(shop.Own(Later(ClockIn("ada"), 90)).objection.ok());
}

TEST(ClockTest, ThatWasSetBackIsFlaggedAndNeverCountsLessThanNothing) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada")});

  const auto decision = shop.Ask(Later(ClockOut("ada"), -30));

  ASSERT_THAT(Recorded(decision), ElementsAre("EmployeeClockedOut", "CommandFlagged"));
  EXPECT_EQ(decision->events[0].event.employee_clocked_out().period().worked_seconds(), 0);
  EXPECT_EQ(decision->events[1].event.command_flagged().reason(), "CLOCK_WENT_BACK");
  EXPECT_EQ(decision->events[1].stream, EmployeeStream("ada"));
}

TEST(ClockTest, LosesNoTimeToATillThatContradicts) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada")});
  shop.Own(Later(ClockIn("ada"), 60));

  const auto decision = shop.Ask(Later(ClockOut("ada"), 120));

  const WorkPeriod& period = decision->events[0].event.employee_clocked_out().period();
  EXPECT_EQ(period.number(), 1);
  EXPECT_EQ(period.worked_seconds(), 120 * 60);
}

// Returns the period that the clocking out ends.
WorkPeriod ClockOutAt(int64_t minutes, ShopAtWork& shop) {
  const auto decision = shop.Ask(Later(ClockOut("ada"), minutes));
  EXPECT_TRUE(decision.ok()) << decision.status();
  return decision->events[0].event.employee_clocked_out().period();
}

TEST(ClockTest, CountsNothingTwiceWhenATillReportsLate) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(StartBreak("ada"), 180), Later(EndBreak("ada"), 210)});

  const Decision late = shop.Own(Later(ClockIn("ada"), -5));

  EXPECT_EQ(ReasonNameOf(late.objection), "EMPLOYEE_AT_WORK");
  EXPECT_TRUE(late.events[0].event.employee_clocked_in().changes_nothing());
  const WorkPeriod period = ClockOutAt(480, shop);
  EXPECT_EQ(period.worked_seconds(), 450 * 60);
  EXPECT_EQ(period.break_seconds(), 30 * 60);
}

TEST(ClockTest, BeginsNoPeriodForABreakOfOneThatIsOver) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(ClockOut("ada"), 480)});

  for (const Command& late : {Later(StartBreak("ada"), 180), Later(EndBreak("ada"), 210)}) {
    EXPECT_EQ(ReasonNameOf(shop.Own(late).objection), "EMPLOYEE_NOT_AT_WORK");
    EXPECT_EQ(shop.EmployeeAt("ada").clock, ClockState::kOff);
  }
  EXPECT_EQ(shop.EmployeeAt("ada").period.number(), 1);
}

TEST(ClockTest, BeginsAPeriodForABreakOfWhichNobodyKnewTheBeginning) {
  ShopAtWork shop;

  shop.Own(StartBreak("ada"));

  EXPECT_EQ(shop.EmployeeAt("ada").clock, ClockState::kOnBreak);
  EXPECT_EQ(ClockOutAt(60, shop).break_seconds(), 60 * 60);
}

TEST(ClockTest, CountsALatePeriodFromTheEndOfTheOneBefore) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(ClockOut("ada"), 480)});
  shop.Own(Later(ClockIn("ada"), 60));

  const WorkPeriod period = ClockOutAt(500, shop);

  EXPECT_EQ(period.number(), 2);
  EXPECT_EQ(period.worked_seconds(), 20 * 60);
}

TEST(ClockTest, EndsAPeriodNotBeforeWhatWasRecordedOfIt) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(StartBreak("ada"), 180)});

  const WorkPeriod period = ClockOutAt(-60, shop);

  EXPECT_EQ(period.worked_seconds(), 180 * 60);
  EXPECT_EQ(period.end_time().seconds() - period.start_time().seconds(), 180 * 60);
}

TEST(ClockTest, ThatWasFarAheadCountsAgainOnceItIsCorrected) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(ClockOut("ada"), 100'000)});
  shop.MustAsk({Later(ClockIn("ada"), 600)});

  shop.MustAsk({CorrectClock("ada", 1)});

  EXPECT_EQ(ClockOutAt(660, shop).worked_seconds(), 60 * 60);
}

TEST(ClockTest, IsNotCorrectedToATimeThatWasWorkedAlready) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(ClockOut("ada"), 60), Later(ClockIn("ada"), 120),
                Later(ClockOut("ada"), 180)});

  const auto over_another = shop.Ask(CorrectClock("ada", 1));
  shop.MustAsk({Later(ClockIn("ada"), 240)});
  Command into_what_goes_on = CorrectClock("ada", 2);
  into_what_goes_on.mutable_correct_clock()->mutable_start_time()->set_seconds(
      NewCommand().occur_time().seconds() + 90 * 60);

  EXPECT_EQ(ReasonNameOf(over_another), "WORK_PERIODS_OVERLAP");
  EXPECT_EQ(ErrorMetadata(over_another.status(), "period"), "2");
  EXPECT_EQ(ReasonNameOf(shop.Ask(into_what_goes_on)), "WORK_PERIODS_OVERLAP");
}

TEST(ClockTest, IsCorrectedToTheDayOfTheNewBeginning) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(ClockOut("ada"), 60)});
  Command correct = CorrectClock("ada", 1);
  google::protobuf::Timestamp& start = *correct.mutable_correct_clock()->mutable_start_time();
  start.set_seconds(start.seconds() - 2 * 24 * 3600);

  EXPECT_EQ(ReasonNameOf(shop.Ask(correct)), "FIELD_INVALID");
  correct.mutable_correct_clock()->set_start_business_date(kToday - 2);
  ASSERT_TRUE(shop.Ask(correct).ok());
  EXPECT_EQ(shop.EmployeeAt("ada").FindEnded(1)->business_date(), kToday - 2);
}

TEST(ClockTest, OfSomebodyElseNeedsASupervisor) {
  ShopAtWork shop;

  EXPECT_EQ(ReasonNameOf(shop.Ask(ClockIn("ben"))), "PERMISSION_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.AskAs("sue", edge::v1::ROLE_SUPERVISOR, ClockIn("ben"))), "OK");
  EXPECT_EQ(shop.EmployeeAt("ben").clock, ClockState::kWorking);
}

TEST(ClockTest, IsCorrectedByAnEventOfItsOwn) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), Later(ClockOut("ada"), 60)});

  const auto decision = shop.Ask(CorrectClock("ada", 1));

  ASSERT_THAT(Recorded(decision), ElementsAre("ClockCorrected"));
  const event::v1::ClockCorrected& corrected = decision->events[0].event.clock_corrected();
  EXPECT_EQ(corrected.from().worked_seconds(), 3600);
  EXPECT_EQ(corrected.to().worked_seconds(), 27'000);
  EXPECT_EQ(corrected.to().break_seconds(), 1800);
  EXPECT_EQ(corrected.to().business_date(), kToday);
  EXPECT_EQ(shop.EmployeeAt("ada").FindEnded(1)->worked_seconds(), 27'000);
  EXPECT_THAT(Recorded(shop.Ask(CorrectClock("ada", 1))), SizeIs(0));
}

TEST(ClockTest, IsNotCorrectedWhileThePeriodGoesOnOrByATill) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada")});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CorrectClock("ada", 1))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Own(CorrectClock("ada", 1)).objection), "NOT_AN_OWN_COMMAND");
}

TEST(ClockTest, RemembersTheLastHundredPeriods) {
  ShopAtWork shop;
  for (int i = 0; i < 101; ++i) shop.MustAsk({ClockIn("ada"), ClockOut("ada")});

  EXPECT_THAT(shop.EmployeeAt("ada").ended, SizeIs(kWorkPeriodsMax));
  EXPECT_EQ(shop.EmployeeAt("ada").FindEnded(1), nullptr);
  EXPECT_NE(shop.EmployeeAt("ada").FindEnded(101), nullptr);
}

}  // namespace
}  // namespace daybook::domain
