#include "core/domain/stock_use.h"

#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;

// Line `line`, so much of the item, free of charge.
Command Ring(int32_t line, std::string_view sku, int64_t quantity_milli) {
  Command command = AddLine(1, line, 0);
  command.mutable_add_line_item()->set_sku(std::string(sku));
  command.mutable_add_line_item()->set_quantity_milli(quantity_milli);
  return command;
}

int64_t OnHand(std::string_view sku, ShopAtWork& shop) { return shop.StockAt(sku).on_hand_milli; }

// A latte is 18 g of beans and 0.2 l of milk.
const Command kLatte = UpsertRecipe("latte", {{"beans", 18}, {"milk", 200}});

TEST(StockUseTest, OfARecipeIsItsIngredients) {
  ShopAtWork shop;
  shop.MustAsk({kLatte, ReceiveStock("milk", 5000), StartSale(1), Ring(1, "latte", 2000)});

  const auto decision = shop.Ask(Complete(1));

  EXPECT_THAT(Recorded(decision),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold", "StockSold"));
  EXPECT_EQ(OnHand("beans", shop), -36);
  EXPECT_EQ(OnHand("milk", shop), 4600);
  EXPECT_EQ(OnHand("latte", shop), 0);
}

TEST(StockUseTest, AddsUpWhatSeveralLinesTake) {
  ShopAtWork shop;
  shop.MustAsk({kLatte, StartSale(1), Ring(1, "latte", 1000), Ring(2, "milk", 1000),
                Ring(3, "latte", 1000), Complete(1)});

  EXPECT_EQ(OnHand("milk", shop), -1400);
  EXPECT_EQ(shop.StockAt("milk").version, 1);
}

TEST(StockUseTest, OfARecipeLeavesOutWhatIsNoStockItem) {
  ShopAtWork shop;
  event::v1::ItemDetails milk = Details("Milk", 0);
  milk.set_non_stock(true);
  shop.MustAsk({kLatte, UpsertItem("milk", milk), StartSale(1), Ring(1, "latte", 1000)});

  EXPECT_THAT(Recorded(shop.Ask(Complete(1))),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold"));
  EXPECT_EQ(OnHand("milk", shop), 0);
}

TEST(StockUseTest, OfANonStockItemIsNothing) {
  ShopAtWork shop;
  event::v1::ItemDetails tap_water = Details("Tap water", 0);
  tap_water.set_non_stock(true);
  shop.MustAsk({UpsertItem("water", tap_water), StartSale(1), Ring(1, "water", 1000)});

  EXPECT_THAT(Recorded(shop.Ask(Complete(1))), ElementsAre("SaleCompleted", "DocumentIssued"));
}

TEST(StockUseTest, IsNotWrittenDownWhereItIsTheItemItself) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("bread", 0), StartSale(1), Ring(1, "bread", 1000)});

  const auto decision = shop.Ask(Complete(1));

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleCompleted", "DocumentIssued", "StockSold"));
  EXPECT_EQ(decision->events[0].event.sale_completed().stock_uses_size(), 0);
}

TEST(StockUseTest, OfAVoidedSaleComesBackAsItWasTakenWhateverTheRecipeIsNow) {
  ShopAtWork shop;
  shop.MustAsk({kLatte, StartSale(1), Ring(1, "latte", 1000), Complete(1),
                UpsertRecipe("latte", {{"oat-milk", 200}})});

  ASSERT_TRUE(shop.Ask(Void(1)).ok());

  EXPECT_EQ(OnHand("milk", shop), 0);
  EXPECT_EQ(OnHand("beans", shop), 0);
  EXPECT_EQ(OnHand("oat-milk", shop), 0);
}

TEST(StockUseTest, OfPartsThatAreReturnedComesToWhatWasTaken) {
  ShopAtWork shop;
  shop.MustAsk(
      {UpsertRecipe("bag", {{"nuts", 333}}), StartSale(1), Ring(1, "bag", 1000), Complete(1)});
  EXPECT_EQ(OnHand("nuts", shop), -333);

  for (const int64_t quantity_milli : {250, 250, 250, 250}) {
    ASSERT_TRUE(shop.Ask(Return(1, 1, quantity_milli, 0, 0)).ok());
  }

  EXPECT_EQ(OnHand("nuts", shop), 0);
}

TEST(StockUseTest, OfAnImportCountsFromItsActivation) {
  ShopAtWork shop;
  Command stage = StageItem(42, "latte", 0);
  *stage.mutable_stage_items()
       ->mutable_items(0)
       ->mutable_change()
       ->mutable_item_upserted()
       ->mutable_details() = kLatte.upsert_item().details();
  shop.MustAsk({BeginImport(42), stage, ActivateImport(42), StartSale(1), Ring(1, "latte", 1000),
                Complete(1)});

  EXPECT_EQ(OnHand("milk", shop), -200);
}

}  // namespace
}  // namespace daybook::domain
