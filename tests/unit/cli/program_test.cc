#include "cli/program.h"

#include <filesystem>
#include <map>
#include <sstream>

#include "core/base/ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

using testing::HasSubstr;

class ProgramTest : public testing::Test {
 protected:
  int Run(std::vector<std::string_view> words) {
    Environment environment{
        .out = out_, .err = err_, .show_progress = false, .clock = clock_, .random = random_};
    return RunProgram(words, environment);
  }

  // Returns a path that does not exist yet, in a directory of this test's own.
  std::string NewPath(const std::string& name) {
    const std::filesystem::path directory =
        std::filesystem::path(testing::TempDir()) / NewUuid(clock_.Now(), random_).ToText();
    std::filesystem::create_directories(directory);
    directories_.push_back(directory);
    return directory / name;
  }

  void TearDown() override {
    for (const auto& directory : directories_) std::filesystem::remove_all(directory);
  }

  std::ostringstream out_;
  std::ostringstream err_;
  const SystemClock clock_{};
  SystemRandom random_;
  std::vector<std::filesystem::path> directories_;
};

TEST_F(ProgramTest, ListsItsCommandsWhenAskedForHelp) {
  EXPECT_EQ(Run({"--help"}), kExitOk);

  for (const std::string_view name :
       {"totals", "sale show", "sale list", "stock show", "stock list", "stock availability",
        "item show", "item list", "watch", "log head", "log read", "log verify", "tickets replay",
        "tickets generate", "tickets totals", "shop run", "shop config", "shop sentences"}) {
    EXPECT_THAT(out_.str(), HasSubstr("\n  " + std::string(name) + " "));
  }
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ProgramTest, SaysThatACommandIsMissing) {
  EXPECT_EQ(Run({}), kExitUsage);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr("Usage: daybook COMMAND"));
}

TEST_F(ProgramTest, SaysThatACommandIsUnknownAndWhichThereAre) {
  EXPECT_EQ(Run({"log", "delete"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("there is no command \"log delete\""));
  EXPECT_THAT(err_.str(), HasSubstr("log verify"));
}

TEST_F(ProgramTest, ExplainsEachCommand) {
  EXPECT_EQ(Run({"tickets", "replay", "--help"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("Usage: daybook tickets replay --menu FILE --tickets FILE"));
}

TEST_F(ProgramTest, ExplainsACommandHoweverItIsAsked) {
  for (const std::vector<std::string_view>& words :
       {std::vector<std::string_view>{"help", "sale", "show"}, {"sale", "show", "-h"}}) {
    out_.str("");
    EXPECT_EQ(Run(words), kExitOk);
    EXPECT_THAT(out_.str(), HasSubstr("Usage: daybook sale show SALE"));
  }
  out_.str("");
  EXPECT_EQ(Run({"help", "log"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("log verify"));
  EXPECT_EQ(Run({"help", "cake"}), kExitUsage);
}

struct UsageCase {
  std::string_view name;
  std::vector<std::string_view> words;
  std::string_view message_part;
};

class UsageTest : public ProgramTest, public testing::WithParamInterface<UsageCase> {};

TEST_P(UsageTest, IsRefusedBeforeAnythingIsDone) {
  EXPECT_EQ(Run(GetParam().words), kExitUsage);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr(std::string(GetParam().message_part)));
}

INSTANTIATE_TEST_SUITE_P(
    All, UsageTest,
    testing::Values(UsageCase{"UnknownFlag", {"totals", "--all"}, "totals has no flag --all"},
                    UsageCase{"NoDays", {"totals"}, "which days"},
                    UsageCase{"BothKindsOfDays",
                              {"totals", "--business-date=2016-11-05", "--from=2016-11-05"},
                              "which days"},
                    UsageCase{"HalfARange", {"totals", "--from=2016-11-05"}, "go together"},
                    UsageCase{"RangeBackwards",
                              {"totals", "--from=2016-11-05", "--to=2016-11-04"},
                              "--from 2016-11-05 is after --to 2016-11-04"},
                    UsageCase{"SaleWithoutId", {"sale", "show"}, "SALE is missing"},
                    UsageCase{"UnknownCategory", {"log", "read", "--category=cake"}, "\"cake\""},
                    UsageCase{"UnknownType", {"watch", "--type=SaleEaten"}, "\"SaleEaten\""},
                    UsageCase{"BadStream", {"watch", "--stream=sale-7"}, "\"sale-7\""},
                    UsageCase{"ViewsWithoutRows", {"watch", "--views"}, "--views goes with"},
                    UsageCase{"RowsWithoutViews", {"watch", "--stock=main"}, "--views goes with"},
                    UsageCase{"ViewsWithEvents",
                              {"watch", "--views", "--stock=main", "--category=sale"},
                              "has no --views"},
                    UsageCase{
                        "ReplayWithoutFiles", {"tickets", "replay"}, "--menu FILE is missing"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST_F(ProgramTest, SaysWhatFailedAndWhatToDoNext) {
  const std::string menu = NewPath("menu.csv");

  EXPECT_EQ(Run({"tickets", "totals", "--menu", menu, "--tickets", menu}), kExitFailed);

  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr("daybook: FILE_INVALID: " + menu + " cannot be read"));
  EXPECT_THAT(err_.str(), HasSubstr("See to what the message names"));
}

TEST_F(ProgramTest, NamesADirectoryThatIsGivenForAFile) {
  const std::string directory = std::filesystem::path(NewPath("menu.csv")).parent_path();

  EXPECT_EQ(Run({"tickets", "totals", "--menu", directory, "--tickets", directory}), kExitFailed);

  EXPECT_THAT(err_.str(), HasSubstr("daybook: FILE_INVALID: " + directory + " is a directory"));
}

TEST_F(ProgramTest, LeavesNoFileOfADayThatItCouldNotWrite) {
  const std::string menu = NewPath("menu.csv");
  const std::string tickets = NewPath("tickets.csv") + "/in-no-directory";

  EXPECT_EQ(Run({"tickets", "generate", "--menu", menu, "--tickets", tickets}), kExitFailed);
  EXPECT_EQ(Run({"tickets", "generate", "--menu", menu, "--tickets", menu}), kExitFailed);

  EXPECT_FALSE(std::filesystem::exists(menu));
}

TEST_F(ProgramTest, GeneratesADayWhoseTotalsItThenComputes) {
  const std::string menu = NewPath("menu.csv");
  const std::string tickets = NewPath("tickets.csv");
  ASSERT_EQ(Run({"tickets", "generate", "--menu", menu, "--tickets", tickets, "--json"}), kExitOk);
  const std::string generated = out_.str();
  out_.str("");

  ASSERT_EQ(Run({"tickets", "totals", "--menu", menu, "--tickets", tickets, "--json"}), kExitOk);

  EXPECT_EQ(out_.str(), generated);
  EXPECT_THAT(generated, HasSubstr("\"sales\":"));
}

TEST_F(ProgramTest, NeverWritesOverAFile) {
  const std::string menu = NewPath("menu.csv");
  const std::string tickets = NewPath("tickets.csv");
  ASSERT_EQ(Run({"tickets", "generate", "--menu", menu, "--tickets", tickets}), kExitOk);

  EXPECT_EQ(Run({"tickets", "generate", "--menu", menu, "--tickets", tickets}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("exists already"));
}

TEST_F(ProgramTest, FailsWhenItsOutputCannotBeWritten) {
  const std::string menu = NewPath("menu.csv");
  const std::string tickets = NewPath("tickets.csv");
  out_.setstate(std::ios::badbit);

  EXPECT_EQ(Run({"tickets", "generate", "--menu", menu, "--tickets", tickets}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("standard output"));
}

// What a person is told to do, for each reason there is: by its code, unless the reason knows
// better.
TEST(ErrorTextTest, SaysWhatToDoForEveryReason) {
  const std::map<absl::StatusCode, std::string> by_code = {
      {absl::StatusCode::kInvalidArgument, "Correct what the message names"},
      {absl::StatusCode::kNotFound, "Look for what there is"},
      {absl::StatusCode::kAlreadyExists, "It is recorded already"},
      {absl::StatusCode::kFailedPrecondition, "put the shop into order"},
      {absl::StatusCode::kAborted, "read again, then decide again"},
      {absl::StatusCode::kResourceExhausted, "Try again in a moment"},
      {absl::StatusCode::kUnavailable, "Try again in a moment"},
      {absl::StatusCode::kPermissionDenied, "Name an employee who may"},
      {absl::StatusCode::kUnauthenticated, "Only the devices of the shop"},
      {absl::StatusCode::kDataLoss, "call support"},
      {absl::StatusCode::kInternal, "report it"}};
  const std::map<Reason, std::string> by_reason = {
      {Reason::ERROR_REASON_FILE_INVALID, "See to what the message names"},
      {Reason::ERROR_REASON_REQUEST_ID_REUSED, "was a file, or a flag, changed?"},
      {Reason::ERROR_REASON_INSTALLATION_DIVERGED, "An operator must look at that till"},
      {Reason::ERROR_REASON_LOG_MARKED, "an operator must look at it"},
      {Reason::ERROR_REASON_LOG_TOO_NEW, "Install a newer version"},
      {Reason::ERROR_REASON_VIEW_STOPPED, "Selling goes on"},
      {Reason::ERROR_REASON_DISK_FULL, "Make room"},
      {Reason::ERROR_REASON_CURSOR_RESET, "read from the start"},
      {Reason::ERROR_REASON_POSITION_BEYOND_HEAD, "daybook log head"},
      {Reason::ERROR_REASON_CONNECTION_FAILED, "Is daybook-edge running"}};
  const google::protobuf::EnumDescriptor& reasons = *common::v1::ErrorReason_descriptor();
  for (int i = 1; i < reasons.value_count(); ++i) {
    const auto reason = static_cast<Reason>(reasons.value(i)->number());
    const auto own = by_reason.find(reason);

    const std::string text = ErrorText(Error(reason, "it failed"));

    EXPECT_THAT(text, HasSubstr(own != by_reason.end() ? own->second : by_code.at(CodeOf(reason))));
  }
}

TEST(ErrorTextTest, SaysToCorrectAFileWhereThereIsAPlace) {
  const absl::Status at_a_line =
      Error(Reason::ERROR_REASON_FILE_INVALID, "menu.csv:{line}: no price", {{"line", 7}});

  EXPECT_THAT(ErrorText(at_a_line), HasSubstr("Correct the file at that place"));
}

TEST(ErrorTextTest, NamesTheReasonTheMessageAndTheNextStep) {
  EXPECT_EQ(ErrorText(Error(Reason::ERROR_REASON_CONNECTION_FAILED, "no answer")),
            "daybook: CONNECTION_FAILED: no answer\n"
            "Is daybook-edge running there? Start it, or name another with --edge ADDRESS.\n");
  EXPECT_EQ(ErrorText(absl::Status(absl::StatusCode::kUnimplemented, "no such method")),
            "daybook: UNIMPLEMENTED: no such method\n"
            "The edge does not know this call: is it older than this program?\n");
}

}  // namespace
}  // namespace daybook::cli
