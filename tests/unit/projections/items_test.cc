#include "projections/items.h"

#include "daybook/edge/v1/view.pb.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using edge::v1::BarcodeRow;
using edge::v1::ItemView;
using ::testing::ElementsAre;
using ::testing::SizeIs;

StreamId ItemStream(std::string_view sku) { return {Category::CATEGORY_ITEM, std::string(sku)}; }
StreamId ImportStream(int64_t import) {
  return StreamId::Of(Category::CATEGORY_IMPORT, TestId(import));
}

TestEvent Upserted(std::string_view sku, std::string_view name) {
  event::v1::Event event;
  event.mutable_item_upserted()->mutable_details()->set_name(std::string(name));
  return {ItemStream(sku), event};
}

TestEvent BarcodeAssigned(std::string_view sku, std::string_view barcode) {
  event::v1::Event event;
  event.mutable_barcode_assigned()->set_barcode(std::string(barcode));
  return {ItemStream(sku), event};
}

// The event of the item staged.
TestEvent Staged(int64_t import, const TestEvent& change) {
  TestEvent staged{change.stream, {}};
  event::v1::ItemStaged& event = *staged.event.mutable_item_staged();
  event.set_import_id(std::string(TestId(import).AsBytes()));
  if (change.event.has_item_upserted()) {
    *event.mutable_change()->mutable_item_upserted() = change.event.item_upserted();
  } else {
    *event.mutable_change()->mutable_barcode_assigned() = change.event.barcode_assigned();
  }
  return staged;
}

TestEvent Listed(int64_t import, const std::vector<std::string>& skus) {
  event::v1::Event event;
  for (const std::string& sku : skus) event.mutable_import_items_staged()->add_skus(sku);
  return {ImportStream(import), event};
}

TestEvent Activated(int64_t import) {
  event::v1::Event event;
  event.mutable_import_activated();
  return {ImportStream(import), event};
}

TestEvent Aborted(int64_t import) {
  event::v1::Event event;
  event.mutable_import_aborted();
  return {ImportStream(import), event};
}

TestEvent Settled(int64_t import, std::string_view sku, bool activated) {
  event::v1::Event event;
  event.mutable_item_stage_settled()->set_import_id(std::string(TestId(import).AsBytes()));
  event.mutable_item_stage_settled()->set_activated(activated);
  return {ItemStream(sku), event};
}

class ItemsTest : public ::testing::Test {
 protected:
  ItemView ReadItem(std::string_view sku) const { return view_.Read<ItemView>(ItemKey(sku)); }
  std::string NameOf(std::string_view sku) const { return ReadItem(sku).item().details().name(); }
  std::string ItemOf(std::string_view barcode) const {
    return view_.Read<BarcodeRow>(BarcodeKey(barcode)).sku();
  }
  void Fold(const std::vector<TestEvent>& events) {
    ASSERT_TRUE(view_.Fold(maker_.Make(events)).ok());
  }

  EntryMaker maker_;
  TestView view_{NewItems()};
};

TEST_F(ItemsTest, ShowAnItemAsItIsDescribed) {
  Fold({Upserted("roll", "Roll")});
  Fold({Upserted("roll", "Roll, large")});

  EXPECT_EQ(NameOf("roll"), "Roll, large");
  EXPECT_EQ(ReadItem("roll").sku(), "roll");
  EXPECT_EQ(ReadItem("roll").version(), 2);
  EXPECT_EQ(ReadItem("roll").position(), 2);
}

TEST_F(ItemsTest, ABarcodeLeadsToTheItemThatHasItLast) {
  Fold({Upserted("roll", "Roll"), Upserted("bun", "Bun"), BarcodeAssigned("roll", "1"),
        BarcodeAssigned("roll", "2")});
  EXPECT_EQ(ItemOf("1"), "roll");

  Fold({BarcodeAssigned("bun", "1")});

  EXPECT_EQ(ItemOf("1"), "bun");
  EXPECT_THAT(ReadItem("roll").barcodes(), ElementsAre("2"));
  EXPECT_THAT(ReadItem("bun").barcodes(), ElementsAre("1"));
}

TEST_F(ItemsTest, ABarcodeThatIsAssignedAgainStandsOnce) {
  Fold({Upserted("roll", "Roll"), BarcodeAssigned("roll", "1"), BarcodeAssigned("roll", "1")});

  EXPECT_THAT(ReadItem("roll").barcodes(), ElementsAre("1"));
}

TEST_F(ItemsTest, TheOldestOfTooManyBarcodesLeadsNowhere) {
  Fold({Upserted("roll", "Roll")});
  for (int i = 0; i <= kItemBarcodesMax; ++i) Fold({BarcodeAssigned("roll", fmt::format("{}", i))});

  EXPECT_THAT(ReadItem("roll").barcodes(), SizeIs(kItemBarcodesMax));
  EXPECT_EQ(ItemOf("0"), "");
  EXPECT_EQ(ItemOf("1"), "roll");
}

TEST_F(ItemsTest, AllOfAnImportIsSeenAtOnce) {
  Fold({Upserted("roll", "Roll")});
  Fold({Staged(7, Upserted("roll", "Roll, large")), Staged(7, BarcodeAssigned("roll", "1")),
        Listed(7, {"roll", "roll"})});
  Fold({Staged(7, Upserted("bun", "Bun")), Listed(7, {"bun"})});
  EXPECT_EQ(NameOf("roll"), "Roll");
  EXPECT_EQ(NameOf("bun"), "");
  EXPECT_EQ(ItemOf("1"), "");

  Fold({Activated(7)});

  EXPECT_EQ(NameOf("roll"), "Roll, large");
  EXPECT_EQ(NameOf("bun"), "Bun");
  EXPECT_EQ(ItemOf("1"), "roll");
  EXPECT_EQ(ReadItem("bun").position(), 7);
}

// Issue 3: the barcode stayed with the item whose SKU sorts last.
TEST_F(ItemsTest, ABarcodeOfAnImportLeadsToTheItemThatWasStagedLast) {
  const auto item_after = [](const std::string& first, const std::string& last) {
    EntryMaker maker;
    TestView view(NewItems());
    const std::vector<TestEvent> staged = {
        Staged(7, Upserted("a", "A")),          Staged(7, Upserted("b", "B")),
        Staged(7, BarcodeAssigned(first, "1")), Staged(7, BarcodeAssigned(last, "1")),
        Listed(7, {"a", "b", first, last}),     Activated(7)};
    EXPECT_TRUE(view.Fold(maker.Make(staged)).ok());
    EXPECT_THAT(view.Read<ItemView>(ItemKey(first)).barcodes(), SizeIs(0));
    EXPECT_THAT(view.Read<ItemView>(ItemKey(last)).barcodes(), ElementsAre("1"));
    return view.Read<BarcodeRow>(BarcodeKey("1")).sku();
  };

  EXPECT_EQ(item_after("a", "b"), "b");
  EXPECT_EQ(item_after("b", "a"), "a");
}

TEST_F(ItemsTest, NothingIsLeftOfTheListsOfAnImportThatHasEnded) {
  Fold({Staged(7, Upserted("roll", "Roll")), Listed(7, {"roll"})});
  Fold({Activated(7)});

  EXPECT_THAT(view_.rows(), SizeIs(1));  // The item's.
}

TEST_F(ItemsTest, NothingOfAnAbortedImportIsSeen) {
  Fold({Upserted("roll", "Roll"), Staged(7, Upserted("roll", "Roll, large")), Listed(7, {"roll"})});
  Fold({Aborted(7)});

  EXPECT_EQ(NameOf("roll"), "Roll");
  EXPECT_EQ(ReadItem("roll").item().staged_size(), 0);
}

TEST_F(ItemsTest, WhatTheImportHasSaidTheItemOnlyRepeats) {
  Fold({Staged(7, Upserted("roll", "Roll")), Listed(7, {"roll"}), Activated(7)});
  Fold({Settled(7, "roll", true), Upserted("roll", "Roll, small")});

  EXPECT_EQ(NameOf("roll"), "Roll, small");
}

TEST_F(ItemsTest, PassOverWhatIsNotOfTheCatalogue) {
  Fold({DayOpened(), Created(1)});

  EXPECT_TRUE(view_.rows().empty());
}

}  // namespace
}  // namespace daybook::projections
