// Sales for people.
#pragma once

#include <string>
#include <vector>

#include "daybook/edge/v1/view.pb.h"

namespace daybook::cli {

// Returns how many lines stand: those that were removed do not count, as in the totals.
int SoldLineCount(const edge::v1::SaleView& sale);

// Returns a sale as on a receipt: its origin, lines, payments and taxes.
std::string SaleText(const edge::v1::SaleView& sale);

// Returns one line for each sale under a header.
std::string SaleListText(const std::vector<edge::v1::SaleView>& sales);

}  // namespace daybook::cli
