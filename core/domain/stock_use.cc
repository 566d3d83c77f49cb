#include "core/domain/stock_use.h"

#include <algorithm>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"

namespace daybook::domain {
namespace {

using edge::v1::CatalogueItem;
using event::v1::StockUse;

bool IsGoods(const SaleLine& line) {
  return !line.removed && line.sold.kind() == event::v1::LINE_KIND_GOODS;
}

// Returns what the item takes, or null if that is the item itself.
const StockUse* FindUse(const std::string& sku, const StockUses& uses) {
  const auto use = std::lower_bound(
      uses.begin(), uses.end(), sku,
      [](const StockUse& known, const std::string& wanted) { return known.sku() < wanted; });
  return use == uses.end() || use->sku() != sku ? nullptr : &*use;
}

bool IsNonStock(const std::string& sku, const Draft& draft) {
  CatalogueItem scratch;
  const CatalogueItem* item = FindItem(sku, draft, scratch);
  return item != nullptr && item->details().non_stock();
}

void Add(const std::string& sku, int64_t quantity_milli, Goods& goods) {
  if (quantity_milli == 0) return;
  int64_t& sum_milli = goods[sku];
  sum_milli = AddClamped(sum_milli, quantity_milli);
}

}  // namespace

StockUses StockUsesOf(const Sale& sale, const Draft& draft) {
  std::map<std::string_view, StockUse> by_sku;
  for (const auto& [number, line] : sale.lines) {
    if (!IsGoods(line)) continue;
    CatalogueItem scratch;
    const CatalogueItem* item = FindItem(line.sold.sku(), draft, scratch);
    if (item == nullptr || IsStocked(*item)) continue;
    const auto [at, is_new] = by_sku.try_emplace(line.sold.sku());
    if (!is_new) continue;
    StockUse& use = at->second;
    use.set_sku(line.sold.sku());
    for (const event::v1::RecipeIngredient& ingredient : item->details().recipe()) {
      if (!IsNonStock(ingredient.sku(), draft)) *use.add_ingredients() = ingredient;
    }
  }
  StockUses uses;
  for (auto& [sku, use] : by_sku) *uses.Add() = std::move(use);
  return uses;
}

void AddGoods(const std::string& sku, int64_t quantity_milli, const StockUses& uses, Goods& goods) {
  const StockUse* use = FindUse(sku, uses);
  if (use == nullptr) return Add(sku, quantity_milli, goods);
  for (const event::v1::RecipeIngredient& ingredient : use->ingredients()) {
    const auto needed_milli =
        MultiplyDivide(quantity_milli, ingredient.quantity_milli(), kMilliPerUnit);
    Add(ingredient.sku(), std::min(needed_milli.value_or(kStockUseMilliMax), kStockUseMilliMax),
        goods);
  }
}

Goods GoodsOf(const Sale& sale, const StockUses& uses) {
  Goods goods;
  for (const auto& [number, line] : sale.lines) {
    if (IsGoods(line)) AddGoods(line.sold.sku(), line.sold.quantity_milli(), uses, goods);
  }
  return goods;
}

}  // namespace daybook::domain
