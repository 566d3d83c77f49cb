#include "tests/bench/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace daybook::bench {
namespace {

absl::StatusOr<Options> Parse(const std::vector<std::string>& arguments) {
  return ParseOptions(arguments);
}

TEST(OptionsTest, ReadsASubcommandWithItsOptions) {
  const auto options = Parse(
      {"commit", "--tills", "32", "--seconds", "10", "--baselines", "echo,postgres", "--json"});

  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->subcommand, Subcommand::kCommit);
  EXPECT_EQ(options->tills, 32);
  EXPECT_EQ(options->seconds, 10);
  EXPECT_THAT(options->baselines, testing::ElementsAre("echo", "postgres"));
  EXPECT_TRUE(options->json);
}

TEST(OptionsTest, ComparesWithAllBaselinesUnlessToldOtherwise) {
  EXPECT_THAT(Parse({"commit"})->baselines, testing::ElementsAre("echo", "rocksdb", "postgres"));
  EXPECT_THAT(Parse({"commit", "--baselines", "none"})->baselines, testing::IsEmpty());
}

TEST(OptionsTest, RefusesWhatItDoesNotKnow) {
  const std::vector<std::vector<std::string>> bad = {
      {},
      {"fly"},
      {"commit", "--wings", "2"},
      {"commit", "--tills"},
      {"commit", "--tills", "many"},
      {"commit", "--tills", "0"},
      {"commit", "--tills", "12x"},
      {"commit", "--seconds", "99999999999999999999"},
      {"commit", "--baselines", "echo,oracle"},
      {"commit", "latency"},
  };

  for (const std::vector<std::string>& arguments : bad) {
    const auto options = Parse(arguments);

    EXPECT_EQ(ReasonOf(options.status()), Reason::ERROR_REASON_FIELD_INVALID)
        << testing::PrintToString(arguments);
  }
}

TEST(OptionsTest, HelpsWhereverHelpIsAskedFor) {
  EXPECT_EQ(Parse({"--help"})->subcommand, Subcommand::kHelp);
  EXPECT_EQ(Parse({"commit", "--help"})->subcommand, Subcommand::kHelp);
}

}  // namespace
}  // namespace daybook::bench
