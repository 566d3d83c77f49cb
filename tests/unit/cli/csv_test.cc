#include "cli/csv.h"

#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

std::vector<std::string> FieldsOf(std::string_view line) {
  const auto table = CsvTable::Parse("a,b\n" + std::string(line), "f.csv");
  if (!table.ok() || table->rows().size() != 1) return {"not one row"};
  return table->rows().front().fields;
}

using Fields = std::vector<std::string>;

TEST(CsvTest, ReadsPlainFields) { EXPECT_EQ(FieldsOf("x,y\n"), (Fields{"x", "y"})); }

TEST(CsvTest, NeedsNoLineEndAtTheEndOfTheFile) { EXPECT_EQ(FieldsOf("x,y"), (Fields{"x", "y"})); }

TEST(CsvTest, ReadsCarriageReturnLineFeed) { EXPECT_EQ(FieldsOf("x,y\r\n"), (Fields{"x", "y"})); }

TEST(CsvTest, TakesSpacesAroundFieldsAway) {
  EXPECT_EQ(FieldsOf("  x y ,\ty\t\n"), (Fields{"x y", "y"}));
}

TEST(CsvTest, ReadsEmptyFields) { EXPECT_EQ(FieldsOf(",\n"), (Fields{"", ""})); }

TEST(CsvTest, ReadsQuotedCommasQuotesAndLineEnds) {
  EXPECT_EQ(FieldsOf("\"Ham, cheese\" , \"a \"\"b\"\"\nc\"\n"),
            (Fields{"Ham, cheese", "a \"b\"\nc"}));
}

TEST(CsvTest, PassesOverAByteOrderMarkAndBlankLines) {
  const auto table = CsvTable::Parse("\xef\xbb\xbf\na,b\n\nx,y\n\n", "f.csv");

  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(*table->Column("a"), 0u);
  ASSERT_EQ(table->rows().size(), 1u);
  EXPECT_EQ(table->rows().front().line, 4);
}

TEST(CsvTest, CountsTheLinesWithinQuotes) {
  const auto table = CsvTable::Parse("a\n\"1\n2\n3\"\nx\n", "f.csv");

  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->rows().back().line, 5);
}

struct BadFile {
  std::string_view name;
  std::string text;
  std::string_view message_part;
};

class BadCsvTest : public testing::TestWithParam<BadFile> {};

TEST_P(BadCsvTest, IsRefusedWithFileAndLine) {
  const auto table = CsvTable::Parse(GetParam().text, "f.csv");

  EXPECT_EQ(ReasonOf(table.status()), Reason::ERROR_REASON_FILE_INVALID);
  EXPECT_NE(MessageOf(table.status()).find(GetParam().message_part), std::string_view::npos)
      << table.status();
}

INSTANTIATE_TEST_SUITE_P(
    All, BadCsvTest,
    testing::Values(BadFile{"Empty", "", "f.csv:1: the file is empty"},
                    BadFile{"TooFewFields", "a,b\nx,y\nx\n", "f.csv:3: 1 fields"},
                    BadFile{"TooManyFields", "a,b\nx,y,z\n", "f.csv:2: 3 fields"},
                    BadFile{"QuoteWithoutEnd", "a\n\n\"x\ny\n", "f.csv:3: a quoted field"},
                    BadFile{"TextAfterQuote", "a\n\"x\" y\n", "f.csv:2: something follows"},
                    BadFile{"NotUtf8", "a\ncaf\xe9\n", "f.csv:2: the text is not UTF-8"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(CsvTest, RefusesAFieldBeyondItsBound) {
  const auto table = CsvTable::Parse("a\n" + std::string(kCsvFieldBytesMax + 1, 'x'), "f.csv");

  EXPECT_EQ(ReasonOf(table.status()), Reason::ERROR_REASON_TOO_LARGE);
}

TEST(CsvTest, RefusesMoreColumnsThanItsBound) {
  const auto table = CsvTable::Parse(std::string(kCsvColumnsMax, ','), "f.csv");

  EXPECT_EQ(ReasonOf(table.status()), Reason::ERROR_REASON_FILE_INVALID);
}

TEST(CsvTest, NamesAColumnThatIsMissing) {
  const auto table = CsvTable::Parse("a,b\n", "f.csv");

  ASSERT_TRUE(table.ok());
  EXPECT_EQ(MessageOf(table->Column("c").status()), "f.csv:1: there is no column \"c\"");
}

TEST(CsvTest, SaysWhichFileCannotBeRead) {
  const auto table = CsvTable::Read(testing::TempDir() + "daybook-no-such-file.csv");

  EXPECT_EQ(ReasonOf(table.status()), Reason::ERROR_REASON_FILE_INVALID);
}

}  // namespace
}  // namespace daybook::cli
