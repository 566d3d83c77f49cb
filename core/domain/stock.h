// One item at one location. On hand may go below 0: what was sold was there.
#pragma once

#include <cstdint>
#include <string_view>

#include "daybook/edge/v1/config.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

struct StockItem {
  int64_t version = 0;
  int64_t on_hand_milli = 0;
};

// Returns where sales take from.
std::string_view StockLocation(const edge::v1::ShopConfig& shop);

// Applies an event on the item's stream.
void Evolve(StockItem& item, const event::v1::Event& event);

}  // namespace daybook::domain
