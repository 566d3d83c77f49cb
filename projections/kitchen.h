// The view `kitchen`: one row for each station, its board. Key: the station.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kKitchenName = "kitchen";

// What a board shows at most.
inline constexpr int kBoardTicketsMax = 500;
inline constexpr int kBumpedTicketsMax = 50;

std::unique_ptr<Projection> NewKitchen();

}  // namespace daybook::projections
