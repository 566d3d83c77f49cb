// Every scenario in this folder is a test; and the runner tells a wrong one.
#include "core/scenarios/scenario.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fmt/ranges.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Returns the scenarios' paths below this folder, ordered.
std::vector<std::string> ScenarioFiles() {
  const std::filesystem::path root(DAYBOOK_SCENARIOS);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".txt" && entry.path().parent_path() != root) {
      files.push_back(std::filesystem::relative(entry.path(), root).string());
    }
  }
  std::ranges::sort(files);
  return files;
}

std::string TestName(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.substr(0, info.param.size() - 4);
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

class ScenarioTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ScenarioTest, Holds) {
  std::ifstream file(std::filesystem::path(DAYBOOK_SCENARIOS) / GetParam());
  std::stringstream text;
  ASSERT_TRUE(text << file.rdbuf());

  const auto complaints = RunScenario(text.str(), "tests/scenarios/" + GetParam());

  EXPECT_TRUE(complaints.empty()) << fmt::format("{}", fmt::join(complaints, "\n"));
}

INSTANTIATE_TEST_SUITE_P(Shop, ScenarioTest, ::testing::ValuesIn(ScenarioFiles()), TestName);

constexpr std::string_view kShop =
    "given tax on standard: GB 20 %\n"
    "given product Bread: bakery, 4.50, standard\n"
    "given till 1 starts sale S1\n";

std::vector<std::string> RunInShop(const std::string& lines) {
  return RunScenario(std::string(kShop) + lines, "f.txt");
}

TEST(RunnerTest, FindsNothingWrongWithWhatHolds) {
  EXPECT_THAT(RunInShop("when till 1 adds 2 Bread to S1  # two of them\n\nthen S1 comes to 9.00\n"),
              IsEmpty());
}

TEST(RunnerTest, SaysFileAndLineOfAClaimThatDoesNotHold) {
  EXPECT_THAT(RunInShop("when till 1 adds 1 Bread to S1\nthen S1 comes to 4.00\n"),
              ElementsAre("f.txt:5: S1 is 4.50 GBP, not 4.00 GBP"));
}

TEST(RunnerTest, SaysFileAndLineOfASentenceThatItDoesNotKnow) {
  EXPECT_THAT(RunInShop("when till 1 juggles\nthen S1 is happy\nmaybe S1 is open\n"),
              ElementsAre(StartsWith("f.txt:4: nobody knows how to do \"till 1 juggles\""),
                          StartsWith("f.txt:5: nobody knows how to check \"S1 is happy\""),
                          "f.txt:6: a line begins with given, when, then or and"));
}

TEST(RunnerTest, DoesNotPassOverARefusalThatNoLineExpects) {
  EXPECT_THAT(RunInShop("when till 2 adds 1 Bread to S1\nthen S1 is open\n"),
              ElementsAre(StartsWith("f.txt:4: it is refused: ")));
  EXPECT_THAT(RunInShop("when till 2 adds 1 Bread to S1\nthen it is refused: SALE_ELSEWHERE\n"),
              IsEmpty());
}

TEST(RunnerTest, DoesNotPassOverAFlagThatNoLineExpects) {
  EXPECT_THAT(RunInShop("when offline till 2 adds 1 Bread to S1\nthen S1 is open\n"),
              ElementsAre(StartsWith("f.txt:4: it is flagged: ")));
}

TEST(RunnerTest, TakesNoRefusalForWhatIsGiven) {
  EXPECT_THAT(RunInShop("given till 1 starts sale S1\nthen it is refused: SALE_EXISTS\n"),
              ElementsAre(StartsWith("f.txt:4: it is refused: ")));
}

TEST(RunnerTest, TellsAnotherReasonFromTheOneThatIsClaimed) {
  EXPECT_THAT(RunInShop("when till 1 starts sale S1\nthen it is refused: SALE_NOT_OPEN\n"),
              ElementsAre("f.txt:5: it is refused: SALE_EXISTS, not refused: SALE_NOT_OPEN"));
}

TEST(RunnerTest, WantsAmountsInTheDecimalsOfTheCurrency) {
  EXPECT_THAT(RunInShop("when till 1 takes 4.5 by card for S1\nthen S1 is open\n"),
              ElementsAre("f.txt:4: 4.5 is not an amount of the shop's currency"));
}

TEST(RunnerTest, WantsAClaim) {
  EXPECT_THAT(RunInShop(""), ElementsAre("f.txt:3: nothing is claimed: a scenario needs a then"));
}

TEST(RunnerTest, FindsAllScenarios) { EXPECT_GE(ScenarioFiles().size(), 15u); }

}  // namespace
}  // namespace daybook::scenarios
