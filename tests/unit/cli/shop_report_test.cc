#include "cli/shop_report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

using testing::HasSubstr;

ShopReport Report() {
  ShopReport report{
      .file = "day.txt", .run = "monday", .business_date = 20240229, .repeated_count = 1};
  report.played.step_count = 9;
  report.played.command_count = 4;
  report.played.claim_count = 2;
  return report;
}

scenarios::Finding Claim(std::string_view problem) {
  return {.kind = scenarios::FindingKind::kClaim,
          .file = "day.txt",
          .line = 7,
          .sentence = "S1 comes to 4.00",
          .problem = std::string(problem)};
}

TEST(ShopReportTest, SaysThatAllIsAsTheFileSays) {
  EXPECT_EQ(ReportText(Report()),
            "day.txt: 9 steps, 4 commands, 2 claims: all is as it says\n"
            "  business date 2024-02-29, 1 command known already; --run monday plays it again");
}

TEST(ShopReportTest, SaysWhatIsNotWithActualAndExpected) {
  ShopReport report = Report();
  report.played.findings = {Claim("S1 is 4.50 GBP, not 4.00 GBP")};

  EXPECT_THAT(ReportText(report), HasSubstr("day.txt:7: S1 is 4.50 GBP, not 4.00 GBP\n"
                                            "    S1 comes to 4.00\n"
                                            "    expected: 4.00 GBP\n"
                                            "    actual:   4.50 GBP\n"
                                            "day.txt: 9 steps, 4 commands, 2 claims; 1 wrong\n"));
  EXPECT_THAT(ReportJson(report),
              HasSubstr(R"("problem":"S1 is 4.50 GBP, not 4.00 GBP","expected":"4.00 GBP",)"
                        R"("actual":"4.50 GBP")"));
}

TEST(ShopReportTest, LeavesActualAndExpectedOutWhereThereAreNone) {
  ShopReport report = Report();
  report.played.findings = {Claim("there is no Z")};

  EXPECT_THAT(ReportText(report), HasSubstr("there is no Z\n    S1 comes to 4.00\nday.txt: "));
  EXPECT_THAT(ReportJson(report), HasSubstr(R"("problem":"there is no Z"})"));
}

TEST(ShopReportTest, MakesWhatAFileSaysHarmless) {
  ShopReport report = Report();
  report.played.findings = {Claim("\x1b[2J is x, not y")};

  EXPECT_EQ(ReportText(report).find('\x1b'), std::string::npos);
}

TEST(ShopReportTest, SaysThatItBrokeOff) {
  ShopReport report = Report();
  report.played.broken_off = Error(Reason::ERROR_REASON_CONNECTION_FAILED, "nobody answers");

  EXPECT_THAT(ReportText(report), HasSubstr("2 claims; broken off"));
  EXPECT_THAT(ReportJson(report), HasSubstr(R"("finished":false)"));
}

}  // namespace
}  // namespace daybook::cli
