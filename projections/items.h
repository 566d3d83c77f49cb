// The view `items`: a row for each item of the catalogue, what its barcodes lead to, and, for each
// import, what was staged: so that everything of it changes with the one event that activates it.
//
//   'b' barcode                          -> BarcodeRow
//   'i' sku                              -> ItemView
//   'm' import_id[16]                    -> ImportRow, how many lists
//   'm' import_id[16], list u32be        -> ImportRow, the items of one
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kItemsName = "items";

// The most barcodes that lead to one item; the oldest no longer does.
inline constexpr int kItemBarcodesMax = 100;

std::unique_ptr<Projection> NewItems();

// Returns the key of an item's row, and of a barcode's.
std::string ItemKey(std::string_view sku);
std::string BarcodeKey(std::string_view barcode);

// Returns the range of all items.
KeyRange ItemsRange();

}  // namespace daybook::projections
