#include "core/domain/catalogue.h"

#include "core/domain/bounds.h"
#include "fmt/format.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::CatalogueItem;
using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CatalogueItem& ItemAt(std::string_view sku, ShopAtWork& shop) {
  return std::get<Item>(shop.shop().Find(ItemStream(sku))).item;
}

int64_t PriceAt(std::string_view sku, int32_t business_date, ShopAtWork& shop) {
  const common::v1::Money* price = PriceOn(ItemAt(sku, shop), business_date);
  return price == nullptr ? -1 : price->minor_units();
}

TEST(CatalogueTest, DescribesAnItem) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay()});

  const auto decision = shop.Ask(UpsertItem("roll", 60));

  ASSERT_THAT(Recorded(decision), ElementsAre("ItemUpserted"));
  EXPECT_EQ(decision->events[0].stream.ToText(), "item-roll");
  EXPECT_EQ(ItemAt("roll", shop).details().name(), "roll");
}

TEST(CatalogueTest, NeedsNoBusinessDay) {
  ShopAtWork shop;
  Command command = UpsertItem("roll", 60);
  command.clear_business_date();

  EXPECT_THAT(Recorded(shop.Ask(command)), ElementsAre("ItemUpserted"));
}

TEST(CatalogueTest, ChangesNothingIfTheItemIsTheSame) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), ChangePrice("roll", kTomorrow, 70)});

  EXPECT_THAT(Recorded(shop.Ask(UpsertItem("roll", 60))), IsEmpty());
  EXPECT_THAT(Recorded(shop.Ask(ChangePrice("roll", kTomorrow, 70))), IsEmpty());
  shop.MustAsk({DiscontinueItem("roll")});
  EXPECT_THAT(Recorded(shop.Ask(DiscontinueItem("roll"))), IsEmpty());
}

TEST(CatalogueTest, AnItemThatIsDescribedAnewIsSoldAgain) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), DiscontinueItem("roll")});
  EXPECT_TRUE(ItemAt("roll", shop).discontinued());

  shop.MustAsk({UpsertItem("roll", 60)});

  EXPECT_FALSE(ItemAt("roll", shop).discontinued());
}

TEST(CatalogueTest, APriceThatIsNotStatedStaysAsItWas) {
  ShopAtWork shop;
  event::v1::ItemDetails details = Details("Roll, large", 0);
  details.clear_unit_price();
  shop.MustAsk({UpsertItem("roll", 60), UpsertItem("roll", details)});

  EXPECT_EQ(ItemAt("roll", shop).details().name(), "Roll, large");
  EXPECT_EQ(PriceAt("roll", kToday, shop), 60);
}

TEST(CatalogueTest, APriceChangesOnItsDay) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), ChangePrice("roll", 20170101, 80),
                ChangePrice("roll", kTomorrow, 70)});

  EXPECT_EQ(PriceAt("roll", kToday, shop), 60);
  EXPECT_EQ(PriceAt("roll", kTomorrow, shop), 70);
  EXPECT_EQ(PriceAt("roll", 20161231, shop), 70);
  EXPECT_EQ(PriceAt("roll", 20170101, shop), 80);
}

TEST(CatalogueTest, TheLastPriceForADayCounts) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), ChangePrice("roll", kTomorrow, 70),
                ChangePrice("roll", kTomorrow, 75)});

  EXPECT_EQ(PriceAt("roll", kTomorrow, shop), 75);
  EXPECT_EQ(ItemAt("roll", shop).prices_size(), 1);
}

TEST(CatalogueTest, AChangeOfPriceIsTakenBack) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), ChangePrice("roll", kTomorrow, 70),
                ChangePrice("roll", kTomorrow, -1)});

  EXPECT_EQ(PriceAt("roll", kTomorrow, shop), 60);
  EXPECT_THAT(Recorded(shop.Ask(ChangePrice("roll", kTomorrow, -1))), IsEmpty());
}

TEST(CatalogueTest, APriceWithoutADateIsTheOneBeforeAllOthers) {
  ShopAtWork shop;
  shop.MustAsk(
      {UpsertItem("roll", 60), ChangePrice("roll", kTomorrow, 70), ChangePrice("roll", 0, 65)});

  EXPECT_EQ(PriceAt("roll", kToday, shop), 65);
  EXPECT_EQ(PriceAt("roll", kTomorrow, shop), 70);
}

TEST(CatalogueTest, BeyondItsBoundTheOldestPriceLosesItsDate) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 1)});
  for (int i = 0; i <= kItemPricesMax; ++i) {
    shop.MustAsk({ChangePrice("roll", 20170101 + i / 28 * 100 + i % 28, 100 + i)});
  }

  EXPECT_EQ(ItemAt("roll", shop).prices_size(), kItemPricesMax);
  EXPECT_EQ(PriceAt("roll", kToday, shop), 100);
  EXPECT_EQ(PriceAt("roll", 20170102, shop), 101);
}

TEST(CatalogueTest, RefusesWhatChangesAnItemThatItDoesNotHave) {
  ShopAtWork shop;

  for (const Command& command : {DiscontinueItem("roll"), AssignBarcode("roll", "5012345678900"),
                                 ChangePrice("roll", kTomorrow, 70)}) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "ITEM_UNKNOWN");
  }
}

TEST(CatalogueTest, ABarcodeIsAssignedAgainWithoutAWord) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), AssignBarcode("roll", "5012345678900")});

  EXPECT_THAT(Recorded(shop.Ask(AssignBarcode("roll", "5012345678900"))),
              ElementsAre("BarcodeAssigned"));
}

TEST(CatalogueTest, SaysAtWhichAgeAnItemIsSold) {
  ShopAtWork shop;
  Command wine = UpsertItem("bread", 100);
  wine.mutable_upsert_item()->mutable_details()->set_age_limit_years(18);
  shop.MustAsk({wine, StartSale(1), AddLine(1, 1, 100), PayCard(1, 9, 100)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(1))), "AGE_NOT_VERIFIED");
  shop.MustAsk({VerifyAge(1, 18), Complete(1)});
}

TEST(CatalogueTest, SaysAtWhichHoursAnItemIsSold) {
  ShopAtWork shop;  // It is 09:15.
  const auto sold_from = [](int32_t from_minute, int32_t to_minute) {
    Command wine = UpsertItem("bread", 100);
    event::v1::SaleHours& hours =
        *wine.mutable_upsert_item()->mutable_details()->mutable_sale_hours();
    hours.set_from_minute(from_minute);
    hours.set_to_minute(to_minute);
    return wine;
  };
  shop.MustAsk({StartSale(1), sold_from(600, 1320)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(AddLine(1, 1, 100))), "OUTSIDE_SALE_HOURS");
  EXPECT_EQ(ReasonNameOf(shop.Own(AddLine(1, 1, 100)).objection), "OUTSIDE_SALE_HOURS");
  shop.MustAsk({sold_from(1320, 556), AddLine(1, 2, 100)});  // Over night until 09:16.
  shop.MustAsk({sold_from(1320, 555)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddLine(1, 3, 100))), "OUTSIDE_SALE_HOURS");
}

TEST(CatalogueTest, KeepsAnOfferAsItWasChangedLast) {
  ShopAtWork shop;
  shop.MustAsk({ChangeOffer("happy-hour", 200'000), ChangeOffer("happy-hour", 250'000)});

  EXPECT_THAT(Recorded(shop.Ask(ChangeOffer("happy-hour", 250'000))), IsEmpty());
  const auto& offers = std::get<Offers>(shop.shop().Find(OfferStream(shop.config())));
  EXPECT_EQ(offers.by_name.at("happy-hour").rate_ppm(), 250'000);
  EXPECT_EQ(offers.version, 2);
}

TEST(CatalogueTest, KeepsAFlagForEachStore) {
  ShopAtWork shop;
  shop.MustAsk({ChangeFlag("new-receipt", true), ChangeFlag("new-receipt", false, "bakery")});

  EXPECT_THAT(Recorded(shop.Ask(ChangeFlag("new-receipt", false, "bakery"))), IsEmpty());
  const auto& flag = std::get<Flag>(shop.shop().Find(FlagStream("new-receipt")));
  EXPECT_TRUE(flag.by_store.at("").on());
  EXPECT_FALSE(flag.by_store.at("bakery").on());
}

TEST(CatalogueTest, AFlagIsForABoundedNumberOfStores) {
  ShopAtWork shop;
  for (size_t i = 0; i < kFlagStoresMax; ++i) {
    shop.MustAsk({ChangeFlag("new-receipt", true, fmt::format("store-{}", i))});
  }

  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeFlag("new-receipt", true, "one-more"))), "TOO_LARGE");
  EXPECT_TRUE(shop.Ask(ChangeFlag("new-receipt", false, "store-7")).ok());
}

TEST(CatalogueTest, IsNotForATillToSpeakOf) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), BeginImport(42)});

  for (const Command& command :
       {UpsertItem("roll", 70), DiscontinueItem("roll"), AssignBarcode("roll", "1"),
        ChangePrice("roll", kTomorrow, 70), ChangeOffer("happy-hour", 1), ChangeFlag("x", true),
        BeginImport(43), StageItem(42, "bun", 1), ActivateImport(42), AbortImport(42)}) {
    const Decision decision = shop.Own(command);

    EXPECT_TRUE(decision.set_aside) << CommandName(command);
    EXPECT_EQ(ReasonNameOf(decision.objection), "NOT_AN_OWN_COMMAND");
  }
}

TEST(CatalogueTest, ComesBackFromItsSnapshots) {
  ShopAtWork shop;
  shop.MustAsk({UpsertItem("roll", 60), ChangePrice("roll", kTomorrow, 70), BeginImport(42),
                StageItem(42, "roll", 80), ChangeOffer("happy-hour", 200'000),
                ChangeFlag("new-receipt", true)});

  for (const StreamId& stream :
       {ItemStream("roll"), OfferStream(shop.config()), FlagStream("new-receipt")}) {
    const auto snapshot = TakeSnapshot(shop.shop().Find(stream));
    ASSERT_TRUE(snapshot.has_value());
    const Aggregate copy = FromSnapshot(stream, *snapshot);

    EXPECT_EQ(copy.index(), shop.shop().Find(stream).index());
    EXPECT_EQ(TakeSnapshot(copy)->SerializeAsString(), snapshot->SerializeAsString());
  }
}

}  // namespace
}  // namespace daybook::domain
