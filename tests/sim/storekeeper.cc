#include "tests/sim/storekeeper.h"

#include "fmt/format.h"

namespace daybook::sim {
namespace {

using edge::v1::Command;

constexpr int64_t kNonStockItem = 2;
constexpr int64_t kRecipeItem = 5;  // Made of the one before it, and of what may be no stock item.

std::string SkuOf(int64_t item) { return fmt::format("sku-{}", item); }

void SetPounds(int64_t minor_units, common::v1::Money& money) {
  money.set_currency_code("GBP");
  money.set_minor_units(minor_units);
}

void AddIngredient(int64_t item, int64_t quantity_milli, event::v1::ItemDetails& details) {
  event::v1::RecipeIngredient& ingredient = *details.add_recipe();
  ingredient.set_sku(SkuOf(item));
  ingredient.set_quantity_milli(quantity_milli);
}

}  // namespace

std::string Storekeeper::SomeSku() { return SkuOf(random_.Below(kItemCount)); }

std::string Storekeeper::SomeBarcode() { return fmt::format("{}", 500 + random_.Below(4)); }

std::string Storekeeper::NewId(absl::Time now) {
  return std::string(NewUuid(now, random_).AsBytes());
}

event::v1::ItemDetails Storekeeper::SomeDetails(int64_t item) {
  event::v1::ItemDetails details;
  details.set_name(fmt::format("Item {} of {}", item, random_.Below(3)));
  details.set_category(item < 3 ? "drinks" : "bakery");
  details.set_tax_category("standard");
  details.set_pack_units(item == 0 ? 12 : 0);
  if (Chance(80)) {
    const int64_t raised_minor = Chance(30) ? 10 : 0;
    SetPounds(ListPriceOf(item) + raised_minor, *details.mutable_unit_price());
  }
  details.set_non_stock(item == kNonStockItem && Chance(60));
  if (item == kRecipeItem && Chance(70)) {
    AddIngredient(kRecipeItem - 1, 1 + random_.Below(500), details);
    AddIngredient(kNonStockItem, 1'000, details);
  }
  return details;
}

Command Storekeeper::Next(absl::Time now, int32_t business_date) {
  switch (random_.Below(6)) {
    case 0:
      return ChangeItem(business_date);
    case 1:
      return ChangeSomethingElse();
    case 2:
      return WorkOnImport(now, business_date);
    case 3:
      return WorkOnReservation(now);
    case 4:
      return WorkOnTransfer(now);
    default:
      return WorkOnStock();
  }
}

Command Storekeeper::ChangeItem(int32_t business_date) {
  const int64_t item = random_.Below(kItemCount);
  Command command;
  if (Chance(50)) {
    command.mutable_upsert_item()->set_sku(SkuOf(item));
    *command.mutable_upsert_item()->mutable_details() = SomeDetails(item);
  } else {
    edge::v1::ChangePrice& change = *command.mutable_change_price();
    change.set_sku(SkuOf(item));
    change.set_valid_from(Chance(80) ? business_date : 0);
    if (Chance(80)) SetPounds(ListPriceOf(item) + random_.Below(20), *change.mutable_unit_price());
  }
  return command;
}

Command Storekeeper::ChangeSomethingElse() {
  Command command;
  switch (random_.Below(4)) {
    case 0: {
      const bool coupon = Chance(50);
      command.mutable_change_offer()->set_offer(coupon ? "coupon" : "happy-hour");
      event::v1::OfferChanged& change = *command.mutable_change_offer()->mutable_change();
      change.set_name("Happy hour");
      change.set_kind(Chance(50) ? event::v1::OFFER_KIND_LINES : event::v1::OFFER_KIND_CHEAPEST);
      change.set_least_quantity_milli(3'000);
      change.add_skus("sku-1");
      change.set_rate_ppm(1 + random_.Below(200'000));
      change.set_coupon(coupon);
      change.set_withdrawn(Chance(20));
      break;
    }
    case 1:
      command.mutable_change_flag()->set_flag("new-receipt");
      command.mutable_change_flag()->mutable_change()->set_on(Chance(50));
      break;
    case 2:
      command.mutable_discontinue_item()->set_sku(SomeSku());
      break;
    default:
      command.mutable_assign_barcode()->set_sku(SomeSku());
      command.mutable_assign_barcode()->set_barcode(SomeBarcode());
      break;
  }
  return command;
}

event::v1::ItemChange Storekeeper::SomeChange(int64_t item, int32_t business_date) {
  event::v1::ItemChange change;
  switch (random_.Below(6)) {
    case 0:
      change.mutable_price_changed()->set_valid_from(business_date);
      SetPounds(ListPriceOf(item) + random_.Below(20),
                *change.mutable_price_changed()->mutable_unit_price());
      break;
    case 1:
    case 2:
      change.mutable_barcode_assigned()->set_barcode(SomeBarcode());
      break;
    case 3:
      change.mutable_item_discontinued();
      break;
    default:
      *change.mutable_item_upserted()->mutable_details() = SomeDetails(item);
      break;
  }
  return change;
}

// Two at a time, so that one is refused what the other has staged.
Command Storekeeper::WorkOnImport(absl::Time now, int32_t business_date) {
  Command command;
  const int64_t dice = random_.Below(10);
  std::string& import_id = import_ids_[static_cast<size_t>(random_.Below(2))];
  if (import_id.empty()) {
    import_id = NewId(now);
    command.mutable_begin_import()->set_import_id(import_id);
  } else if (dice < 6) {
    edge::v1::StageItems& stage = *command.mutable_stage_items();
    stage.set_import_id(import_id);
    for (int64_t count = 1 + random_.Below(3); count > 0; --count) {
      const int64_t item = random_.Below(kItemCount);
      edge::v1::StagedItem& staged = *stage.add_items();
      staged.set_sku(SkuOf(item));
      *staged.mutable_change() = SomeChange(item, business_date);
    }
  } else {
    if (dice < 9) {
      command.mutable_activate_import()->set_import_id(import_id);
    } else {
      command.mutable_abort_import()->set_import_id(import_id);
      command.mutable_abort_import()->set_reason("the wrong file");
    }
    if (Chance(80)) import_id.clear();  // Otherwise it is tried again.
  }
  return command;
}

Command Storekeeper::WorkOnStock() {
  Command command;
  if (Chance(50)) {
    edge::v1::AdjustStock& adjust = *command.mutable_adjust_stock();
    adjust.set_location("main");
    adjust.set_sku(SomeSku());
    adjust.set_change_milli(random_.Below(20'000) - 8'000);
    adjust.set_reason("thrown away, or found");
  } else {
    edge::v1::CountStock& count = *command.mutable_count_stock();
    count.set_location("main");
    count.set_sku(SomeSku());
    count.set_actual_milli(random_.Below(9'000));
  }
  return command;
}

Command Storekeeper::WorkOnReservation(absl::Time now) {
  Command command;
  if (reservation_id_.empty() || Chance(40)) {
    if (reservation_id_.empty()) {
      reservation_id_ = NewId(now);
      reserved_sku_ = SomeSku();
    }
    edge::v1::ReserveStock& reserve = *command.mutable_reserve_stock();
    reserve.set_location("main");
    reserve.set_sku(reserved_sku_);
    reserve.set_reservation_id(reservation_id_);
    reserve.set_quantity_milli(1'000 * (1 + random_.Below(3)));
  } else {
    edge::v1::ReleaseStock& release = *command.mutable_release_stock();
    release.set_location("main");
    release.set_sku(reserved_sku_);
    release.set_reservation_id(reservation_id_);
    if (Chance(70)) reservation_id_.clear();
  }
  return command;
}

Command Storekeeper::WorkOnTransfer(absl::Time now) {
  Command command;
  if (transfer_id_.empty()) {
    transfer_id_ = NewId(now);
    transfer_sku_ = SomeSku();
    transfer_shipped_ = false;
    edge::v1::RequestTransfer& request = *command.mutable_request_transfer();
    request.set_transfer_id(transfer_id_);
    request.set_from_location(Chance(50) ? "main" : "store-room");
    request.set_to_location(request.from_location() == "main" ? "store-room" : "main");
    request.add_lines()->set_sku(transfer_sku_);
    request.mutable_lines(0)->set_quantity_milli(6'000);
  } else if (!transfer_shipped_ && Chance(70)) {
    command.mutable_ship_transfer()->set_transfer_id(transfer_id_);
    transfer_shipped_ = true;
  } else if (!transfer_shipped_) {
    command.mutable_cancel_transfer()->set_transfer_id(transfer_id_);
    command.mutable_cancel_transfer()->set_reason("not needed");
    transfer_id_.clear();
  } else {
    edge::v1::ReceiveTransfer& receive = *command.mutable_receive_transfer();
    receive.set_transfer_id(transfer_id_);
    if (Chance(60)) {
      receive.add_lines()->set_sku(transfer_sku_);
      receive.mutable_lines(0)->set_quantity_milli(1'000 * (1 + random_.Below(4)));
    }
    receive.set_rest_missing(Chance(20));
    if (receive.lines().empty() || receive.rest_missing()) transfer_id_.clear();
  }
  return command;
}

}  // namespace daybook::sim
