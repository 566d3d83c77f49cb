// The kitchen for people.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "daybook/edge/v1/view.pb.h"

namespace daybook::cli {

// Returns a station's board: its tickets with their age, what it asks for in all, what was bumped.
std::string BoardText(const edge::v1::KitchenBoard& board, absl::Time now);

// Returns the orders in the kitchen, and what is sold out.
std::string OrdersText(const edge::v1::KitchenOrders& orders, absl::Time now);

}  // namespace daybook::cli
