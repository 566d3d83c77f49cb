#include "core/domain/stock.h"

#include "core/domain/bounds.h"

namespace daybook::domain {

std::string_view StockLocation(const edge::v1::ShopConfig& shop) {
  return shop.stock_location().empty() ? "main" : std::string_view(shop.stock_location());
}

void Evolve(StockItem& item, const event::v1::Event& event) {
  ++item.version;
  if (event.has_stock_received()) {
    item.on_hand_milli = AddClamped(item.on_hand_milli, event.stock_received().quantity_milli());
  } else if (event.has_stock_returned()) {
    item.on_hand_milli = AddClamped(item.on_hand_milli, event.stock_returned().quantity_milli());
  } else if (event.has_stock_sold()) {
    item.on_hand_milli = AddClamped(item.on_hand_milli, -event.stock_sold().quantity_milli());
  }
}

}  // namespace daybook::domain
