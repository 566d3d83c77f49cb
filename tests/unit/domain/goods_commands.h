// The commands on the catalogue and the stock: what the tests of the domain arrange and act with.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/unit/domain/shop_at_work.h"

namespace daybook::domain {

// At "main".
edge::v1::Command AdjustStock(std::string_view sku, int64_t change_milli);
edge::v1::Command CountStock(std::string_view sku, int64_t actual_milli);
edge::v1::Command ReserveStock(std::string_view sku, uint8_t reservation, int64_t quantity_milli);
edge::v1::Command ReleaseStock(std::string_view sku, uint8_t reservation);

using SkuQuantities = std::vector<std::pair<std::string, int64_t>>;
// From "store-room" to "main".
edge::v1::Command RequestTransfer(uint8_t transfer, const SkuQuantities& lines);
edge::v1::Command ShipTransfer(uint8_t transfer, const SkuQuantities& lines = {});
edge::v1::Command ReceiveTransfer(uint8_t transfer, const SkuQuantities& lines = {},
                                  bool rest_missing = false);
edge::v1::Command CancelTransfer(uint8_t transfer);

// A credit of 0: it is dismissed.
edge::v1::Command ResolveDiscrepancy(uint8_t sale, int32_t line, int64_t credit_minor = 0);

// Goods of the category "bakery", standard tax.
event::v1::ItemDetails Details(std::string_view name, int64_t price_minor);
edge::v1::Command UpsertItem(std::string_view sku, const event::v1::ItemDetails& details);
edge::v1::Command UpsertItem(std::string_view sku, int64_t price_minor);
// Each unit takes the ingredients.
edge::v1::Command UpsertRecipe(std::string_view sku, const SkuQuantities& ingredients);
edge::v1::Command DiscontinueItem(std::string_view sku);
edge::v1::Command AssignBarcode(std::string_view sku, std::string_view barcode);
// A price below 0: the change of that date is taken back.
edge::v1::Command ChangePrice(std::string_view sku, int32_t valid_from, int64_t price_minor);
edge::v1::Command ChangeOffer(std::string_view offer, int64_t rate_ppm);
edge::v1::Command ChangeFlag(std::string_view flag, bool on, std::string_view store = "");

edge::v1::Command BeginImport(uint8_t import);
edge::v1::Command StageItem(uint8_t import, std::string_view sku, int64_t price_minor);
edge::v1::Command StagePrice(uint8_t import, std::string_view sku, int64_t price_minor);
edge::v1::Command ActivateImport(uint8_t import);
edge::v1::Command AbortImport(uint8_t import);

}  // namespace daybook::domain
