// Sales for people.
#pragma once

#include <string>
#include <vector>

#include "daybook/edge/v1/view.pb.h"

namespace daybook::cli {

// Returns a sale as on a receipt: its origin, lines, payments and taxes.
std::string SaleText(const edge::v1::SaleView& sale);

// Returns one line for each sale under a header.
std::string SaleListText(const std::vector<edge::v1::SaleView>& sales);

}  // namespace daybook::cli
