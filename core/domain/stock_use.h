// What sold goods take from the stock: the item itself, what it is made of, or nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/domain/draft.h"

namespace daybook::domain {

// How much of which goods, by SKU.
using Goods = std::map<std::string, int64_t>;
using StockUses = google::protobuf::RepeatedPtrField<event::v1::StockUse>;

// Returns what one unit of each of the sale's goods takes, where that is not the item itself,
// ordered by SKU.
StockUses StockUsesOf(const Sale& sale, const Draft& draft);

// Adds what so much of an item takes.
void AddGoods(const std::string& sku, int64_t quantity_milli, const StockUses& uses, Goods& goods);

// Returns what the sale's lines take.
Goods GoodsOf(const Sale& sale, const StockUses& uses);

}  // namespace daybook::domain
