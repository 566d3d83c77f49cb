// Commands on items, offers and flags. They are asks: no till is behind them.
#include <set>

#include "core/base/business_date.h"
#include "core/base/names.h"
#include "core/domain/asks.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/catalogue_changes.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

using edge::v1::CatalogueItem;
using event::v1::ItemChange;
using event::v1::OfferChanged;

constexpr std::string_view kInCatalogue = "what is in the catalogue";
constexpr int32_t kMinutesPerDay = 1'440;

absl::Status CheckRecipe(std::string_view sku, const event::v1::ItemDetails& details) {
  if (details.recipe_size() > kRecipeIngredientsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the recipe has {count} ingredients, at most {ingredients_max}",
                 {{"field", "recipe"},
                  {"count", details.recipe_size()},
                  {"ingredients_max", kRecipeIngredientsMax}});
  }
  if (details.non_stock() && !details.recipe().empty()) {
    return FieldInvalid("recipe", "is that of an item of which no stock is kept");
  }
  std::set<std::string_view> skus;
  for (const event::v1::RecipeIngredient& ingredient : details.recipe()) {
    DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("recipe.sku", ingredient.sku(), kCodeBytesMax));
    DAYBOOK_RETURN_IF_ERROR(CheckQuantity("recipe.quantity_milli", ingredient.quantity_milli()));
    if (ingredient.sku() == sku) return FieldInvalid("recipe.sku", "is the item itself");
    if (!skus.insert(ingredient.sku()).second) {
      return FieldInvalid("recipe.sku", "names an item twice");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSaleHours(const event::v1::SaleHours& hours) {
  if (hours.from_minute() < 0 || hours.from_minute() >= kMinutesPerDay) {
    return FieldInvalid("sale_hours.from_minute", "is not from 0 to 1439");
  }
  if (hours.to_minute() < 0 || hours.to_minute() > kMinutesPerDay ||
      hours.to_minute() == hours.from_minute()) {
    return FieldInvalid("sale_hours.to_minute", "is not from 0 to 1440, or is where it begins");
  }
  return absl::OkStatus();
}

// What is no turnover is not taxed.
absl::Status CheckKind(const event::v1::ItemDetails& details) {
  if (!event::v1::LineKind_IsValid(details.kind())) {
    return FieldInvalid("kind", "is none that this server knows");
  }
  if (IsTurnover(details.kind())) {
    return CheckRequiredText("tax_category", details.tax_category(), kCodeBytesMax);
  }
  if (details.tax_category().empty()) return absl::OkStatus();
  return FieldInvalid("tax_category", "belongs to what is turnover alone");
}

absl::Status CheckDetails(std::string_view sku, const event::v1::ItemDetails& details,
                          std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("name", details.name(), kNameBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("category", details.category(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(
      CheckText("commission_category", details.commission_category(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckKind(details));
  if (details.has_unit_price()) {
    DAYBOOK_RETURN_IF_ERROR(CheckMoney("unit_price", details.unit_price(), currency_code, 0));
  }
  if (details.pack_units() < 0 || details.pack_units() > kPackUnitsMax) {
    return FieldInvalid("pack_units", "is not from 0 to 1000000");
  }
  if (details.age_limit_years() < 0 || details.age_limit_years() > kAgeYearsMax) {
    return FieldInvalid("age_limit_years", "is no age");
  }
  if (details.has_sale_hours()) DAYBOOK_RETURN_IF_ERROR(CheckSaleHours(details.sale_hours()));
  return CheckRecipe(sku, details);
}

absl::Status CheckPrice(const event::v1::PriceChanged& changed, std::string_view currency_code) {
  if (changed.valid_from() != 0 && !IsBusinessDate(changed.valid_from())) {
    return FieldInvalid("valid_from", "is not a day of the calendar, as the number yyyymmdd");
  }
  if (changed.has_unit_price()) {
    return CheckMoney("unit_price", changed.unit_price(), currency_code, 0);
  }
  return changed.valid_from() == 0 ? FieldMissing("unit_price") : absl::OkStatus();
}

// Decides one change of an item at once.
absl::Status Change(const std::string& sku, const ItemChange& change, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, kInCatalogue));
  DAYBOOK_RETURN_IF_ERROR(CheckItemChange(sku, change, draft));
  CatalogueItem scratch;
  const CatalogueItem* item = FindItem(sku, draft, scratch);
  if (item == nullptr && !change.has_item_upserted()) return ItemUnknown(sku);
  CatalogueItem before;
  if (item != nullptr) before = *item;
  CatalogueItem after = before;
  ApplyChange(change, after);
  const bool is_same = after.SerializeAsString() == before.SerializeAsString();
  if (is_same && !change.has_barcode_assigned()) return absl::OkStatus();

  RecordStageSettled(sku, draft);
  event::v1::Event& event = draft.Record(ItemStream(sku));
  switch (change.change_case()) {
    case ItemChange::kItemUpserted:
      *event.mutable_item_upserted() = change.item_upserted();
      break;
    case ItemChange::kItemDiscontinued:
      event.mutable_item_discontinued();
      break;
    case ItemChange::kBarcodeAssigned:
      *event.mutable_barcode_assigned() = change.barcode_assigned();
      break;
    case ItemChange::kPriceChanged:
      *event.mutable_price_changed() = change.price_changed();
      break;
    case ItemChange::CHANGE_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

absl::Status CheckName(std::string_view field, std::string_view name) {
  if (name.empty()) return FieldMissing(field);
  if (IsName(name)) return absl::OkStatus();
  return FieldInvalid(field, "is not 1 to 64 letters, digits, dots, underscores or hyphens");
}

absl::Status CheckCodes(std::string_view field,
                        const google::protobuf::RepeatedPtrField<std::string>& codes) {
  if (codes.size() > kOfferItemsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{field} are {count}, at most {items_max}",
                 {{"field", field}, {"count", codes.size()}, {"items_max", kOfferItemsMax}});
  }
  for (const std::string& code : codes) {
    DAYBOOK_RETURN_IF_ERROR(CheckRequiredText(field, code, kCodeBytesMax));
  }
  return absl::OkStatus();
}

// Groups need a size; the whole sale has no price of its own.
absl::Status CheckOfferKind(const OfferChanged& change) {
  const bool is_group = change.kind() == event::v1::OFFER_KIND_MULTI_BUY ||
                        change.kind() == event::v1::OFFER_KIND_CHEAPEST;
  if (is_group && change.least_quantity_milli() == 0) return FieldMissing("least_quantity_milli");
  const bool is_priced = change.size_case() == OfferChanged::kPrice;
  if (!is_priced || change.kind() != event::v1::OFFER_KIND_SALE) return absl::OkStatus();
  return FieldInvalid("price", "is given for the whole sale");
}

absl::Status CheckOfferSize(const OfferChanged& change, std::string_view currency_code) {
  switch (change.size_case()) {
    case OfferChanged::kRatePpm:
      return CheckRate("rate_ppm", change.rate_ppm(), 1);
    case OfferChanged::kAmountOff:
      return CheckMoney("amount_off", change.amount_off(), currency_code, 1);
    case OfferChanged::kPrice:
      return CheckMoney("price", change.price(), currency_code, 0);
    case OfferChanged::SIZE_NOT_SET:
      break;
  }
  return FieldMissing("size");
}

absl::Status CheckOfferDates(const OfferChanged& change) {
  for (const auto& [field, date] :
       {std::pair("valid_from", change.valid_from()), std::pair("valid_to", change.valid_to())}) {
    if (date != 0 && !IsBusinessDate(date)) {
      return FieldInvalid(field, "is not a day of the calendar, as the number yyyymmdd");
    }
  }
  if (change.valid_to() != 0 && change.valid_to() < change.valid_from()) {
    return FieldInvalid("valid_to", "is before valid_from");
  }
  return absl::OkStatus();
}

absl::Status CheckOffer(const OfferChanged& change, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("name", change.name(), kNameBytesMax));
  if (change.kind() == event::v1::OFFER_KIND_UNSPECIFIED) return FieldMissing("kind");
  if (!event::v1::OfferKind_IsValid(change.kind())) {
    return FieldInvalid("kind", "is none that this server knows");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckOfferDates(change));
  DAYBOOK_RETURN_IF_ERROR(CheckCodes("skus", change.skus()));
  DAYBOOK_RETURN_IF_ERROR(CheckCodes("categories", change.categories()));
  if (change.least_quantity_milli() != 0) {
    DAYBOOK_RETURN_IF_ERROR(CheckQuantity("least_quantity_milli", change.least_quantity_milli()));
  }
  if (change.has_least_total()) {
    DAYBOOK_RETURN_IF_ERROR(CheckMoney("least_total", change.least_total(), currency_code, 0));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckOfferKind(change));
  return CheckOfferSize(change, currency_code);
}

// Withdraws an offer as it stands; nothing changes if there is none.
absl::Status Withdraw(const std::string& name, Draft& draft) {
  const StreamId stream = OfferStream(draft.config());
  const auto& offers = draft.Find<Offers>(stream);
  const auto known = offers.by_name.find(name);
  if (known == offers.by_name.end()) return absl::OkStatus();
  OfferChanged withdrawn = known->second;
  withdrawn.set_withdrawn(true);
  *draft.Record(stream).mutable_offer_changed() = std::move(withdrawn);
  return absl::OkStatus();
}

}  // namespace

absl::Status ItemUnknown(std::string_view sku) {
  return Error(Reason::ERROR_REASON_ITEM_UNKNOWN, "the catalogue has no item {sku}",
               {{"sku", sku}});
}

absl::Status CheckItemChange(std::string_view sku, const ItemChange& change, const Draft& draft) {
  const std::string& currency_code = draft.config().currency_code();
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("sku", sku, kCodeBytesMax));
  switch (change.change_case()) {
    case ItemChange::kItemUpserted:
      return CheckDetails(sku, change.item_upserted().details(), currency_code);
    case ItemChange::kItemDiscontinued:
      return absl::OkStatus();
    case ItemChange::kBarcodeAssigned:
      return CheckRequiredText("barcode", change.barcode_assigned().barcode(), kCodeBytesMax);
    case ItemChange::kPriceChanged:
      return CheckPrice(change.price_changed(), currency_code);
    case ItemChange::CHANGE_NOT_SET:
      break;
  }
  return FieldMissing("change");
}

void RecordStageSettled(const std::string& sku, Draft& draft) {
  const std::string& import_bytes = draft.Find<Item>(ItemStream(sku)).item.staged_import_id();
  const auto import_id = Uuid::FromBytes(import_bytes);
  if (!import_id) return;
  const ImportState state =
      draft.Find<Import>(StreamId::Of(Category::CATEGORY_IMPORT, *import_id)).state;
  if (state == ImportState::kOpen) return;
  event::v1::ItemStageSettled& settled =
      *draft.Record(ItemStream(sku)).mutable_item_stage_settled();
  settled.set_import_id(std::string(import_id->AsBytes()));
  settled.set_activated(state == ImportState::kActivated);
}

absl::Status DecideCase(const edge::v1::UpsertItem& upsert, Draft& draft) {
  ItemChange change;
  *change.mutable_item_upserted()->mutable_details() = upsert.details();
  return Change(upsert.sku(), change, draft);
}

absl::Status DecideCase(const edge::v1::DiscontinueItem& discontinue, Draft& draft) {
  ItemChange change;
  change.mutable_item_discontinued();
  return Change(discontinue.sku(), change, draft);
}

absl::Status DecideCase(const edge::v1::AssignBarcode& assign, Draft& draft) {
  ItemChange change;
  change.mutable_barcode_assigned()->set_barcode(assign.barcode());
  return Change(assign.sku(), change, draft);
}

absl::Status DecideCase(const edge::v1::ChangePrice& change_price, Draft& draft) {
  ItemChange change;
  change.mutable_price_changed()->set_valid_from(change_price.valid_from());
  if (change_price.has_unit_price()) {
    *change.mutable_price_changed()->mutable_unit_price() = change_price.unit_price();
  }
  return Change(change_price.sku(), change, draft);
}

absl::Status DecideCase(const edge::v1::ChangeOffer& change, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, kInCatalogue));
  DAYBOOK_RETURN_IF_ERROR(CheckName("offer", change.offer()));
  if (change.change().withdrawn()) return Withdraw(change.offer(), draft);
  DAYBOOK_RETURN_IF_ERROR(CheckOffer(change.change(), draft.config().currency_code()));
  OfferChanged offer = change.change();
  if (!offer.offer().empty() && offer.offer() != change.offer()) {
    return FieldInvalid("change.offer", "is another offer");
  }
  offer.set_offer(change.offer());
  const StreamId stream = OfferStream(draft.config());
  const auto& offers = draft.Find<Offers>(stream);
  const auto known = offers.by_name.find(change.offer());
  const bool is_known = known != offers.by_name.end();
  if (is_known && known->second.SerializeAsString() == offer.SerializeAsString()) {
    return absl::OkStatus();
  }
  if (!is_known && offers.by_name.size() >= kOffersMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the shop has {offers_max} offers, as many as it may: withdraw some",
                 {{"offers_max", kOffersMax}});
  }

  *draft.Record(stream).mutable_offer_changed() = std::move(offer);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ChangeFlag& change, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, "what is switched on"));
  DAYBOOK_RETURN_IF_ERROR(CheckName("flag", change.flag()));
  const event::v1::FlagChanged& flag_change = change.change();
  if (!flag_change.store().empty()) {
    DAYBOOK_RETURN_IF_ERROR(CheckName("store", flag_change.store()));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckRate("rollout_ppm", flag_change.rollout_ppm(), 0));
  const StreamId stream = FlagStream(change.flag());
  const auto& by_store = draft.Find<Flag>(stream).by_store;
  const auto known = by_store.find(flag_change.store());
  if (known == by_store.end() && by_store.size() >= kFlagStoresMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the flag is set for {stores_max} stores, as many as it may",
                 {{"field", "store"}, {"stores_max", kFlagStoresMax}});
  }
  const bool is_same = known != by_store.end() &&
                       known->second.SerializeAsString() == flag_change.SerializeAsString();
  if (is_same) return absl::OkStatus();

  *draft.Record(stream).mutable_flag_changed() = flag_change;
  return absl::OkStatus();
}

}  // namespace daybook::domain
