// The view `customers`: a row for each customer (edge.v1.CustomerView).
//
//   customer_id[16] -> CustomerView
#pragma once

#include <memory>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kCustomersName = "customers";

std::unique_ptr<Projection> NewCustomers();

}  // namespace daybook::projections
