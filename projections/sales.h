// The view `sales`: a row for each sale (edge.v1.SaleView), and an index that lists them by
// business day in the order in which they began.
//
//   's' sale_id[16]                                          -> SaleView
//   'l' business_date u32be, start position u64be, sale_id   -> empty
//
// Whatever happens on a sale's stream makes its row, even if its beginning never came: money that a
// till took must be seen.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kSalesName = "sales";

// The most codes of unknown items that a row keeps; the day's totals count all.
inline constexpr int kCodesNotFoundMax = 100;

std::unique_ptr<Projection> NewSales();

// Returns the key of a sale's row.
std::string SaleKey(std::string_view sale_id);

// Returns the range of the index that lists one business day, or all if it is 0: the newest is
// last.
KeyRange SaleListRange(int32_t business_date);

// Returns the key of a sale in the index.
std::string SaleListKey(int32_t business_date, int64_t start_position, std::string_view sale_id);

// Returns the sale that a key of the index names. REQUIRES: the key is in SaleListRange.
std::string_view SaleOfListKey(std::string_view key);

}  // namespace daybook::projections
