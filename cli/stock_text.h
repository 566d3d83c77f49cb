// Stock and catalogue as text for people.
#pragma once

#include <string>
#include <vector>

#include "daybook/edge/v1/view.pb.h"

namespace daybook::cli {

// Returns what there is of an item: lines.
std::string StockLevelText(const edge::v1::StockLevel& level);

// Return tables.
std::string StockListText(const std::vector<edge::v1::StockLevel>& levels);
std::string AvailabilityText(const std::vector<edge::v1::Availability>& items);
std::string ItemListText(const std::vector<edge::v1::ItemView>& items);

// Returns what the catalogue has of an item: lines.
std::string ItemText(const edge::v1::ItemView& item);

}  // namespace daybook::cli
