// The view `stock`: a row for each item at a location (edge.v1.StockLevel). The key is that of the
// item's stream, "<location>/<sku>".
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kStockName = "stock";

std::unique_ptr<Projection> NewStock();

// Returns the key of an item's row.
std::string StockKey(std::string_view location, std::string_view sku);

// Returns the range of all items at a location.
KeyRange StockRange(std::string_view location);

}  // namespace daybook::projections
