#include "tests/bench/workload.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace daybook::bench {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'478'340'000);  // 2016-11-05 10:00 UTC.

std::vector<edge::v1::Command> CommandsOf(const edge::v1::ExecuteRequest& request) {
  std::vector<edge::v1::Command> commands;
  for (const edge::v1::CommandEnvelope& envelope : request.commands()) {
    EXPECT_TRUE(commands.emplace_back().ParseFromString(envelope.encoded()));
  }
  return commands;
}

TEST(TillScriptTest, OpensTheDayAndADrawerOfItsOwn) {
  TillScript till(7, 1);

  const auto commands = CommandsOf(till.Open(kNow));

  EXPECT_EQ(till.device(), "till-7");
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_TRUE(commands[0].has_open_business_day());
  EXPECT_EQ(commands[0].business_date(), 20161105);
  EXPECT_EQ(commands[1].open_drawer().drawer_session_id().size(), 16u);
}

TEST(TillScriptTest, SellsTwoDifferentProductsAndTakesWhatTheyCost) {
  TillScript till(1, 1);
  till.Open(kNow);

  for (int i = 0; i < 500; ++i) {
    const auto commands = CommandsOf(till.Sell(kNow));

    ASSERT_EQ(commands.size(), static_cast<size_t>(kSaleCommands));
    const edge::v1::AddLineItem& first = commands[1].add_line_item();
    const edge::v1::AddLineItem& second = commands[2].add_line_item();
    const int64_t total = first.unit_price().minor_units() * first.quantity_milli() / 1000 +
                          second.unit_price().minor_units() * second.quantity_milli() / 1000;
    EXPECT_NE(first.sku(), second.sku());
    EXPECT_EQ(commands[3].receive_payment().amount().minor_units(), total);
    EXPECT_EQ(commands[4].complete_sale().total().minor_units(), total);
  }
}

TEST(TillScriptTest, PaysCashIntoItsDrawerAndHandsOverEnough) {
  TillScript till(1, 1);
  const std::string drawer = CommandsOf(till.Open(kNow))[1].open_drawer().drawer_session_id();

  int cash_count = 0;
  for (int i = 0; i < 500; ++i) {
    const edge::v1::ReceivePayment payment = CommandsOf(till.Sell(kNow))[3].receive_payment();
    if (payment.tender() != event::v1::TENDER_CASH) continue;
    ++cash_count;
    EXPECT_EQ(payment.drawer_session_id(), drawer);
    EXPECT_GE(payment.tendered().minor_units(), payment.amount().minor_units());
  }

  EXPECT_GT(cash_count, 100);
  EXPECT_LT(cash_count, 300);
}

TEST(TillScriptTest, NeverUsesAnIdentifierTwice) {
  std::set<std::string> request_ids;
  for (int number = 0; number < 4; ++number) {
    TillScript till(number, 1);
    for (int i = 0; i < 100; ++i) {
      for (const auto& envelope : till.Sell(kNow, 2).commands()) {
        EXPECT_TRUE(request_ids.insert(envelope.request_id()).second);
      }
    }
  }
  EXPECT_EQ(request_ids.size(), 4u * 100 * 2 * kSaleCommands);
}

TEST(TillScriptTest, SellsTheSameThingsForTheSameSeed) {
  TillScript first(3, 42);
  TillScript second(3, 42);
  TillScript other(3, 43);
  std::string first_sold;
  std::string second_sold;
  std::string other_sold;

  for (int i = 0; i < 20; ++i) {
    first_sold += CommandsOf(first.Sell(kNow))[1].add_line_item().sku();
    second_sold += CommandsOf(second.Sell(kNow))[1].add_line_item().sku();
    other_sold += CommandsOf(other.Sell(kNow))[1].add_line_item().sku();
  }

  EXPECT_EQ(first_sold, second_sold);
  EXPECT_NE(first_sold, other_sold);
}

TEST(TillScriptTest, PutsSeveralSalesIntoOneCall) {
  TillScript till(1, 1);

  const auto commands = CommandsOf(till.Sell(kNow, kSalesPerCallMax));

  EXPECT_EQ(commands.size(), static_cast<size_t>(kSalesPerCallMax * kSaleCommands));
  EXPECT_LE(commands.size(), 512u);
  EXPECT_TRUE(commands[kSaleCommands].has_start_sale());
}

TEST(BenchShopTest, HasATaxRuleForEverythingThatIsSold) {
  std::set<std::string> taxed;
  const edge::v1::ShopConfig shop = BenchShop();
  for (const auto& rule : shop.tax_rules()) taxed.insert(rule.tax_category());
  TillScript till(1, 1);

  for (int i = 0; i < 500; ++i) {
    const auto commands = CommandsOf(till.Sell(kNow));
    EXPECT_TRUE(taxed.contains(commands[1].add_line_item().tax_category()));
  }
}

}  // namespace
}  // namespace daybook::bench
