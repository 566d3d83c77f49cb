// The view `store_totals`: a row for each business day (edge.v1.StoreTotals), folded by the same
// code as the day's own figures, so that view and Z cannot disagree.
//
//   business_date u32be -> StoreTotals
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kStoreTotalsName = "store_totals";

std::unique_ptr<Projection> NewStoreTotals();

// Returns the key of a business day's row.
std::string StoreTotalsKey(int32_t business_date);

// Returns the range of the business days from `first` to `last`, both included.
KeyRange StoreTotalsRange(int32_t first, int32_t last);

}  // namespace daybook::projections
