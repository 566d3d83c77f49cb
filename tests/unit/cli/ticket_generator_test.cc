#include "cli/ticket_generator.h"

#include "cli/ticket_totals.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

Totals Generated(const DayShape& shape) {
  const auto menu_table = CsvTable::Parse(GeneratedMenu(), "menu.csv");
  const auto tickets_table = CsvTable::Parse(GeneratedTickets(shape), "tickets.csv");
  if (!menu_table.ok() || !tickets_table.ok()) return {};
  const auto menu = ReadMenu(*menu_table);
  const auto days = ReadTickets(*tickets_table, {});
  if (!menu.ok() || !days.ok()) return {};
  return TotalsOf(*days, *menu);
}

TEST(TicketGeneratorTest, MakesTheSameDayOfTheSameSeed) {
  const DayShape shape{.seed = 7, .business_date = 20250314};

  EXPECT_EQ(GeneratedTickets(shape), GeneratedTickets(shape));
  EXPECT_NE(GeneratedTickets(shape), GeneratedTickets({.seed = 8, .business_date = 20250314}));
}

TEST(TicketGeneratorTest, MakesADayWithEverythingThatHappensInOne) {
  const Totals totals = Generated({.seed = 1, .business_date = 20250314, .sale_count = 300});

  EXPECT_EQ(totals.from_business_date, 20250314);
  EXPECT_EQ(totals.day_count, 1);
  EXPECT_EQ(totals.sale_count + totals.abandoned_count, 300);
  EXPECT_GT(totals.abandoned_count, 0);
  EXPECT_GT(totals.removed_line_count, 0);
  EXPECT_GT(totals.unknown_count, 0);
  EXPECT_EQ(totals.by_category.size(), 4u);
  EXPECT_EQ(totals.by_tender.size(), 2u);
}

TEST(TicketGeneratorTest, IsBusiestAtBreakfastAndLunch) {
  Totals totals = Generated({.seed = 1, .business_date = 20250314, .sale_count = 3000});

  for (const char* const rush : {"08", "12"}) {
    for (const char* const quiet : {"07", "14", "17"}) {
      EXPECT_GT(totals.by_hour[rush], totals.by_hour[quiet]) << rush << " " << quiet;
    }
  }
}

}  // namespace
}  // namespace daybook::cli
