// What salespersons earn, and what of that goes back.
#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"
#include "tests/unit/domain/value_commands.h"

namespace daybook::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void AddRule(std::string_view category, int64_t rate_ppm, int32_t valid_from,
             edge::v1::ShopConfig& shop) {
  edge::v1::CommissionRule& rule = *shop.add_commissions();
  rule.set_category(std::string(category));
  rule.set_rate_ppm(rate_ppm);
  rule.set_valid_from(valid_from);
}

// 2 %, electronics 3 %, services 5 %.
edge::v1::ShopConfig ShopWithCommissions() {
  edge::v1::ShopConfig shop = BritishShop();
  AddRule("", 20'000, 0, shop);
  AddRule("electronics", 30'000, 0, shop);
  AddRule("services", 50'000, 0, shop);
  return shop;
}

// Returns the day's rows: "ben: 1, 6.00 on 120.00" in minor units.
std::vector<std::string> Commissions(ShopAtWork& shop) {
  std::vector<std::string> rows;
  for (const event::v1::KeyedAmount& row : shop.DayAt().totals.by_commission()) {
    rows.push_back(row.key() + ": " + std::to_string(row.count()) + ", " +
                   std::to_string(row.amount_minor()) + " on " + std::to_string(row.base_minor()));
  }
  return rows;
}

TEST(CommissionTest, IsTheRateOfTheLinesCategory) {
  ShopAtWork shop(ShopWithCommissions());
  shop.MustAsk({StartSale(1), SellBy("ben", 1, 1, 10000, "electronics"),
                SellBy("ben", 1, 2, 3000, "clothes"), SellBy("cleo", 1, 3, 4000, "services"),
                AddLine(1, 4, 5000), PayCard(1, 1, 22000)});

  EXPECT_THAT(Recorded(shop.Ask(Complete(1))),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold", "CommissionEarned",
                          "CommissionEarned"));
  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 360 on 13000", "cleo: 1, 200 on 4000"));
}

TEST(CommissionTest, IsNobodysWithoutRulesOrASalesperson) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), SellBy("ben", 1, 1, 10000), PayCard(1, 1, 10000), Complete(1)});

  EXPECT_THAT(Commissions(shop), IsEmpty());
}

TEST(CommissionTest, IsNotOnWhatIsNoTurnover) {
  ShopAtWork shop(ShopWithCommissions());
  edge::v1::Command card = SellGiftCard(1, 1, 60, 5000);
  card.mutable_add_line_item()->set_salesperson("ben");
  shop.MustAsk({StartSale(1), card, PayCard(1, 1, 5000), Complete(1)});

  EXPECT_THAT(Commissions(shop), IsEmpty());
}

TEST(CommissionTest, IsOnWhatDiscountsLeave) {
  ShopAtWork shop(ShopWithCommissions());
  shop.MustAsk({StartSale(1), SellBy("ben", 1, 1, 10000), TakeOffRate(1, 1, 100'000),
                PayCard(1, 1, 9000), Complete(1)});

  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 180 on 9000"));
}

TEST(CommissionTest, FollowsTheCommissionCategoryOfTheCatalogue) {
  ShopAtWork shop(ShopWithCommissions());
  event::v1::ItemDetails details = Details("Bread", 10000);
  details.set_commission_category("services");
  shop.MustAsk({UpsertItem("bread", details), StartSale(1), SellBy("ben", 1, 1, 10000),
                PayCard(1, 1, 10000), Complete(1)});

  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 500 on 10000"));
}

TEST(CommissionTest, IsTheRateOfTheDateOfTheCompletion) {
  edge::v1::ShopConfig config = ShopWithCommissions();
  AddRule("", 40'000, kToday, config);
  AddRule("", 90'000, kTomorrow, config);
  ShopAtWork shop(config);
  shop.MustAsk({StartSale(1), SellBy("ben", 1, 1, 10000), PayCard(1, 1, 10000), Complete(1)});

  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 400 on 10000"));
}

// A sale of 120.00 at 5 % is 6.00; of 80.00 that come back 4.00 go back; 2.00 are left.
TEST(CommissionTest, GoesBackWithTheShareThatIsReturned) {
  ShopAtWork shop(ShopWithCommissions());
  shop.MustAsk(
      {StartSale(1), SellBy("ben", 1, 1, 4000, "services", 3), PayCard(1, 1, 12000), Complete(1)});
  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 600 on 12000"));

  shop.MustAsk({Return(1, 1, 2000, 30, 8000)});

  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 200 on 4000"));
}

TEST(CommissionTest, LeavesTheRemainderToTheLastReturn) {
  ShopAtWork shop(ShopWithCommissions());
  shop.MustAsk(
      {StartSale(1), SellBy("ben", 1, 1, 1667, "services", 3), PayCard(1, 1, 5001), Complete(1)});
  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 250 on 5001"));

  shop.MustAsk({Return(1, 1, 1000, 30, 1667)});
  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 167 on 3334"));
  shop.MustAsk({Return(1, 1, 1000, 31, 1667)});
  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 83 on 1667"));
  shop.MustAsk({Return(1, 1, 1000, 32, 1667)});
  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 0 on 0"));
}

TEST(CommissionTest, GoesBackWhollyWithAVoidedSale) {
  ShopAtWork shop(ShopWithCommissions());
  shop.MustAsk({StartSale(1), SellBy("ben", 1, 1, 9999), PayCard(1, 1, 9999), Complete(1)});

  EXPECT_THAT(Recorded(shop.Ask(Void(1))),
              ElementsAre("PaymentReversed", "SaleVoided", "DocumentIssued", "StockReturned",
                          "CommissionReversed"));
  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 0, 0 on 0"));
}

TEST(CommissionTest, IsNeverMoreBackThanWasEarnedWhenTillsReturnTwice) {
  ShopAtWork shop(ShopWithCommissions());
  shop.MustAsk({StartSale(1), SellBy("ben", 1, 1, 10000), PayCard(1, 1, 10000), Complete(1)});
  shop.Own(Return(1, 1, 1000, 30, 10000));

  const Decision again = shop.Own(Return(1, 1, 1000, 31, 10000));

  EXPECT_FALSE(again.objection.ok());
  EXPECT_THAT(Commissions(shop), ElementsAre("ben: 1, 0 on 0"));
}

TEST(CommissionTest, IsCheckedWithTheConfiguration) {
  const auto field_of = [](auto change) {
    edge::v1::ShopConfig shop = ShopWithCommissions();
    change(shop);
    return ErrorMetadata(CheckShop(shop), "field");
  };
  EXPECT_TRUE(CheckShop(ShopWithCommissions()).ok());
  EXPECT_EQ(field_of([](auto& shop) { shop.mutable_commissions(0)->set_rate_ppm(1'000'001); }),
            "commissions.rate_ppm");
  EXPECT_EQ(field_of([](auto& shop) { shop.mutable_commissions(0)->set_valid_from(20161131); }),
            "commissions.valid_from");
  EXPECT_EQ(field_of([](auto& shop) { *shop.add_commissions() = shop.commissions(0); }),
            "commissions");
  EXPECT_EQ(field_of([](auto& shop) {
              for (int i = 0; i <= kCommissionRulesMax; ++i) shop.add_commissions();
            }),
            "commissions");
}

}  // namespace
}  // namespace daybook::domain
