// The view `kitchen_orders`: one row, the orders that the expediter sees and what is sold out.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kKitchenOrdersName = "kitchen_orders";
inline constexpr char kKitchenOrdersKey[] = "orders";

// What the row shows at most.
inline constexpr int kKitchenOrdersMax = 500;
inline constexpr int kServedOrdersMax = 50;

std::unique_ptr<Projection> NewKitchenOrders();

}  // namespace daybook::projections
