#include "tests/unit/domain/goods_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

template <typename Message>
void SetPlace(std::string_view sku, Message& message) {
  message.set_location("main");
  message.set_sku(std::string(sku));
}

template <typename Message>
void AddLines(const SkuQuantities& lines, Message& message) {
  for (const auto& [sku, quantity_milli] : lines) {
    event::v1::TransferLine& line = *message.add_lines();
    line.set_sku(sku);
    line.set_quantity_milli(quantity_milli);
  }
}

}  // namespace

Command AdjustStock(std::string_view sku, int64_t change_milli) {
  Command command = NewCommand();
  SetPlace(sku, *command.mutable_adjust_stock());
  command.mutable_adjust_stock()->set_change_milli(change_milli);
  command.mutable_adjust_stock()->set_reason("past its date");
  return command;
}

Command CountStock(std::string_view sku, int64_t actual_milli) {
  Command command = NewCommand();
  SetPlace(sku, *command.mutable_count_stock());
  command.mutable_count_stock()->set_actual_milli(actual_milli);
  return command;
}

Command ReserveStock(std::string_view sku, uint8_t reservation, int64_t quantity_milli) {
  Command command = NewCommand();
  SetPlace(sku, *command.mutable_reserve_stock());
  command.mutable_reserve_stock()->set_reservation_id(TestId(reservation));
  command.mutable_reserve_stock()->set_quantity_milli(quantity_milli);
  return command;
}

Command ReleaseStock(std::string_view sku, uint8_t reservation) {
  Command command = NewCommand();
  SetPlace(sku, *command.mutable_release_stock());
  command.mutable_release_stock()->set_reservation_id(TestId(reservation));
  return command;
}

Command RequestTransfer(uint8_t transfer, const SkuQuantities& lines) {
  Command command = NewCommand();
  edge::v1::RequestTransfer& request = *command.mutable_request_transfer();
  request.set_transfer_id(TestId(transfer));
  request.set_from_location("store-room");
  request.set_to_location("main");
  AddLines(lines, request);
  return command;
}

Command ShipTransfer(uint8_t transfer, const SkuQuantities& lines) {
  Command command = NewCommand();
  command.mutable_ship_transfer()->set_transfer_id(TestId(transfer));
  AddLines(lines, *command.mutable_ship_transfer());
  return command;
}

Command ReceiveTransfer(uint8_t transfer, const SkuQuantities& lines, bool rest_missing) {
  Command command = NewCommand();
  command.mutable_receive_transfer()->set_transfer_id(TestId(transfer));
  AddLines(lines, *command.mutable_receive_transfer());
  command.mutable_receive_transfer()->set_rest_missing(rest_missing);
  return command;
}

Command CancelTransfer(uint8_t transfer) {
  Command command = NewCommand();
  command.mutable_cancel_transfer()->set_transfer_id(TestId(transfer));
  command.mutable_cancel_transfer()->set_reason("not needed");
  return command;
}

Command ResolveDiscrepancy(uint8_t sale, int32_t line, int64_t credit_minor) {
  Command command = NewCommand();
  edge::v1::ResolvePriceDiscrepancy& resolve = *command.mutable_resolve_price_discrepancy();
  resolve.set_sale_id(TestId(sale));
  resolve.set_line(line);
  if (credit_minor == 0) {
    resolve.set_resolution(event::v1::PRICE_DISCREPANCY_RESOLUTION_DISMISS);
  } else {
    resolve.set_resolution(event::v1::PRICE_DISCREPANCY_RESOLUTION_CREDIT);
    *resolve.mutable_credit() = Gbp(credit_minor);
  }
  return command;
}

event::v1::ItemDetails Details(std::string_view name, int64_t price_minor) {
  event::v1::ItemDetails details;
  details.set_name(std::string(name));
  details.set_category("bakery");
  details.set_tax_category("standard");
  *details.mutable_unit_price() = Gbp(price_minor);
  return details;
}

Command UpsertItem(std::string_view sku, const event::v1::ItemDetails& details) {
  Command command = NewCommand();
  command.mutable_upsert_item()->set_sku(std::string(sku));
  *command.mutable_upsert_item()->mutable_details() = details;
  return command;
}

Command UpsertItem(std::string_view sku, int64_t price_minor) {
  return UpsertItem(sku, Details(sku, price_minor));
}

Command UpsertRecipe(std::string_view sku, const SkuQuantities& ingredients) {
  event::v1::ItemDetails details = Details(sku, 0);
  details.clear_unit_price();
  for (const auto& [ingredient_sku, quantity_milli] : ingredients) {
    event::v1::RecipeIngredient& ingredient = *details.add_recipe();
    ingredient.set_sku(ingredient_sku);
    ingredient.set_quantity_milli(quantity_milli);
  }
  return UpsertItem(sku, details);
}

Command DiscontinueItem(std::string_view sku) {
  Command command = NewCommand();
  command.mutable_discontinue_item()->set_sku(std::string(sku));
  return command;
}

Command AssignBarcode(std::string_view sku, std::string_view barcode) {
  Command command = NewCommand();
  command.mutable_assign_barcode()->set_sku(std::string(sku));
  command.mutable_assign_barcode()->set_barcode(std::string(barcode));
  return command;
}

Command ChangePrice(std::string_view sku, int32_t valid_from, int64_t price_minor) {
  Command command = NewCommand();
  command.mutable_change_price()->set_sku(std::string(sku));
  command.mutable_change_price()->set_valid_from(valid_from);
  if (price_minor >= 0) *command.mutable_change_price()->mutable_unit_price() = Gbp(price_minor);
  return command;
}

Command ChangeOffer(std::string_view offer, int64_t rate_ppm) {
  Command command = NewCommand();
  command.mutable_change_offer()->set_offer(std::string(offer));
  event::v1::OfferChanged& change = *command.mutable_change_offer()->mutable_change();
  change.set_name("Happy hour");
  change.set_kind(event::v1::OFFER_KIND_LINES);
  change.set_rate_ppm(rate_ppm);
  return command;
}

Command ChangeFlag(std::string_view flag, bool on, std::string_view store) {
  Command command = NewCommand();
  command.mutable_change_flag()->set_flag(std::string(flag));
  command.mutable_change_flag()->mutable_change()->set_on(on);
  command.mutable_change_flag()->mutable_change()->set_store(std::string(store));
  return command;
}

Command BeginImport(uint8_t import) {
  Command command = NewCommand();
  command.mutable_begin_import()->set_import_id(TestId(import));
  return command;
}

Command StageItem(uint8_t import, std::string_view sku, int64_t price_minor) {
  Command command = NewCommand();
  command.mutable_stage_items()->set_import_id(TestId(import));
  edge::v1::StagedItem& item = *command.mutable_stage_items()->add_items();
  item.set_sku(std::string(sku));
  *item.mutable_change()->mutable_item_upserted()->mutable_details() = Details(sku, price_minor);
  return command;
}

Command StagePrice(uint8_t import, std::string_view sku, int64_t price_minor) {
  Command command = NewCommand();
  command.mutable_stage_items()->set_import_id(TestId(import));
  edge::v1::StagedItem& item = *command.mutable_stage_items()->add_items();
  item.set_sku(std::string(sku));
  *item.mutable_change()->mutable_price_changed()->mutable_unit_price() = Gbp(price_minor);
  return command;
}

Command ActivateImport(uint8_t import) {
  Command command = NewCommand();
  command.mutable_activate_import()->set_import_id(TestId(import));
  return command;
}

Command AbortImport(uint8_t import) {
  Command command = NewCommand();
  command.mutable_abort_import()->set_import_id(TestId(import));
  command.mutable_abort_import()->set_reason("the wrong file");
  return command;
}

}  // namespace daybook::domain
