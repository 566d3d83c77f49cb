#include "cli/output.h"

#include <sstream>

#include "cli/progress.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

TEST(OutputTest, TakesControlCharactersOutOfOthersText) {
  EXPECT_EQ(Printable("a\x1b[2J\nb\xc3\xa9"), "a?[2J?b\xc3\xa9");
}

TEST(OutputTest, AlignsColumnsByCharactersNotBytes) {
  TextTable table({"name", "price"}, {1});
  table.Add({"Caf\xc3\xa9", "2.60"});
  table.Add({"Tea", "12.10"});

  EXPECT_EQ(table.Text(),
            "  name  price\n"
            "  Caf\xc3\xa9   2.60\n"
            "  Tea   12.10\n");
}

TEST(OutputTest, DrawsABarForWhateverIsAboveZero) {
  EXPECT_EQ(Bar(100, 100, 10), "##########");
  EXPECT_EQ(Bar(50, 100, 10), "#####");
  EXPECT_EQ(Bar(1, 100, 10), "#");
  EXPECT_EQ(Bar(0, 100, 10), "");
  EXPECT_EQ(Bar(-5, 100, 10), "");
  EXPECT_EQ(Bar(0, 0, 10), "");
}

TEST(OutputTest, WritesQuantitiesAndRates) {
  EXPECT_EQ(QuantityText(1000), "1");
  EXPECT_EQ(QuantityText(-1250), "-1.25");
  EXPECT_EQ(QuantityText(0), "0");
  EXPECT_EQ(QuantityText(INT64_MIN), "-9223372036854775.808");
  EXPECT_EQ(PercentText(200'000), "20 %");
  EXPECT_EQ(PercentText(43'000), "4.3 %");
  EXPECT_EQ(PercentText(1), "0.0001 %");
  EXPECT_EQ(PercentText(0), "0 %");
}

// Moves on by a second whenever it is asked.
class SteppingClock : public Clock {
 public:
  absl::Time Now() const override { return absl::UnixEpoch(); }
  absl::Duration Monotonic() const override { return seconds_++ * absl::Seconds(1); }

 private:
  mutable int seconds_ = 0;
};

TEST(ProgressTest, ShowsHowFarItIsAndTakesTheLineAway) {
  const SteppingClock clock;
  std::ostringstream stream;
  {
    Progress progress(stream, true, 4, clock);
    progress.Advance(1, "tickets");
  }

  EXPECT_EQ(stream.str(), "\r\x1b[K 25 %  1 of 4  tickets\r\x1b[K");
}

TEST(ProgressTest, IsSilentWhereNobodyLooks) {
  const SteppingClock clock;
  std::ostringstream stream;
  {
    Progress progress(stream, false, 4, clock);
    progress.Advance(4, "tickets");
  }

  EXPECT_EQ(stream.str(), "");
}

}  // namespace
}  // namespace daybook::cli
