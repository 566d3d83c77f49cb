#include "projections/kitchen_orders.h"

#include <algorithm>
#include <utility>

#include "core/domain/bounds.h"
#include "core/domain/ticket.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"
#include "projections/kitchen.h"

namespace daybook::projections {
namespace {

using edge::v1::KitchenOrder;
using edge::v1::KitchenOrders;
using edge::v1::OrderTicket;
using edge::v1::SoldOutProduct;
using event::v1::EntryHeader;
using event::v1::Event;
using event::v1::KitchenTicket;
using Orders = google::protobuf::RepeatedPtrField<KitchenOrder>;

// Returns the ticket as the event describes it, or null if it only says what changed.
const KitchenTicket* TicketIn(const Event& event) {
  switch (event.event_case()) {
    case Event::kTicketSent:
      return &event.ticket_sent().ticket();
    case Event::kTicketRecalled:
      return &event.ticket_recalled().ticket();
    case Event::kTicketRefired:
      return &event.ticket_refired().ticket();
    case Event::kTicketMoved:
      return &event.ticket_moved().ticket();
    default:
      return nullptr;
  }
}

OrderTicket* FindTicket(const std::string& ticket_id, KitchenOrder& order) {
  auto& tickets = *order.mutable_tickets();
  const auto found = std::ranges::find(tickets, ticket_id, &OrderTicket::ticket_id);
  return found == tickets.end() ? nullptr : &*found;
}

// Takes the order out of the list if `is_it`; nothing but a default if none is.
template <typename IsIt>
KitchenOrder TakeFrom(Orders& orders, IsIt is_it) {
  for (int i = 0; i < orders.size(); ++i) {
    if (!is_it(*orders.Mutable(i))) continue;
    KitchenOrder taken = std::move(*orders.Mutable(i));
    orders.DeleteSubrange(i, 1);
    return taken;
  }
  return {};
}

template <typename IsIt>
KitchenOrder Take(KitchenOrders& row, IsIt is_it) {
  KitchenOrder order = TakeFrom(*row.mutable_orders(), is_it);
  return order.sale_id().empty() ? TakeFrom(*row.mutable_served(), is_it) : order;
}

// Nothing is left to do for the ticket: it was served, or made although nobody wants it.
bool IsDone(const OrderTicket& ticket) {
  return ticket.state() == event::v1::TICKET_STATE_SERVED ||
         (ticket.state() == event::v1::TICKET_STATE_BUMPED && ticket.quantity_milli() == 0);
}

bool IsBefore(const KitchenOrder& a, const KitchenOrder& b) {
  const auto key = [](const KitchenOrder& order) {
    return std::pair(order.sent_time().seconds(), order.sent_time().nanos());
  };
  return key(a) < key(b);
}

void PutAt(Orders& orders, int place, KitchenOrder order) {
  *orders.Add() = std::move(order);
  std::rotate(orders.begin() + place, orders.end() - 1, orders.end());
}

// Puts the order where it belongs; of too many the oldest leaves.
void Put(KitchenOrder order, KitchenOrders& row) {
  order.set_ready(std::ranges::all_of(order.tickets(), [](const OrderTicket& ticket) {
    return ticket.state() != event::v1::TICKET_STATE_OPEN;
  }));
  if (std::ranges::all_of(order.tickets(), IsDone)) {
    PutAt(*row.mutable_served(), 0, std::move(order));
    if (row.served_size() > kServedOrdersMax) row.mutable_served()->RemoveLast();
    return;
  }
  Orders& orders = *row.mutable_orders();
  const auto after = std::upper_bound(orders.begin(), orders.end(), order, IsBefore);
  PutAt(orders, static_cast<int>(after - orders.begin()), std::move(order));
  if (orders.size() <= kKitchenOrdersMax) return;
  orders.DeleteSubrange(0, 1);
  row.set_lost_count(row.lost_count() + 1);
}

int64_t WantedMilli(const KitchenTicket& ticket) {
  int64_t sum_milli = 0;
  for (const event::v1::TicketItem& item : ticket.items()) {
    sum_milli = domain::AddClamped(sum_milli, domain::WantedMilli(item));
  }
  return sum_milli;
}

// With the first send of another business day leaves what was forgotten.
void BeginDay(const EntryHeader& header, KitchenOrders& row) {
  if (header.business_date() == row.business_date()) return;
  row.set_business_date(header.business_date());
  Orders& orders = *row.mutable_orders();
  const auto left = std::remove_if(orders.begin(), orders.end(), [&](const KitchenOrder& order) {
    return IsOfAnotherDay(order.sent_time(), order.promise_time(), header);
  });
  orders.erase(left, orders.end());
}

// Puts what the ticket says of itself into its order.
void Describe(const std::string& ticket_id, const KitchenTicket& ticket, KitchenOrders& row) {
  KitchenOrder order =
      Take(row, [&](const KitchenOrder& known) { return known.sale_id() == ticket.sale_id(); });
  if (order.sale_id().empty()) {
    order.set_sale_id(ticket.sale_id());
    *order.mutable_sent_time() = ticket.sent_time();
  }
  order.set_order_number(ticket.order_number());
  order.set_order_type(ticket.order_type());
  if (ticket.has_promise_time()) *order.mutable_promise_time() = ticket.promise_time();
  OrderTicket* known = FindTicket(ticket_id, order);
  if (known == nullptr) known = order.add_tickets();
  known->set_ticket_id(ticket_id);
  known->set_station(ticket.station());
  known->set_state(ticket.state());
  known->set_send(ticket.send());
  known->set_quantity_milli(WantedMilli(ticket));
  Put(std::move(order), row);
}

// Changes a ticket by what the event says of it; one whose order has left is passed over.
void Change(const Event& event, const std::string& ticket_id, KitchenOrders& row) {
  KitchenOrder order =
      Take(row, [&](KitchenOrder& known) { return FindTicket(ticket_id, known) != nullptr; });
  if (order.sale_id().empty()) return;
  OrderTicket& ticket = *FindTicket(ticket_id, order);
  if (event.has_ticket_bumped()) ticket.set_state(event::v1::TICKET_STATE_BUMPED);
  if (event.has_ticket_served()) ticket.set_state(event::v1::TICKET_STATE_SERVED);
  for (const event::v1::VoidedItem& item : event.ticket_item_voided().items()) {
    ticket.set_quantity_milli(
        domain::SubtractClamped(ticket.quantity_milli(), item.quantity_milli()));
  }
  Put(std::move(order), row);
}

void PutSoldOut(const EntryHeader& header, const event::v1::ProductEightySixed& gone,
                KitchenOrders& row) {
  auto& products = *row.mutable_sold_out();
  const auto after =
      std::ranges::lower_bound(products, gone.sku(), {}, &SoldOutProduct::sku) - products.begin();
  SoldOutProduct& product = *products.Add();
  product.set_sku(gone.sku());
  product.set_reason(gone.reason());
  *product.mutable_start_time() = header.occur_time();
  std::rotate(products.begin() + after, products.end() - 1, products.end());
}

void RemoveSoldOut(const std::string& sku, KitchenOrders& row) {
  auto& products = *row.mutable_sold_out();
  const auto found = std::ranges::find(products, sku, &SoldOutProduct::sku);
  if (found != products.end()) products.erase(found);
}

void ApplyTo(const EntryHeader& header, const Event& event, Rows& rows) {
  const event::v1::StreamName& stream = StreamOf(header, event);
  const auto row = [&]() -> KitchenOrders& {
    auto& orders = rows.Mutable<KitchenOrders>(kKitchenOrdersKey);
    orders.set_position(PositionOf(header, event));
    return orders;
  };
  switch (event.event_case()) {
    case Event::kTicketSent:
      BeginDay(header, row());
      return Describe(stream.key(), event.ticket_sent().ticket(), row());
    case Event::kTicketRecalled:
    case Event::kTicketRefired:
    case Event::kTicketMoved:
      return Describe(stream.key(), *TicketIn(event), row());
    case Event::kTicketBumped:
    case Event::kTicketServed:
    case Event::kTicketItemVoided:
      return Change(event, stream.key(), row());
    case Event::kProductEightySixed:
      return PutSoldOut(header, event.product_eighty_sixed(), row());
    case Event::kProductBackInStock:
      return RemoveSoldOut(event.product_back_in_stock().sku(), row());
    default:
      return;
  }
}

class ViewOfOrders : public Projection {
 public:
  std::string_view name() const override { return kKitchenOrdersName; }
  int version() const override { return 2; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    ApplyTo(header, event, rows);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewKitchenOrders() { return std::make_unique<ViewOfOrders>(); }

}  // namespace daybook::projections
