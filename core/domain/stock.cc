#include "core/domain/stock.h"

#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using event::v1::Event;

void Reserve(StockItem& item, const event::v1::StockReserved& reserved) {
  const auto id = Uuid::FromBytes(reserved.reservation_id());
  if (!id) return;
  const bool has_room = item.reservations.size() < kReservationsMax;
  if (!has_room && !item.reservations.contains(*id)) return;
  item.reservations[*id] = {.quantity_milli = reserved.quantity_milli(),
                            .reference = reserved.reference()};
}

}  // namespace

bool KeepsStock(const Event& event) {
  return event.has_stock_received() || event.has_stock_counted() || event.has_stock_adjusted() ||
         event.has_stock_transferred_in();
}

int64_t ReservedChange(const Event& event) {
  if (event.has_stock_reserved()) {
    const event::v1::StockReserved& reserved = event.stock_reserved();
    if (!Uuid::FromBytes(reserved.reservation_id())) return 0;
    return SubtractClamped(reserved.quantity_milli(), reserved.from_quantity_milli());
  }
  const event::v1::StockReleased& released = event.stock_released();
  if (!Uuid::FromBytes(released.reservation_id())) return 0;
  return SubtractClamped(0, released.quantity_milli());
}

int64_t StockItem::reserved_milli() const {
  int64_t sum_milli = 0;
  for (const auto& [id, reservation] : reservations) {
    sum_milli = AddClamped(sum_milli, reservation.quantity_milli);
  }
  return sum_milli;
}

std::string_view StockLocation(const edge::v1::ShopConfig& shop) {
  return shop.stock_location().empty() ? "main" : std::string_view(shop.stock_location());
}

int64_t StockChange(const Event& event, int64_t on_hand_milli) {
  switch (event.event_case()) {
    case Event::kStockReceived:
      return event.stock_received().quantity_milli();
    case Event::kStockReturned:
      return event.stock_returned().quantity_milli();
    case Event::kStockSold:
      return SubtractClamped(0, event.stock_sold().quantity_milli());
    case Event::kStockAdjusted:
      return event.stock_adjusted().change_milli();
    case Event::kStockCounted:
      return SubtractClamped(event.stock_counted().actual_milli(), on_hand_milli);
    case Event::kStockTransferredOut:
      return SubtractClamped(0, event.stock_transferred_out().quantity_milli());
    case Event::kStockTransferredIn:
      return event.stock_transferred_in().quantity_milli();
    default:
      return 0;
  }
}

void Evolve(StockItem& item, const Event& event) {
  ++item.version;
  item.on_hand_milli = AddClamped(item.on_hand_milli, StockChange(event, item.on_hand_milli));
  item.kept = item.kept || KeepsStock(event);
  if (event.has_stock_reserved()) Reserve(item, event.stock_reserved());
  if (event.has_stock_released()) {
    if (const auto id = Uuid::FromBytes(event.stock_released().reservation_id())) {
      item.reservations.erase(*id);
    }
  }
}

}  // namespace daybook::domain
