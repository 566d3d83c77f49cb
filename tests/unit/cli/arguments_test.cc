#include "cli/arguments.h"

#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

const CommandSpec& Spec() {
  static const auto* const spec = new CommandSpec{
      .name = "test",
      .summary = "Tests.",
      .operands = {{.name = "SALE", .kind = ValueKind::kSale, .help = "Which sale."}},
      .flags = {
          {.name = "json", .kind = ValueKind::kSwitch, .help = "As JSON."},
          {.name = "menu", .value_name = "FILE", .help = "The menu.", .required = true},
          {.name = "from", .kind = ValueKind::kDate, .value_name = "DATE", .help = "From."},
          {.name = "tills",
           .kind = ValueKind::kInteger,
           .value_name = "N",
           .help = "Tills.",
           .default_value = "3",
           .minimum = 1,
           .maximum = 64},
          {.name = "speed",
           .kind = ValueKind::kSpeed,
           .value_name = "SPEED",
           .help = "Speed.",
           .default_value = "max"},
          {.name = "employee", .kind = ValueKind::kName, .value_name = "NAME", .help = "Who."},
          {.name = "edge", .kind = ValueKind::kAddress, .value_name = "EDGE", .help = "Where."},
          {.name = "type", .value_name = "TYPE", .help = "Type.", .repeatable = true}}};
  return *spec;
}

constexpr std::string_view kSale = "0190a3c2-7b1e-7000-8000-0123456789ab";

absl::StatusOr<Arguments> Parse(std::vector<std::string_view> words) {
  return ParseArguments(Spec(), words);
}

TEST(ArgumentsTest, ReadsOperandsFlagsAndDefaults) {
  const auto arguments = Parse({kSale, "--menu", "m.csv", "--json", "--from=2016-11-05"});

  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->Id("SALE").ToText(), kSale);
  EXPECT_EQ(arguments->Text("menu"), "m.csv");
  EXPECT_TRUE(arguments->Has("json"));
  EXPECT_EQ(arguments->Date("from"), 20161105);
  EXPECT_EQ(arguments->Integer("tills"), 3);
  EXPECT_EQ(arguments->Speed("speed"), 0);
  EXPECT_FALSE(arguments->Has("type"));
}

TEST(ArgumentsTest, KeepsTheOrderOfARepeatedFlag) {
  const auto arguments = Parse({kSale, "--menu=m", "--type", "a", "--type=b"});

  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->List("type"), (std::vector<std::string>{"a", "b"}));
}

TEST(ArgumentsTest, ReadsASpeedAsAFactor) {
  const auto arguments = Parse({kSale, "--menu=m", "--speed", "60x"});

  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->Speed("speed"), 60);
}

TEST(ArgumentsTest, TakesOneOrMoreOfARepeatableOperand) {
  const CommandSpec spec{.name = "test",
                         .summary = "Tests.",
                         .operands = {{.name = "FILE", .help = "Files.", .repeatable = true}},
                         .flags = {{.name = "json", .kind = ValueKind::kSwitch, .help = "JSON."}}};
  const std::vector<std::string_view> words = {"a", "--json", "b", "c"};

  const auto arguments = ParseArguments(spec, words);

  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->List("FILE"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(ReasonOf(ParseArguments(spec, {}).status()), Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_NE(HelpText(spec).find("Usage: daybook test FILE... [flags]"), std::string::npos);
}

TEST(ArgumentsTest, TakesWhatFollowsTwoDashesAsOperands) {
  const auto arguments = Parse({"--menu=m", "--", kSale});

  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->Id("SALE").ToText(), kSale);
}

TEST(ArgumentsTest, TakesASaleByTheNameOfItsStream) {
  const auto arguments = Parse({"--menu=m", "sale-0190a3c2-7b1e-7000-8000-0123456789ab"});

  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->Id("SALE").ToText(), kSale);
}

struct BadCase {
  std::string_view name;
  std::vector<std::string_view> words;
  Reason reason;
  std::string_view message_part;
};

class BadArgumentsTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadArgumentsTest, IsRefusedByName) {
  const auto arguments = Parse(GetParam().words);

  ASSERT_FALSE(arguments.ok());
  EXPECT_EQ(ReasonOf(arguments.status()), GetParam().reason);
  EXPECT_NE(MessageOf(arguments.status()).find(GetParam().message_part), std::string_view::npos)
      << arguments.status();
}

constexpr Reason kMissing = Reason::ERROR_REASON_FIELD_MISSING;
constexpr Reason kInvalid = Reason::ERROR_REASON_FIELD_INVALID;

INSTANTIATE_TEST_SUITE_P(
    All, BadArgumentsTest,
    testing::Values(
        BadCase{"UnknownFlag", {kSale, "--menu=m", "--bogus"}, kInvalid, "no flag --bogus"},
        BadCase{"MissingValue", {kSale, "--menu"}, kMissing, "--menu needs a value"},
        BadCase{"FlagForAValue", {kSale, "--menu", "--json"}, kMissing, "--menu needs a value"},
        BadCase{"EmptyValue", {kSale, "--menu="}, kInvalid, "--menu is empty"},
        BadCase{"MissingFlag", {kSale}, kMissing, "--menu FILE is missing"},
        BadCase{"MissingOperand", {"--menu=m"}, kMissing, "SALE is missing"},
        BadCase{"BadOperand", {"7", "--menu=m"}, kInvalid, "SALE \"7\" is not an id"},
        BadCase{"OneTooMany", {kSale, "more", "--menu=m"}, kInvalid, "one word too many"},
        BadCase{"GivenTwice", {kSale, "--menu=m", "--menu=n"}, kInvalid, "given twice"},
        BadCase{"SwitchWithValue", {kSale, "--menu=m", "--json=1"}, kInvalid, "takes no value"},
        BadCase{"BadDate", {kSale, "--menu=m", "--from=2016-02-30"}, kInvalid, "not a date"},
        BadCase{"NumberTooLarge", {kSale, "--menu=m", "--tills=65"}, kInvalid, "from 1 to 64"},
        BadCase{"NotANumber", {kSale, "--menu=m", "--tills=3x"}, kInvalid, "from 1 to 64"},
        BadCase{"SpeedZero", {kSale, "--menu=m", "--speed=0x"}, kInvalid, "60x"},
        BadCase{"SpeedNan", {kSale, "--menu=m", "--speed=nanx"}, kInvalid, "60x"},
        BadCase{"BadName",
                {kSale, "--menu=m", "--employee=Jos\xc3\xa9"},
                kInvalid,
                "is not a name: 1 to 64 letters, digits, dots, underscores or hyphens"},
        BadCase{"NameWithALineEnd", {kSale, "--menu=m", "--employee=a\n"}, kInvalid, "not a name"},
        BadCase{"PortTooLarge", {kSale, "--menu=m", "--edge=127.0.0.1:99999"}, kInvalid, "a port"},
        BadCase{"PortZero", {kSale, "--menu=m", "--edge=127.0.0.1:0"}, kInvalid, "a port"},
        BadCase{"NoPort", {kSale, "--menu=m", "--edge=127.0.0.1"}, kInvalid, "a port"},
        BadCase{"SpeedWithoutX", {kSale, "--menu=m", "--speed=60"}, kInvalid, "60x"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(ArgumentsTest, RefusesMoreWordsThanItsBound) {
  const auto arguments = Parse(std::vector<std::string_view>(kWordsMax + 1, "--json"));

  EXPECT_EQ(ReasonOf(arguments.status()), Reason::ERROR_REASON_TOO_LARGE);
}

TEST(ArgumentsTest, HelpNamesEverythingThatTheCommandTakes) {
  const std::string help = HelpText(Spec());

  for (const std::string_view part :
       {"Usage: daybook test SALE --menu FILE [flags]", "Which sale.", "--menu FILE", "Required.",
        "--tills N", "Default: 3.", "May be repeated.", "--help"}) {
    EXPECT_NE(help.find(part), std::string::npos) << part << "\n" << help;
  }
}

}  // namespace
}  // namespace daybook::cli
