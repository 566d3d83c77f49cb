#include "cli/tickets_file.h"

#include "gtest/gtest.h"
#include "tests/unit/cli/cafe.h"

namespace daybook::cli {
namespace {

constexpr std::string_view kHeader = "Date,Time,Transaction,Item\n";

absl::StatusOr<std::vector<TicketDay>> Tickets(std::string_view rows) {
  const auto table = CsvTable::Parse(std::string(kHeader) + std::string(rows), "t.csv");
  if (!table.ok()) return table.status();
  return ReadTickets(*table, {});
}

absl::StatusOr<Menu> MenuOf(std::string_view rows) {
  const auto table = CsvTable::Parse(
      "item,sku,category,unit_price_minor,currency_code,tax_category\n" + std::string(rows),
      "m.csv");
  if (!table.ok()) return table.status();
  return ReadMenu(*table);
}

TEST(MenuTest, FindsAnItemByName) {
  const Menu menu = CafeMenu();

  const MenuItem* coffee = menu.Find("Coffee");

  ASSERT_NE(coffee, nullptr);
  EXPECT_EQ(coffee->sku, "C-1");
  EXPECT_EQ(coffee->category, "drinks");
  EXPECT_EQ(coffee->unit_price_minor, 260);
  EXPECT_EQ(coffee->tax_category, "standard");
  EXPECT_EQ(menu.currency_code, "GBP");
  EXPECT_EQ(menu.Find("Tea"), nullptr);
}

struct BadRow {
  std::string_view name;
  std::string_view row;
  std::string_view message_part;
};

class BadMenuTest : public testing::TestWithParam<BadRow> {};

TEST_P(BadMenuTest, IsRefusedWithFileAndLine) {
  const auto menu = MenuOf("Coffee,C-1,drinks,260,GBP,standard\n" + std::string(GetParam().row));

  EXPECT_EQ(ReasonOf(menu.status()), Reason::ERROR_REASON_FILE_INVALID);
  EXPECT_NE(MessageOf(menu.status()).find(GetParam().message_part), std::string_view::npos)
      << menu.status();
}

INSTANTIATE_TEST_SUITE_P(
    All, BadMenuTest,
    testing::Values(BadRow{"NegativePrice", "Tea,C-2,drinks,-1,GBP,zero", "m.csv:3: \"-1\""},
                    BadRow{"PriceInPounds", "Tea,C-2,drinks,2.60,GBP,zero", "m.csv:3: \"2.60\""},
                    BadRow{"PriceTooHigh", "Tea,C-2,drinks,1000000001,GBP,zero", "m.csv:3:"},
                    BadRow{"NoPrice", "Tea,C-2,drinks,,GBP,zero", "m.csv:3: \"\""},
                    BadRow{"NoCurrency", "Tea,C-2,drinks,210,XYZ,zero",
                           "\"XYZ\" is not a currency"},
                    BadRow{"TwoCurrencies", "Tea,C-2,drinks,210,EUR,zero", "in EUR, but"},
                    BadRow{"NoSku", "Tea,,drinks,210,GBP,zero", "m.csv:3: a field is empty"},
                    BadRow{"Twice", "Coffee,C-2,drinks,210,GBP,zero", "\"Coffee\" is there twice"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(MenuTest, RefusesAMenuWithoutItems) {
  EXPECT_EQ(ReasonOf(MenuOf("").status()), Reason::ERROR_REASON_FILE_INVALID);
}

TEST(TicketsFileTest, TakesRowsOfOneTransactionOnOneDateAsATicket) {
  const auto days = CafeDays(
      "2016-11-05,10:05:34,2,Bread\n"
      "2016-11-05,10:05:35,2,Coffee \n"
      "2016-11-05,10:07:57,3,Bread\n"
      "2016-11-06,08:00:00,3,Coffee\n");

  ASSERT_EQ(days.size(), 2u);
  ASSERT_EQ(days[0].tickets.size(), 2u);
  EXPECT_EQ(days[0].tickets[0].items, (std::vector<std::string>{"Bread", "Coffee"}));
  EXPECT_EQ(days[0].tickets[0].number, 2);
  EXPECT_EQ(absl::FormatTime(days[0].tickets[0].time, absl::UTCTimeZone()),
            "2016-11-05T10:05:34+00:00");
  EXPECT_EQ(days[1].business_date, 20161106);
  EXPECT_EQ(days[1].tickets.size(), 1u);
}

TEST(TicketsFileTest, OrdersTheDaysAndKeepsTheOrderWithinThem) {
  const auto days = CafeDays(
      "2016-11-06,08:00:00,9,Coffee\n"
      "2016-11-05,10:00:00,5,Coffee\n"
      "2016-11-05,09:00:00,4,Coffee\n");

  ASSERT_EQ(days.size(), 2u);
  EXPECT_EQ(days[0].business_date, 20161105);
  EXPECT_EQ(days[0].tickets[0].number, 5);
  EXPECT_EQ(days[0].tickets[1].number, 4);
}

TEST(TicketsFileTest, LeavesOutWhatIsBeyondTheDates) {
  const auto days = CafeDays(
      "2016-11-04,08:00:00,1,Coffee\n"
      "2016-11-05,08:00:00,2,Coffee\n"
      "2016-11-06,08:00:00,3,Coffee\n",
      {20161105, 20161105});

  ASSERT_EQ(days.size(), 1u);
  EXPECT_EQ(days[0].tickets[0].number, 2);
}

class BadTicketsTest : public testing::TestWithParam<BadRow> {};

TEST_P(BadTicketsTest, IsRefusedWithFileAndLine) {
  const auto days = Tickets("2016-11-05,08:00:00,1,Coffee\n" + std::string(GetParam().row));

  EXPECT_EQ(ReasonOf(days.status()), Reason::ERROR_REASON_FILE_INVALID);
  EXPECT_NE(MessageOf(days.status()).find(GetParam().message_part), std::string_view::npos)
      << days.status();
}

INSTANTIATE_TEST_SUITE_P(
    All, BadTicketsTest,
    testing::Values(BadRow{"NoDate", "05.11.2016,08:00:00,1,Tea", "t.csv:3: \"05.11.2016\""},
                    BadRow{"NoTime", "2016-11-05,8 o'clock,1,Tea", "t.csv:3: \"8 o'clock\""},
                    BadRow{"LateTime", "2016-11-05,24:00:00,1,Tea", "t.csv:3: \"24:00:00\""},
                    BadRow{"BrokenTime", "2016-11-05,08:00x00,1,Tea", "t.csv:3: \"08:00x00\""},
                    BadRow{"NoNumber", "2016-11-05,08:00:00,A1,Tea", "t.csv:3: \"A1\""},
                    BadRow{"NegativeNumber", "2016-11-05,08:00:00,-1,Tea", "t.csv:3: \"-1\""},
                    BadRow{"NoItem", "2016-11-05,08:00:00,1, ", "t.csv:3: the item is empty"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(TicketsFileTest, ReadsTimesWithoutSeconds) {
  const auto days = CafeDays("2016-11-05,08:30,1,Coffee\n");

  EXPECT_EQ(absl::FormatTime("%H:%M:%S", days[0].tickets[0].time, absl::UTCTimeZone()), "08:30:00");
}

TEST(TicketsFileTest, RefusesAFileWithoutTicketsOfThoseDates) {
  EXPECT_EQ(ReasonOf(Tickets("").status()), Reason::ERROR_REASON_FILE_INVALID);
}

}  // namespace
}  // namespace daybook::cli
