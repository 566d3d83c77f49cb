// Stations, their printers, and what is sold out.
#include "core/domain/bounds.h"
#include "fmt/format.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Station& StationAt(std::string_view name, ShopAtWork& shop) {
  return std::get<Station>(shop.shop().Find(StationStream(name)));
}

TEST(SoldOutTest, ProductIsNotRungUpUntilItIsBack) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), EightySix("bread")});
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddLine(1, 1, 100))), "PRODUCT_SOLD_OUT");

  shop.MustAsk({PutBack("bread")});

  EXPECT_TRUE(shop.Ask(AddLine(1, 1, 100)).ok());
}

TEST(SoldOutTest, ProductThatATillHasSoldIsFlagged) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), EightySix("bread")});

  const Decision own = shop.Own(AddLine(1, 1, 100));

  EXPECT_FALSE(own.set_aside);
  EXPECT_EQ(ReasonNameOf(own.objection), "PRODUCT_SOLD_OUT");
  EXPECT_THAT(EventNames(own.events), ElementsAre("SaleLineItemAdded", "CommandFlagged"));
}

TEST(SoldOutTest, ProductIsNotRungUpByChangingAQuantityEither) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100, 2), EightySix("bread")});

  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeQuantity(1, 1, 3000))), "PRODUCT_SOLD_OUT");
  EXPECT_TRUE(shop.Ask(ChangeQuantity(1, 1, 1000)).ok());
  EXPECT_EQ(ReasonNameOf(shop.Own(ChangeQuantity(1, 1, 3000)).objection), "PRODUCT_SOLD_OUT");
  EXPECT_EQ(shop.SaleAt(1).lines.at(1).sold.quantity_milli(), 3000);
}

TEST(SoldOutTest, IsSaidOnce) {
  ShopAtWork shop;
  EXPECT_THAT(Recorded(shop.Ask(PutBack("bread"))), IsEmpty());
  shop.MustAsk({EightySix("bread")});
  EXPECT_THAT(Recorded(shop.Ask(EightySix("bread"))), IsEmpty());
  EXPECT_THAT(Recorded(shop.Ask(PutBack("bread"))), ElementsAre("ProductBackInStock"));
}

TEST(SoldOutTest, HasABound) {
  ShopAtWork shop;
  for (size_t i = 0; i < kSoldOutMax; ++i) shop.MustAsk({EightySix(fmt::format("sku-{}", i))});

  EXPECT_EQ(ReasonNameOf(shop.Ask(EightySix("bread"))), "TOO_LARGE");
  EXPECT_THAT(Recorded(shop.Ask(EightySix("sku-7"))), IsEmpty());
}

TEST(SoldOutTest, IsForAShopWithAKitchen) {
  ShopAtWork shop;
  shop.MustAsk({EightySix("bread"), StartSale(1)});
  shop.config().clear_kitchen();

  EXPECT_EQ(ReasonNameOf(shop.Ask(EightySix("cake"))), "KITCHEN_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(PutBack("bread"))), "KITCHEN_MISSING");
  EXPECT_TRUE(shop.Ask(AddLine(1, 1, 100)).ok());
}

TEST(StationTest, IsClosedAndOpenedOnce) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay()});
  EXPECT_THAT(Recorded(shop.Ask(OpenStation("bar"))), IsEmpty());
  EXPECT_THAT(Recorded(shop.Ask(CloseStation("bar"))), ElementsAre("StationClosed"));
  EXPECT_THAT(Recorded(shop.Ask(CloseStation("bar"))), IsEmpty());
  EXPECT_THAT(Recorded(shop.Ask(CloseStation("bar", "kitchen"))), ElementsAre("StationClosed"));
  EXPECT_EQ(StationAt("bar", shop).fallback, "kitchen");
  EXPECT_THAT(Recorded(shop.Ask(OpenStation("bar"))), ElementsAre("StationOpened"));
  EXPECT_FALSE(StationAt("bar", shop).closed);
}

TEST(StationTest, PrinterFailsPrintsElsewhereAndIsRestored) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay()});
  EXPECT_THAT(Recorded(shop.Ask(PrinterRestored("bar"))), IsEmpty());
  EXPECT_THAT(Recorded(shop.Ask(PrinterFails("bar", "no paper"))), ElementsAre("PrinterFailed"));
  EXPECT_THAT(Recorded(shop.Ask(PrinterFails("bar", "no paper"))), IsEmpty());
  EXPECT_THAT(Recorded(shop.Ask(ReroutePrint("bar", "kitchen"))), ElementsAre("PrintRerouted"));
  EXPECT_THAT(Recorded(shop.Ask(ReroutePrint("bar", "kitchen"))), IsEmpty());
  EXPECT_EQ(StationAt("bar", shop).print_station, "kitchen");
  EXPECT_THAT(Recorded(shop.Ask(PrinterRestored("bar"))), ElementsAre("PrinterRestored"));
  EXPECT_EQ(StationAt("bar", shop).printer_problem, "");
  EXPECT_EQ(StationAt("bar", shop).print_station, "");
}

TEST(StationTest, PrintsForAnotherOnlyIfItPrintsForItself) {
  ShopAtWork shop;
  shop.MustAsk({PrinterFails("kitchen", "no paper")});
  EXPECT_EQ(ReasonNameOf(shop.Ask(ReroutePrint("bar", "kitchen"))), "PRINTER_NOT_PRINTING");

  shop.MustAsk({PrinterRestored("kitchen"), ReroutePrint("bar", "kitchen")});
  EXPECT_EQ(ReasonNameOf(shop.Ask(ReroutePrint("kitchen", "bar"))), "PRINTER_NOT_PRINTING");
  const Decision own = shop.Own(ReroutePrint("kitchen", "bar"));
  EXPECT_FALSE(own.set_aside);
  EXPECT_THAT(EventNames(own.events), ElementsAre("PrintRerouted", "CommandFlagged"));
}

TEST(StationTest, IsOneOfTheShop) {
  ShopAtWork shop;
  const Command unknown[] = {CloseStation("garden"),         CloseStation("bar", "garden"),
                             CloseStation("bar", "bar"),     OpenStation("garden"),
                             PrinterFails("garden", "fire"), ReroutePrint("bar", "garden"),
                             ReroutePrint("bar", "bar"),     PrinterRestored("garden")};
  for (const Command& command : unknown) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "FIELD_INVALID") << command.ShortDebugString();
  }
  shop.config().clear_kitchen();
  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseStation("bar"))), "KITCHEN_MISSING");
}

TEST(StationTest, IsWhatExpectedVersionSpeaksOf) {
  EXPECT_EQ(SubjectOf(CloseStation("bar"), BritishShop()).ToText(), "kitchen-bar");
  EXPECT_EQ(SubjectOf(ReroutePrint("bar", "kitchen"), BritishShop()).ToText(), "kitchen-bar");
  EXPECT_EQ(SubjectOf(EightySix("bread"), BritishShop()).ToText(), "kitchen-*");
  EXPECT_EQ(SubjectOf(CloseStation("*"), BritishShop()).category, Category::CATEGORY_UNSPECIFIED);
}

TEST(KitchenSnapshotTest, GivesTheStateBack) {
  ShopAtWork shop;
  shop.MustAsk({EightySix("pie"), EightySix("cake"), CloseStation("bar", "kitchen"),
                PrinterFails("bar", "no paper"), ReroutePrint("bar", "kitchen"), StartSale(1),
                AddLine(1, 1, 100), SendOrder(1)});
  for (const StreamId& stream : {SoldOutStream(), StationStream("bar"),
                                 OrderNumbersStream(kToday, "1"), TicketStream(TestTicket(1))}) {
    SCOPED_TRACE(stream.ToText());
    const auto snapshot = TakeSnapshot(shop.shop().Find(stream));
    ASSERT_TRUE(snapshot.has_value());
    const Aggregate copy = FromSnapshot(stream, *snapshot);

    EXPECT_EQ(copy.index(), shop.shop().Find(stream).index());
    EXPECT_GT(VersionOf(copy), 0);
    EXPECT_EQ(TakeSnapshot(copy)->SerializeAsString(), snapshot->SerializeAsString());
  }
}

TEST(KitchenConfigTest, IsRefusedForWhatCannotBeWorkedWith) {
  struct Case {
    std::string_view field;
    void (*change)(edge::v1::KitchenConfig& kitchen);
  };
  const Case cases[] = {
      {"kitchen.stations.station", [](auto& k) { k.mutable_stations(1)->set_station("*"); }},
      {"kitchen.stations.station", [](auto& k) { k.mutable_stations(1)->set_station("kitchen"); }},
      {"kitchen.stations.area", [](auto& k) { k.mutable_stations(1)->set_area("a b"); }},
      {"kitchen.stations.fallback", [](auto& k) { k.mutable_stations(1)->set_fallback("none"); }},
      {"kitchen.stations.fallback", [](auto& k) { k.mutable_stations(1)->set_fallback("bar"); }},
      {"kitchen.stations.warn_seconds",
       [](auto& k) { k.mutable_stations(0)->set_warn_seconds(-1); }},
      {"kitchen.stations.late_seconds",
       [](auto& k) { k.mutable_stations(0)->set_late_seconds(kTicketSecondsMax + 1); }},
      {"kitchen.stations",
       [](auto& k) {
         while (k.stations_size() <= kStationsMax) k.add_stations();
       }},
      {"kitchen.catch_all", [](auto& k) { k.set_catch_all("none"); }},
      {"kitchen.catch_all", [](auto& k) { k.mutable_stations(0)->set_area("terrace"); }},
      {"kitchen.routes.category",
       [](auto& k) { k.mutable_routes(0)->set_category(std::string(kCodeBytesMax + 1, 'c')); }},
      {"kitchen.routes.order_type",
       [](auto& k) { k.mutable_routes(0)->set_order_type(static_cast<event::v1::OrderType>(99)); }},
      {"kitchen.routes.area", [](auto& k) { k.mutable_routes(0)->set_area("a b"); }},
      {"kitchen.routes.from_minute", [](auto& k) { k.mutable_routes(0)->set_from_minute(1440); }},
      {"kitchen.routes.to_minute", [](auto& k) { k.mutable_routes(0)->set_to_minute(1441); }},
      {"kitchen.routes.stations", [](auto& k) { k.mutable_routes(0)->clear_stations(); }},
      {"kitchen.routes.stations", [](auto& k) { k.mutable_routes(0)->set_nowhere(true); }},
      {"kitchen.routes.stations", [](auto& k) { k.mutable_routes(0)->add_stations("none"); }},
      {"kitchen.routes.stations", [](auto& k) { k.mutable_routes(0)->add_stations("bar"); }},
      {"kitchen.routes",
       [](auto& k) {
         while (k.routes_size() <= kKitchenRoutesMax) k.add_routes();
       }},
      {"kitchen.order_numbers.register",
       [](auto& k) { k.mutable_order_numbers(0)->set_register_("a b"); }},
      {"kitchen.order_numbers.register",
       [](auto& k) { *k.add_order_numbers() = k.order_numbers(0); }},
      {"kitchen.order_numbers.first_number",
       [](auto& k) { k.mutable_order_numbers(0)->set_first_number(0); }},
      {"kitchen.order_numbers.last_number",
       [](auto& k) { k.mutable_order_numbers(0)->set_last_number(kOrderNumberMax + 1); }},
      {"kitchen.order_numbers",
       [](auto& k) {
         auto& range = *k.add_order_numbers();
         range.set_first_number(99);
         range.set_last_number(120);
       }},
  };
  for (const Case& c : cases) {
    edge::v1::ShopConfig shop = BritishShop();
    c.change(*shop.mutable_kitchen());

    const absl::Status status = CheckShop(shop);

    EXPECT_EQ(ReasonNameOf(status), "CONFIG_INVALID") << c.field;
    EXPECT_EQ(ErrorMetadata(status, "field"), c.field);
  }
}

}  // namespace
}  // namespace daybook::domain
