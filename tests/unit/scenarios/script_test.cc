#include "core/scenarios/script.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Returns each step as "file:line keyword sentence".
std::vector<std::string> StepsOf(const Script& script) {
  std::vector<std::string> steps;
  for (const Step& step : script.steps) {
    steps.push_back(step.file + ":" + std::to_string(step.line) + " " +
                    std::string(KeywordName(step.keyword)) + " " + step.sentence);
  }
  return steps;
}

std::vector<std::string> Read(std::string_view text, const ReadText& read = nullptr) {
  const auto script = ReadScript(text, "days/f.txt", read);
  return script.ok() ? StepsOf(*script) : std::vector<std::string>{script.status().ToString()};
}

TEST(ScriptTest, TakesAndForTheKeywordOfTheLineBefore) {
  EXPECT_THAT(Read("given it rains\n\n# A remark.\nand   it pours  # and how\nwhen it stops\r\n"),
              ElementsAre("days/f.txt:1 given it rains", "days/f.txt:4 given it pours",
                          "days/f.txt:5 when it stops"));
}

TEST(ScriptTest, PutsValuesIn) {
  EXPECT_THAT(Read("let tea for two be 5.00\nlet twice be <tea for two> and <tea for two>\n"
                   "then S1 comes to <twice>\n"),
              ElementsAre("days/f.txt:3 then S1 comes to 5.00 and 5.00"));
}

TEST(ScriptTest, SaysWhichValueThereIsNot) {
  EXPECT_THAT(Read("then S1 comes to <tea>\nthen S1 comes to <te\nlet <a> be 1\nlet a 1\n"),
              ElementsAre("days/f.txt:1  <tea> has no value", "days/f.txt:2  <te> has no value",
                          "days/f.txt:3  a value's name has no < and no >",
                          "days/f.txt:4  a value is written: let NAME be VALUE"));
}

TEST(ScriptTest, GivesAValueOnce) {
  EXPECT_THAT(Read("let a be 1\nlet a be 2\n"),
              ElementsAre("days/f.txt:2  <a> has a value already"));
}

TEST(ScriptTest, UsesFilesBesideItsOwnWithTheValuesThatAreKnown) {
  const ReadText read = [](const std::string& path) -> absl::StatusOr<std::string> {
    return "given it is <what>\n# read from\nand " + path + "\n";
  };
  EXPECT_THAT(Read("let what be noon\nuse day.txt\nand so on\n", read),
              ElementsAre("days/day.txt:1 given it is noon", "days/day.txt:3 given days/day.txt",
                          "days/f.txt:3  a line begins with given, when, then or and"));
}

TEST(ScriptTest, SaysThatAFileCannotBeUsed) {
  const ReadText broken = [](const std::string&) -> absl::StatusOr<std::string> {
    return Error(Reason::ERROR_REASON_FILE_INVALID, "it cannot be read");
  };
  EXPECT_THAT(Read("use day.txt\n", broken), ElementsAre("days/f.txt:1  it cannot be read"));
  EXPECT_THAT(Read("use day.txt\n"), ElementsAre("days/f.txt:1  there are no other files here"));
  const ReadText itself = [](const std::string&) -> absl::StatusOr<std::string> {
    return std::string("use day.txt\n");
  };
  EXPECT_THAT(Read("use day.txt\n", itself),
              ElementsAre("days/day.txt:1  a file that is used uses no other"));
}

TEST(ScriptTest, TakesOnlyText) {
  EXPECT_THAT(Read("given \x01\ngiven \xff\n"), ElementsAre("days/f.txt:1  the line is not text",
                                                            "days/f.txt:2  the line is not text"));
  EXPECT_THAT(Read("given a caf\xc3\xa9\n"), ElementsAre("days/f.txt:1 given a caf\xc3\xa9"));
}

TEST(ScriptTest, IsBounded) {
  EXPECT_THAT(Read(std::string(kScriptBytesMax + 1, ' ')), ElementsAre(HasSubstr("TOO_LARGE")));
  EXPECT_THAT(Read("given " + std::string(kSentenceBytesMax + 1, 'x')),
              ElementsAre("days/f.txt:1  the line is longer than 400 bytes"));
  std::string steps;
  for (size_t i = 0; i <= kScriptStepsMax; ++i) steps += "given x\n";
  EXPECT_THAT(Read(steps), ElementsAre(HasSubstr("TOO_LARGE")));
  std::string values;
  for (size_t i = 0; i <= kScriptValuesMax; ++i) values += "let v" + std::to_string(i) + " be 1\n";
  EXPECT_THAT(Read(values), ElementsAre(HasSubstr("TOO_LARGE")));
  std::string growing = "let a be 0123456789\n";
  for (char c = 'b'; c <= 'h'; ++c) {
    const std::string last(1, static_cast<char>(c - 1));
    growing += std::string("let ") + c + " be <" + last + "><" + last + "><" + last + ">\n";
  }
  EXPECT_THAT(Read(growing).front(), HasSubstr("longer than 400 bytes"));
}

TEST(ScriptTest, UsesSoManyFilesAtMost) {
  const ReadText read = [](const std::string&) -> absl::StatusOr<std::string> {
    return std::string();
  };
  std::string text;
  for (size_t i = 0; i < kScriptFilesMax; ++i) text += "use day.txt\n";
  EXPECT_THAT(Read(text, read), IsEmpty());
  EXPECT_THAT(Read(text + "use day.txt\n", read), ElementsAre(HasSubstr("TOO_LARGE")));
}

}  // namespace
}  // namespace daybook::scenarios
