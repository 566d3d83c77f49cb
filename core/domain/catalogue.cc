#include "core/domain/catalogue.h"

#include <algorithm>

#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using edge::v1::CatalogueItem;
using edge::v1::DatedPrice;
using event::v1::Event;
using event::v1::ItemChange;

// A price that is not stated stays as it was.
void Upsert(const event::v1::ItemUpserted& upserted, CatalogueItem& item) {
  const common::v1::Money before = item.details().unit_price();
  const bool had_price = item.details().has_unit_price();
  *item.mutable_details() = upserted.details();
  if (had_price && !item.details().has_unit_price()) {
    *item.mutable_details()->mutable_unit_price() = before;
  }
  item.set_discontinued(false);
}

// Keeps the prices in the order of their dates.
void AddPrice(const event::v1::PriceChanged& changed, CatalogueItem& item) {
  auto& prices = *item.mutable_prices();
  DatedPrice& added = *prices.Add();
  added.set_valid_from(changed.valid_from());
  *added.mutable_unit_price() = changed.unit_price();
  for (int i = prices.size() - 1; i > 0; --i) {
    if (prices.Get(i - 1).valid_from() < prices.Get(i).valid_from()) break;
    prices.SwapElements(i, i - 1);
  }
  if (prices.size() <= kItemPricesMax) return;
  // The oldest is what counts before all others.
  *item.mutable_details()->mutable_unit_price() = prices.Get(0).unit_price();
  prices.DeleteSubrange(0, 1);
}

void ChangePrice(const event::v1::PriceChanged& changed, CatalogueItem& item) {
  if (changed.valid_from() == 0) {
    if (changed.has_unit_price()) {
      *item.mutable_details()->mutable_unit_price() = changed.unit_price();
    }
    return;
  }
  auto& prices = *item.mutable_prices();
  const auto same_day = std::ranges::find(
      prices, changed.valid_from(), [](const DatedPrice& price) { return price.valid_from(); });
  if (same_day != prices.end()) prices.erase(same_day);
  if (changed.has_unit_price()) AddPrice(changed, item);
}

void Stage(const event::v1::ItemStaged& staged, CatalogueItem& item) {
  if (item.staged_import_id() != staged.import_id()) {
    item.set_staged_import_id(staged.import_id());
    item.clear_staged();
  }
  if (item.staged_size() < kStagedChangesMax) *item.add_staged() = staged.change();
}

bool Same(const common::v1::Money& a, const common::v1::Money& b) {
  return a.currency_code() == b.currency_code() && a.minor_units() == b.minor_units();
}

}  // namespace

StreamId ItemStream(std::string_view sku) { return {Category::CATEGORY_ITEM, std::string(sku)}; }

StreamId OfferStream(const edge::v1::ShopConfig& shop) {
  return {Category::CATEGORY_OFFER, shop.store()};
}

StreamId FlagStream(std::string_view flag) { return {Category::CATEGORY_FLAG, std::string(flag)}; }

void ApplyChange(const ItemChange& change, CatalogueItem& item) {
  switch (change.change_case()) {
    case ItemChange::kItemUpserted:
      return Upsert(change.item_upserted(), item);
    case ItemChange::kItemDiscontinued:
      return item.set_discontinued(true);
    case ItemChange::kPriceChanged:
      return ChangePrice(change.price_changed(), item);
    case ItemChange::kBarcodeAssigned:  // Which item a barcode leads to, the view `items` knows.
    case ItemChange::CHANGE_NOT_SET:
      return;
  }
}

void SettleStage(std::string_view import_id, bool activated, CatalogueItem& item) {
  if (item.staged_import_id().empty() || item.staged_import_id() != import_id) return;
  const google::protobuf::RepeatedPtrField<ItemChange> staged = item.staged();
  item.clear_staged_import_id();
  item.clear_staged();
  if (!activated) return;
  for (const ItemChange& change : staged) ApplyChange(change, item);
}

void Evolve(CatalogueItem& item, const Event& event) {
  switch (event.event_case()) {
    case Event::kItemUpserted:
      return Upsert(event.item_upserted(), item);
    case Event::kItemDiscontinued:
      return item.set_discontinued(true);
    case Event::kPriceChanged:
      return ChangePrice(event.price_changed(), item);
    case Event::kItemStaged:
      return Stage(event.item_staged(), item);
    case Event::kItemStageSettled:
      return SettleStage(event.item_stage_settled().import_id(),
                         event.item_stage_settled().activated(), item);
    default:
      return;
  }
}

const common::v1::Money* PriceOn(const CatalogueItem& item, int32_t business_date) {
  const common::v1::Money* price =
      item.details().has_unit_price() ? &item.details().unit_price() : nullptr;
  for (const DatedPrice& dated : item.prices()) {
    if (dated.valid_from() <= business_date) price = &dated.unit_price();
  }
  return price;
}

bool HadPrice(const CatalogueItem& item, const common::v1::Money& unit_price) {
  if (item.details().has_unit_price() && Same(item.details().unit_price(), unit_price)) return true;
  return std::ranges::any_of(
      item.prices(), [&](const DatedPrice& dated) { return Same(dated.unit_price(), unit_price); });
}

bool IsStocked(const CatalogueItem& item) {
  return !item.details().non_stock() && item.details().recipe().empty();
}

const CatalogueItem* FindItem(std::string_view sku, const Draft& draft, CatalogueItem& scratch) {
  const Item& item = draft.Find<Item>(ItemStream(sku));
  if (item.version == 0) return nullptr;
  const CatalogueItem* now = &item.item;
  if (const auto import_id = Uuid::FromBytes(now->staged_import_id())) {
    const auto& import = draft.Find<Import>(StreamId::Of(Category::CATEGORY_IMPORT, *import_id));
    if (import.state == ImportState::kActivated) {
      scratch = *now;
      SettleStage(item.item.staged_import_id(), true, scratch);
      now = &scratch;
    }
  }
  return now->has_details() ? now : nullptr;
}

absl::Status CheckStockedOrThere(std::string_view sku, int64_t on_hand_milli, Draft& draft) {
  return on_hand_milli == 0 ? CheckStocked(sku, draft) : absl::OkStatus();
}

absl::Status CheckStocked(std::string_view sku, Draft& draft) {
  CatalogueItem scratch;
  const CatalogueItem* item = FindItem(sku, draft, scratch);
  if (item == nullptr || IsStocked(*item)) return absl::OkStatus();
  return draft.Object(
      Error(Reason::ERROR_REASON_ITEM_NOT_STOCKED, "no stock is kept of {sku}", {{"sku", sku}}));
}

}  // namespace daybook::domain
