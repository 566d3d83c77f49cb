// The catalogue: items with their prices, offers, flags, and imports of many items.
//
// Each is a fold of its own stream alone. An item keeps what an import has staged apart from what
// counts; whether the import was activated is asked of the import (FindItem), so that one event
// makes any number of items change at once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/domain/draft.h"
#include "daybook/edge/v1/catalogue.pb.h"
#include "daybook/event/v1/catalogue.pb.h"

namespace daybook::domain {

// Returns the stream of an item, of the shop's offers, of a flag: key, the SKU, the store, the
// name.
StreamId ItemStream(std::string_view sku);
StreamId OfferStream(const edge::v1::ShopConfig& shop);
StreamId FlagStream(std::string_view flag);

// Applies one change to an item.
void ApplyChange(const event::v1::ItemChange& change, edge::v1::CatalogueItem& item);

// The import that the item's staged changes belong to has ended: they count, or are dropped.
// Nothing happens if none of that import are staged.
void SettleStage(std::string_view import_id, bool activated, edge::v1::CatalogueItem& item);

// Applies an event on the item's stream.
void Evolve(edge::v1::CatalogueItem& item, const event::v1::Event& event);

// Returns the item's price of that business day, or null if it has none.
const common::v1::Money* PriceOn(const edge::v1::CatalogueItem& item, int32_t business_date);

// Whether the item has, or had, that price on some other day.
bool HadPrice(const edge::v1::CatalogueItem& item, const common::v1::Money& unit_price);

// Whether stock is kept of the item itself: it is neither made of others nor no stock item.
bool IsStocked(const edge::v1::CatalogueItem& item);

// Returns the item as it stands, with what an activated import has staged; null if the catalogue
// does not have it. Valid as long as the draft and `scratch`.
const edge::v1::CatalogueItem* FindItem(std::string_view sku, const Draft& draft,
                                        edge::v1::CatalogueItem& scratch);

// Objects with ITEM_NOT_STOCKED if no stock is kept of the item.
absl::Status CheckStocked(std::string_view sku, Draft& draft);

// The same for what puts the book right: whatever it has of the item goes on being put right.
absl::Status CheckStockedOrThere(std::string_view sku, int64_t on_hand_milli, Draft& draft);

}  // namespace daybook::domain
