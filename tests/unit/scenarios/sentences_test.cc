#include "core/scenarios/sentences.h"

#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::scenarios {
namespace {

using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(SentencesTest, AreThoseThatPeopleReadInTheReadme) {
  std::ifstream file(DAYBOOK_SOURCE_DIR "/tests/scenarios/README.md");
  std::stringstream readme;
  ASSERT_TRUE(readme << file.rdbuf());

  EXPECT_THAT(readme.str(), HasSubstr("```\n" + std::string(SentenceList()) + "```\n"));
}

TEST(SentencesTest, ComeOneByOne) {
  const std::vector<std::string> sentences = Sentences();

  EXPECT_THAT(sentences, Contains("a shop in GBP, prices include tax"));
  EXPECT_THAT(sentences, Contains("a shop in USD, tax is added"));
  EXPECT_THAT(sentences, Contains("the kitchen has no more Steak"));
  EXPECT_THAT(sentences, Each(Not(StartsWith("given "))));
  EXPECT_THAT(sentences, Each(Not(StartsWith("("))));
}

TEST(SentencesTest, FindsWhatMayHaveBeenMeant) {
  EXPECT_THAT(NearestSentences("till 2 opens the drawer D7 with 5", 3).front(),
              StartsWith("till 1 opens drawer D1 with 50.00"));
  EXPECT_THAT(NearestSentences("S4 comes at 9.00", 3).front(), StartsWith("S1 comes to"));
  EXPECT_THAT(NearestSentences("quite another matter altogether", 3), IsEmpty());
  EXPECT_THAT(NearestSentences("", 3), IsEmpty());
}

}  // namespace
}  // namespace daybook::scenarios
