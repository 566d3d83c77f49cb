// Every way in which a command on the catalogue or the stock may be malformed.
#include "core/domain/bounds.h"
#include "core/domain/fields.h"
#include "tests/unit/domain/goods_commands.h"
#include "tests/unit/domain/malformed.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::ItemDetails;
using event::v1::OfferChanged;

void ExpectRefused(const std::vector<MalformedCase>& cases) {
  ExpectMalformed({StartSale(1), AddLine(1, 1, 1000), UpsertItem("roll", 60), BeginImport(42),
                   RequestTransfer(41, {{"bread", 1000}})},
                  cases);
}

const std::string kLongCode(kCodeBytesMax + 1, 'x');
const std::string kLongName(kNameBytesMax + 1, 'x');
const std::string kLongReason(kReasonBytesMax + 1, 'x');

// Returns UpsertItem of "roll" after `change`, which is given its details.
template <typename Change>
Command Item(Change change) {
  ItemDetails details = Details("Roll", 60);
  change(details);
  return UpsertItem("roll", details);
}

void AddIngredient(std::string_view sku, int64_t quantity_milli, ItemDetails& details) {
  details.add_recipe()->set_sku(std::string(sku));
  details.mutable_recipe(details.recipe_size() - 1)->set_quantity_milli(quantity_milli);
}

TEST(GoodsFieldTest, OfUpsertItemAreChecked) {
  ExpectRefused({
      {"FIELD_MISSING", "sku", UpsertItem("", 1)},
      {"TOO_LARGE", "sku", UpsertItem(kLongCode, 1)},
      {"FIELD_MISSING", "name", Item([](auto& details) { details.clear_name(); })},
      {"TOO_LARGE", "name", Item([](auto& details) { details.set_name(kLongName); })},
      {"FIELD_MISSING", "category", Item([](auto& details) { details.clear_category(); })},
      {"FIELD_MISSING", "tax_category", Item([](auto& details) { details.clear_tax_category(); })},
      {"TOO_LARGE", "commission_category",
       Item([](auto& details) { details.set_commission_category(kLongCode); })},
      {"FIELD_INVALID", "kind",
       Item([](auto& details) { details.set_kind(static_cast<event::v1::LineKind>(99)); })},
      {"FIELD_INVALID", "unit_price",
       Item([](auto& details) { details.mutable_unit_price()->set_minor_units(-1); })},
      {"CURRENCY_MISMATCH", "unit_price",
       Item([](auto& details) { details.mutable_unit_price()->set_currency_code("EUR"); })},
      {"FIELD_INVALID", "pack_units", Item([](auto& details) { details.set_pack_units(-1); })},
      {"FIELD_INVALID", "age_limit_years",
       Item([](auto& details) { details.set_age_limit_years(151); })},
      {"FIELD_INVALID", "sale_hours.from_minute",
       Item([](auto& details) { details.mutable_sale_hours()->set_from_minute(1440); })},
      {"FIELD_INVALID", "sale_hours.to_minute",
       Item([](auto& details) { details.mutable_sale_hours(); })},
  });
}

TEST(GoodsFieldTest, OfARecipeAreChecked) {
  ExpectRefused({
      {"FIELD_MISSING", "recipe.sku", Item([](auto& details) { AddIngredient("", 1, details); })},
      {"FIELD_MISSING", "recipe.quantity_milli",
       Item([](auto& details) { AddIngredient("flour", 0, details); })},
      {"FIELD_INVALID", "recipe.quantity_milli",
       Item([](auto& details) { AddIngredient("flour", -1, details); })},
      {"FIELD_INVALID", "recipe.sku",
       Item([](auto& details) { AddIngredient("roll", 1, details); })},
      {"FIELD_INVALID", "recipe.sku", Item([](auto& details) {
         AddIngredient("flour", 1, details);
         AddIngredient("flour", 2, details);
       })},
      {"FIELD_INVALID", "recipe", Item([](auto& details) {
         AddIngredient("flour", 1, details);
         details.set_non_stock(true);
       })},
      {"TOO_LARGE", "recipe", Item([](auto& details) {
         for (int i = 0; i <= kRecipeIngredientsMax; ++i) details.add_recipe();
       })},
  });
}

TEST(GoodsFieldTest, OfOtherChangesOfAnItemAreChecked) {
  ExpectRefused({
      {"FIELD_MISSING", "sku", DiscontinueItem("")},
      {"FIELD_MISSING", "barcode", AssignBarcode("roll", "")},
      {"TOO_LARGE", "barcode", AssignBarcode("roll", kLongCode)},
      {"FIELD_INVALID", "valid_from", ChangePrice("roll", 20161131, 1)},
      {"FIELD_MISSING", "unit_price", ChangePrice("roll", 0, -1)},
      {"CURRENCY_MISMATCH", "unit_price",
       With(ChangePrice("roll", kTomorrow, 1),
            [](auto& c) {
              c.mutable_change_price()->mutable_unit_price()->set_currency_code("EUR");
            })},
  });
}

// Returns ChangeOffer after `change`, which is given what it is now.
template <typename Change>
Command Offered(Change change) {
  Command command = ChangeOffer("happy-hour", 200'000);
  change(*command.mutable_change_offer()->mutable_change());
  return command;
}

TEST(GoodsFieldTest, OfAnOfferAreChecked) {
  ExpectRefused({
      {"FIELD_MISSING", "offer", ChangeOffer("", 1)},
      {"FIELD_INVALID", "offer", ChangeOffer("happy hour", 1)},
      {"FIELD_MISSING", "name", Offered([](auto& offer) { offer.clear_name(); })},
      {"FIELD_MISSING", "kind", Offered([](auto& offer) { offer.clear_kind(); })},
      {"FIELD_INVALID", "kind",
       Offered([](auto& offer) { offer.set_kind(static_cast<event::v1::OfferKind>(99)); })},
      {"FIELD_MISSING", "size", Offered([](auto& offer) { offer.clear_rate_ppm(); })},
      {"FIELD_INVALID", "rate_ppm", Offered([](auto& offer) { offer.set_rate_ppm(0); })},
      {"FIELD_INVALID", "amount_off",
       Offered([](auto& offer) { *offer.mutable_amount_off() = Gbp(0); })},
      {"FIELD_MISSING", "least_quantity_milli",
       Offered([](auto& offer) { offer.set_kind(event::v1::OFFER_KIND_MULTI_BUY); })},
      {"FIELD_INVALID", "price", Offered([](auto& offer) {
         offer.set_kind(event::v1::OFFER_KIND_SALE);
         *offer.mutable_price() = Gbp(200);
       })},
      {"FIELD_INVALID", "change.offer", Offered([](auto& offer) { offer.set_offer("other"); })},
      {"FIELD_INVALID", "least_quantity_milli",
       Offered([](auto& offer) { offer.set_least_quantity_milli(-1); })},
      {"FIELD_INVALID", "least_total",
       Offered([](auto& offer) { *offer.mutable_least_total() = Gbp(-1); })},
      {"FIELD_INVALID", "valid_from", Offered([](auto& offer) { offer.set_valid_from(1); })},
      {"FIELD_INVALID", "valid_to", Offered([](auto& offer) {
         offer.set_valid_from(kTomorrow);
         offer.set_valid_to(kToday);
       })},
      {"FIELD_MISSING", "skus", Offered([](auto& offer) { offer.add_skus(""); })},
      {"TOO_LARGE", "categories", Offered([](auto& offer) {
         for (int i = 0; i <= kOfferItemsMax; ++i) offer.add_categories("x");
       })},
  });
}

TEST(GoodsFieldTest, OfAFlagAreChecked) {
  ExpectRefused({
      {"FIELD_MISSING", "flag", ChangeFlag("", true)},
      {"FIELD_INVALID", "flag", ChangeFlag("new receipt", true)},
      {"FIELD_INVALID", "store", ChangeFlag("new-receipt", true, "high street")},
      {"FIELD_INVALID", "rollout_ppm",
       With(ChangeFlag("new-receipt", true),
            [](auto& c) {
              c.mutable_change_flag()->mutable_change()->set_rollout_ppm(kRatePpmMax + 1);
            })},
  });
}

TEST(GoodsFieldTest, OfAnImportAreChecked) {
  ExpectRefused({
      {"FIELD_INVALID", "import_id", BeginImport(0)},
      {"TOO_LARGE", "source",
       With(BeginImport(43), [](auto& c) { c.mutable_begin_import()->set_source(kLongName); })},
      {"FIELD_MISSING", "items",
       With(StageItem(42, "bun", 1), [](auto& c) { c.mutable_stage_items()->clear_items(); })},
      {"FIELD_MISSING", "sku", StageItem(42, "", 1)},
      {"FIELD_MISSING", "change",
       With(StageItem(42, "bun", 1),
            [](auto& c) { c.mutable_stage_items()->mutable_items(0)->clear_change(); })},
      {"FIELD_INVALID", "unit_price", StageItem(42, "bun", -1)},
      {"FIELD_MISSING", "import_id",
       With(ActivateImport(42), [](auto& c) { c.mutable_activate_import()->clear_import_id(); })},
      {"FIELD_MISSING", "reason",
       With(AbortImport(42), [](auto& c) { c.mutable_abort_import()->clear_reason(); })},
  });
}

TEST(GoodsFieldTest, OfStockActsAreChecked) {
  ExpectRefused({
      {"FIELD_MISSING", "location",
       With(AdjustStock("bread", 1), [](auto& c) { c.mutable_adjust_stock()->clear_location(); })},
      {"FIELD_MISSING", "sku", AdjustStock("", 1)},
      {"FIELD_MISSING", "change_milli", AdjustStock("bread", 0)},
      {"FIELD_INVALID", "change_milli", AdjustStock("bread", kQuantityMilliMax + 1)},
      {"FIELD_INVALID", "change_milli", AdjustStock("bread", -kQuantityMilliMax - 1)},
      {"FIELD_MISSING", "reason",
       With(AdjustStock("bread", 1), [](auto& c) { c.mutable_adjust_stock()->clear_reason(); })},
      {"TOO_LARGE", "reason",
       With(AdjustStock("bread", 1),
            [](auto& c) { c.mutable_adjust_stock()->set_reason(kLongReason); })},
      {"FIELD_INVALID", "actual_milli", CountStock("bread", -1)},
      {"FIELD_INVALID", "count_session_id",
       With(CountStock("bread", 1),
            [](auto& c) { c.mutable_count_stock()->set_count_session_id("17"); })},
      {"FIELD_INVALID", "reservation_id", ReserveStock("bread", 0, 1)},
      {"FIELD_MISSING", "quantity_milli", ReserveStock("bread", 1, 0)},
      {"TOO_LARGE", "reference",
       With(ReserveStock("bread", 1, 1),
            [](auto& c) { c.mutable_reserve_stock()->set_reference(kLongName); })},
      {"FIELD_INVALID", "reservation_id", ReleaseStock("bread", 0)},
      {"FIELD_INVALID", "pack_count",
       With(ReceiveStock("bread", 1),
            [](auto& c) { c.mutable_receive_stock()->set_pack_count(1); })},
      {"FIELD_INVALID", "pack_count",
       With(ReceiveStock("bread", 0),
            [](auto& c) { c.mutable_receive_stock()->set_pack_count(-1); })},
  });
}

TEST(GoodsFieldTest, OfATransferAreChecked) {
  ExpectRefused({
      {"FIELD_INVALID", "transfer_id", RequestTransfer(0, {{"bread", 1}})},
      {"FIELD_MISSING", "from_location",
       With(RequestTransfer(43, {{"bread", 1}}),
            [](auto& c) { c.mutable_request_transfer()->clear_from_location(); })},
      {"FIELD_INVALID", "to_location",
       With(RequestTransfer(43, {{"bread", 1}}),
            [](auto& c) { c.mutable_request_transfer()->set_to_location("store-room"); })},
      {"FIELD_INVALID", "to_location",
       With(RequestTransfer(43, {{"bread", 1}}),
            [](auto& c) { c.mutable_request_transfer()->set_to_location("a/b"); })},
      {"FIELD_MISSING", "lines", RequestTransfer(43, {})},
      {"FIELD_INVALID", "lines", RequestTransfer(43, {{"bread", 1}, {"bread", 2}})},
      {"TOO_LARGE", "lines", RequestTransfer(43, SkuQuantities(kTransferLinesMax + 1))},
      {"FIELD_MISSING", "lines.sku", RequestTransfer(43, {{"", 1}})},
      {"FIELD_INVALID", "lines.quantity_milli", ShipTransfer(41, {{"bread", -1}})},
      {"FIELD_MISSING", "reason",
       With(CancelTransfer(41), [](auto& c) { c.mutable_cancel_transfer()->clear_reason(); })},
  });
}

TEST(GoodsFieldTest, OfAPriceThatDifferedAreChecked) {
  const auto resolve = [](auto change) {
    return With(ResolveDiscrepancy(1, 1, 50),
                [&](auto& c) { change(*c.mutable_resolve_price_discrepancy()); });
  };
  ExpectRefused({
      {"FIELD_MISSING", "line", resolve([](auto& r) { r.clear_line(); })},
      {"FIELD_MISSING", "resolution", resolve([](auto& r) { r.clear_resolution(); })},
      {"FIELD_INVALID", "resolution", resolve([](auto& r) {
         r.set_resolution(static_cast<event::v1::PriceDiscrepancyResolution>(99));
       })},
      {"FIELD_MISSING", "credit", resolve([](auto& r) { r.clear_credit(); })},
      {"FIELD_INVALID", "credit", resolve([](auto& r) { *r.mutable_credit() = Gbp(-50); })},
      {"FIELD_INVALID", "credit",
       resolve([](auto& r) { r.set_resolution(event::v1::PRICE_DISCREPANCY_RESOLUTION_DISMISS); })},
      {"TOO_LARGE", "reason", resolve([](auto& r) { r.set_reason(kLongReason); })},
      {"FIELD_MISSING", "sale_id", resolve([](auto& r) { r.clear_sale_id(); })},
  });
}

}  // namespace
}  // namespace daybook::domain
