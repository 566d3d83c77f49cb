#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "fmt/format.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Rings up one of the item at 0.01, and returns the price that the catalogue has for it, or -1 if
// it has no other.
int64_t PriceInShop(std::string_view sku, ShopAtWork& shop) {
  static uint8_t sale = 100;
  shop.MustAsk({StartSale(++sale)});
  Command line = AddLine(sale, 1, 1);
  line.mutable_add_line_item()->set_sku(std::string(sku));
  const auto decision = shop.Ask(line);
  EXPECT_TRUE(decision.ok()) << decision.status();
  const event::v1::Event& last = decision->events.back().event;
  return last.has_price_discrepancy_flagged()
             ? last.price_discrepancy_flagged().current_unit_price_minor()
             : -1;
}

TEST(ImportTest, IsNotSeenUntilItIsActivated) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), BeginImport(42), StageItem(42, "roll", 70),
                StageItem(42, "bun", 50)});
  EXPECT_EQ(PriceInShop("roll", shop), 60);
  EXPECT_EQ(PriceInShop("bun", shop), -1);

  const auto decision = shop.Ask(ActivateImport(42));

  EXPECT_THAT(Recorded(decision), ElementsAre("ImportActivated"));
  EXPECT_EQ(decision->events[0].event.import_activated().staged_count(), 2);
  EXPECT_EQ(PriceInShop("roll", shop), 70);
  EXPECT_EQ(PriceInShop("bun", shop), 50);
}

TEST(ImportTest, RecordsEachChangeOnItsItem) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42)});

  const auto decision = shop.Ask(StageItem(42, "bun", 50));

  EXPECT_THAT(Recorded(decision), ElementsAre("ItemStaged", "ImportItemsStaged"));
  EXPECT_EQ(decision->events[0].stream.ToText(), "item-bun");
  EXPECT_THAT(decision->events[1].event.import_items_staged().skus(), ElementsAre("bun"));
}

TEST(ImportTest, ListsEachChangeInTheOrderOfStaging) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42)});
  Command stage = StageItem(42, "roll", 60);
  for (const Command& next : {StageItem(42, "bun", 50), StagePrice(42, "roll", 65)}) {
    *stage.mutable_stage_items()->add_items() = next.stage_items().items(0);
  }

  const auto decision = shop.Ask(stage);

  ASSERT_TRUE(decision.ok());
  EXPECT_THAT(decision->events.back().event.import_items_staged().skus(),
              ElementsAre("roll", "bun", "roll"));
  EXPECT_EQ(shop.Ask(ActivateImport(42))->events[0].event.import_activated().staged_count(), 3);
}

TEST(ImportTest, SaysWhichItemIsWrong) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42)});

  const auto refused = shop.Ask(StageItem(42, "bun", -1));

  EXPECT_EQ(ReasonNameOf(refused), "FIELD_INVALID");
  EXPECT_EQ(ErrorMetadata(refused.status(), "sku"), "bun");
  EXPECT_EQ(ErrorMetadata(refused.status(), "field"), "unit_price");
}

TEST(ImportTest, ComesBackFromItsSnapshot) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42), StageItem(42, "bun", 50)});
  const StreamId stream = StreamId::Of(Category::CATEGORY_IMPORT, TestUuid(42));

  const auto copy = std::get<Import>(FromSnapshot(stream, *TakeSnapshot(shop.shop().Find(stream))));

  EXPECT_EQ(copy.version, 2);
  EXPECT_EQ(copy.state, ImportState::kOpen);
  EXPECT_EQ(copy.staged_count, 1);
}

TEST(ImportTest, IsNeverSeenOnceItIsAborted) {
  ShopAtWork shop;
  shop.MustAsk(
      {UpsertItem("roll", 60), BeginImport(42), StageItem(42, "roll", 70), AbortImport(42)});

  EXPECT_EQ(PriceInShop("roll", shop), 60);
  EXPECT_EQ(ReasonNameOf(shop.Ask(ActivateImport(42))), "IMPORT_NOT_OPEN");
  EXPECT_EQ(ReasonNameOf(shop.Ask(StageItem(42, "roll", 80))), "IMPORT_NOT_OPEN");
  EXPECT_THAT(Recorded(shop.Ask(AbortImport(42))), IsEmpty());
}

TEST(ImportTest, IsActivatedOnce) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42), StageItem(42, "bun", 50), ActivateImport(42)});

  EXPECT_THAT(Recorded(shop.Ask(ActivateImport(42))), IsEmpty());
  EXPECT_EQ(ReasonNameOf(shop.Ask(AbortImport(42))), "IMPORT_NOT_OPEN");
  EXPECT_EQ(ReasonNameOf(shop.Ask(BeginImport(42))), "IMPORT_EXISTS");
}

TEST(ImportTest, MustHaveBegun) {
  ShopAtWork shop;

  for (const Command& command : {StageItem(42, "bun", 50), ActivateImport(42), AbortImport(42)}) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "IMPORT_UNKNOWN");
  }
}

TEST(ImportTest, ChangesAnItemInTheOrderOfStaging) {
  ShopAtWork shop;
  shop.MustAsk(
      {BeginImport(42), StageItem(42, "bun", 50), StagePrice(42, "bun", 55), ActivateImport(42)});

  EXPECT_EQ(PriceInShop("bun", shop), 55);
}

TEST(ImportTest, NeedsTheItemBeforeItsPrice) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(StagePrice(42, "bun", 55))), "ITEM_UNKNOWN");
  Command both = StageItem(42, "bun", 50);
  *both.mutable_stage_items()->add_items() = StagePrice(42, "bun", 55).stage_items().items(0);
  EXPECT_THAT(Recorded(shop.Ask(both)),
              ElementsAre("ItemStaged", "ItemStaged", "ImportItemsStaged"));
}

TEST(ImportTest, HasAnItemToItself) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42), BeginImport(43), StageItem(42, "bun", 50)});

  const auto refused = shop.Ask(StageItem(43, "bun", 60));

  EXPECT_EQ(ReasonNameOf(refused), "ITEM_STAGED");
  EXPECT_EQ(ErrorMetadata(refused.status(), "import"), TestUuid(42).ToText());
}

TEST(ImportTest, TellsTheItemHowTheOneBeforeEnded) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42), StageItem(42, "bun", 50), ActivateImport(42), BeginImport(43)});

  EXPECT_THAT(Recorded(shop.Ask(StageItem(43, "bun", 60))),
              ElementsAre("ItemStageSettled", "ItemStaged", "ImportItemsStaged"));
  EXPECT_EQ(PriceInShop("bun", shop), 50);
  shop.MustAsk({AbortImport(43)});
  EXPECT_THAT(Recorded(shop.Ask(ChangePrice("bun", kToday, 45))),
              ElementsAre("ItemStageSettled", "PriceChanged"));
  EXPECT_EQ(PriceInShop("bun", shop), 45);
}

TEST(ImportTest, GoesBeforeWhatWasChangedWhileItWaited) {
  ShopAtWork shop;
  shop.MustAsk(
      {UpsertItem("roll", 60), BeginImport(42), StageItem(42, "roll", 70), UpsertItem("roll", 65)});
  EXPECT_EQ(PriceInShop("roll", shop), 65);

  shop.MustAsk({ActivateImport(42)});

  EXPECT_EQ(PriceInShop("roll", shop), 70);
}

TEST(ImportTest, IsBounded) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42)});
  Command many = StageItem(42, "bun", 50);
  for (int i = 0; i < kStagedItemsMax; ++i) {
    *many.mutable_stage_items()->add_items() =
        StageItem(42, fmt::format("sku-{}", i), 50).stage_items().items(0);
  }
  EXPECT_EQ(ReasonNameOf(shop.Ask(many)), "TOO_LARGE");
  event::v1::Event staged;
  for (int64_t i = 0; i < kImportStagedMax; ++i) {
    staged.mutable_import_items_staged()->add_skus(fmt::format("sku-{}", i));
  }
  shop.shop().Apply(event::v1::EntryHeader(),
                    {{StreamId::Of(Category::CATEGORY_IMPORT, TestUuid(42)), staged}});
  EXPECT_EQ(ReasonNameOf(shop.Ask(StageItem(42, "bun", 50))), "TOO_LARGE");
}

TEST(ImportTest, HasFewChangesOfOneItem) {
  ShopAtWork shop;
  shop.MustAsk({BeginImport(42), StageItem(42, "bun", 50)});
  for (int i = 1; i < kStagedChangesMax; ++i) shop.MustAsk({StagePrice(42, "bun", i)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(StagePrice(42, "bun", 1))), "TOO_LARGE");
}

}  // namespace
}  // namespace daybook::domain
