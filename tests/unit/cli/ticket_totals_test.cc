#include "cli/ticket_totals.h"

#include "gtest/gtest.h"
#include "tests/unit/cli/cafe.h"

namespace daybook::cli {
namespace {

constexpr char kRows[] =
    "2016-11-05,08:00:00,1,Coffee\n"
    "2016-11-05,08:00:00,1,Coffee\n"
    "2016-11-05,08:00:00,1,NONE\n"
    "2016-11-05,09:10:00,2,Bread\n"
    "2016-11-05,09:10:00,2,Adjustment\n"
    "2016-11-05,09:20:00,3,NONE\n"
    "2016-11-06,09:30:00,4,Bread\n";

TEST(TicketTotalsTest, CountsSalesLinesAndWhatIsNotSold) {
  const Totals totals = TotalsOf(CafeDays(kRows), CafeMenu());

  EXPECT_EQ(totals.sale_count, 3);
  EXPECT_EQ(totals.line_count, 4);
  EXPECT_EQ(totals.removed_line_count, 2);
  EXPECT_EQ(totals.abandoned_count, 1);
  EXPECT_EQ(totals.unknown_count, 1);
  EXPECT_EQ(totals.total_minor, 2 * 260 + 2 * 280);
  EXPECT_EQ(totals.day_count, 2);
  EXPECT_EQ(totals.by_category, (std::map<std::string, int64_t>{{"bakery", 560}, {"drinks", 520}}));
  EXPECT_EQ(totals.by_hour, (std::map<std::string, int64_t>{{"08", 520}, {"09", 560}}));
}

TEST(TicketTotalsTest, TendersAddUpToTheTotal) {
  const Totals totals = TotalsOf(CafeDays(kRows), CafeMenu());

  int64_t sum = 0;
  for (const auto& [tender, amount_minor] : totals.by_tender) sum += amount_minor;
  EXPECT_EQ(sum, totals.total_minor);
}

TEST(TicketTotalsTest, PaysSomeTicketsInCashAndSomeByCardAlwaysTheSame) {
  int cash = 0;
  int card = 0;
  for (int64_t number = 0; number < 100; ++number) {
    const Ticket ticket{.business_date = 20161105, .number = number};
    ASSERT_EQ(TenderOf(ticket), TenderOf(ticket));
    TenderOf(ticket) == event::v1::Tender::TENDER_CASH ? ++cash : ++card;
  }

  EXPECT_GT(cash, 20);
  EXPECT_GT(card, 20);
}

TEST(TicketTotalsTest, WritesJsonWithTheDocumentedKeys) {
  const Totals totals{.from_business_date = 20161105,
                      .to_business_date = 20161106,
                      .sale_count = 1,
                      .line_count = 2,
                      .removed_line_count = 3,
                      .abandoned_count = 4,
                      .unknown_count = 5,
                      .total_minor = 600,
                      .by_category = {{"drinks", 600}},
                      .by_hour = {{"08", 600}},
                      .by_tender = {{"cash", 600}},
                      .day_count = 2,
                      .currency_code = "GBP"};

  EXPECT_EQ(TotalsJson(totals),
            R"({"from":"2016-11-05","to":"2016-11-06","sales":1,"lines":2,"removed_lines":3,)"
            R"("abandoned":4,"unknown":5,"total_minor":600,"by_category":{"drinks":600},)"
            R"("by_hour":{"08":600},"by_tender":{"cash":600},"days":2,"currency_code":"GBP"})");
}

TEST(TicketTotalsTest, AddsWhatTheServerKnowsBehindTheRest) {
  const Totals totals{
      .day_count = 1,
      .currency_code = "GBP",
      .detail =
          TotalsDetail{.tax_minor = 100,
                       .discount_minor = 30,
                       .service_charge_minor = 60,
                       .tip_minor = 40,
                       .rounding_minor = -2,
                       .reversed_payment_count = 1,
                       .return_count = 2,
                       .returned_minor = 70,
                       .no_sale_count = 3,
                       .paid_in_minor = 10,
                       .paid_out_minor = 20,
                       .dropped_minor = 90,
                       .by_cashier = {{"ann", 600}},
                       .by_register = {{"till-1", 600}},
                       .by_tip_recipient = {{"pool", 40}},
                       .by_other_kind = {{"deposit", 5}},
                       .by_tax = {{"GB standard 200000", {.base_minor = 500, .tax_minor = 100}}}}};

  const std::string json = TotalsJson(totals);

  EXPECT_TRUE(json.ends_with(
      R"("days":1,"currency_code":"GBP","tax_minor":100,)"
      R"("discount_minor":30,"service_charge_minor":60,"tip_minor":40,"rounding_minor":-2,)"
      R"("reversed_payments":1,"voided":0,"voided_minor":0,"returns":2,"returned_minor":70,"no_sales":3,"paid_in_minor":10,"paid_out_minor":20,"dropped_minor":90,"by_cashier":{"ann":600},)"
      R"("by_register":{"till-1":600},"by_tip_recipient":{"pool":40},"by_other_kind":{"deposit":5},)"
      R"("by_commission":{},"by_tax":{"GB standard 200000":{"base_minor":500,"tax_minor":100}}})"))
      << json;
}

TEST(TicketTotalsTest, ShowsTheTaxes) {
  Totals totals = TotalsOf(CafeDays(kRows), CafeMenu());
  totals.detail = {.tax_minor = 87,
                   .by_tax = {{"GB standard 200000", {.base_minor = 433, .tax_minor = 87}}}};

  const std::string text = TotalsText(totals);

  EXPECT_NE(text.find("come to 10.80 GBP, 0.87 GBP of it tax\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  GB standard 20 %  0.87  4.33\n"), std::string::npos) << text;
}

TEST(TicketTotalsTest, ShowsWhatWasTakenOffAndChargedForService) {
  Totals totals = TotalsOf(CafeDays(kRows), CafeMenu());
  totals.detail = {.tax_minor = 87, .discount_minor = 120, .service_charge_minor = 50};

  const std::string text = TotalsText(totals);

  EXPECT_NE(text.find("0.87 GBP of it tax, 0.50 GBP for service; 1.20 GBP was taken off\n"),
            std::string::npos)
      << text;
}

TEST(TicketTotalsTest, SaysThatNothingIsKnownOfADay) {
  const Totals day{.from_business_date = 20161105, .to_business_date = 20161105};
  const Totals days{.from_business_date = 20161105, .to_business_date = 20161106};

  EXPECT_EQ(TotalsText(day), "Nothing was recorded on 2016-11-05.\n");
  EXPECT_EQ(TotalsText(days), "Nothing was recorded from 2016-11-05 to 2016-11-06.\n");
}

TEST(TicketTotalsTest, CountsOneInTheSingular) {
  const std::string text =
      TotalsText(TotalsOf(CafeDays("2016-11-05,08:00:00,1,Coffee\n"), CafeMenu()));

  EXPECT_NE(text.find("1 sale of 1 line comes to 2.60 GBP\n"), std::string::npos) << text;
}

TEST(TicketTotalsTest, ShowsABarForEachHour) {
  const std::string text = TotalsText(TotalsOf(CafeDays(kRows), CafeMenu()));

  EXPECT_NE(text.find("2016-11-05 to 2016-11-06, 2 business days"), std::string::npos) << text;
  EXPECT_NE(text.find("3 sales of 4 lines come to 10.80 GBP"), std::string::npos) << text;
  EXPECT_NE(text.find("  09    5.60  ########################################"), std::string::npos)
      << text;
}

}  // namespace
}  // namespace daybook::cli
