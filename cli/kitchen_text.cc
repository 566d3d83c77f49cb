#include "cli/kitchen_text.h"

#include "cli/json.h"
#include "cli/output.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

using edge::v1::BoardTicket;
using edge::v1::KitchenBoard;
using edge::v1::KitchenOrder;
using edge::v1::KitchenOrders;
using event::v1::KitchenTicket;
using event::v1::TicketItem;

// Returns how long ago that was in whole minutes; a clock that is ahead says 0.
std::string AgeText(const google::protobuf::Timestamp& sent_time, absl::Time now) {
  const int64_t minutes = absl::ToInt64Minutes(now - FromTimestamp(sent_time));
  return fmt::format("{} min", std::max<int64_t>(minutes, 0));
}

std::string UrgencyText(const KitchenTicket& ticket, absl::Time now) {
  const int64_t seconds = absl::ToInt64Seconds(now - FromTimestamp(ticket.sent_time()));
  if (ticket.late_seconds() > 0 && seconds >= ticket.late_seconds()) return ", late";
  if (ticket.warn_seconds() > 0 && seconds >= ticket.warn_seconds()) return ", soon late";
  return "";
}

std::string OrderName(int32_t order_number, const std::string& sale_id) {
  if (order_number != 0) return fmt::format("order {}", order_number);
  return fmt::format("sale {}", Uuid::FromBytes(sale_id).value_or(Uuid{}).ToText());
}

std::string ItemText(const TicketItem& item) {
  const int64_t wanted_milli = item.quantity_milli() - item.voided_milli();
  std::string text = fmt::format("    {} {}", QuantityText(wanted_milli), Printable(item.name()));
  if (item.voided_milli() != 0) {
    text += fmt::format(" ({} struck through)", QuantityText(item.voided_milli()));
  }
  for (const event::v1::Modifier& modifier : item.modifiers()) {
    text += fmt::format(", with {} {}", QuantityText(modifier.quantity_milli()),
                        Printable(modifier.name()));
  }
  if (item.seat() != 0) text += fmt::format(", seat {}", item.seat());
  if (item.course() != 0) text += fmt::format(", course {}", item.course());
  if (item.order_type() != event::v1::ORDER_TYPE_UNSPECIFIED) {
    text += ", " + EnumText(*event::v1::OrderType_descriptor(), item.order_type());
  }
  if (!item.note().empty()) text += fmt::format(", \"{}\"", Printable(item.note()));
  return text + ": " + EnumText(*event::v1::TicketItemState_descriptor(), item.state()) + "\n";
}

std::string TicketText(const BoardTicket& row, absl::Time now) {
  const KitchenTicket& ticket = row.ticket();
  std::string text = fmt::format("  {}, {}{}", OrderName(ticket.order_number(), ticket.sale_id()),
                                 AgeText(ticket.sent_time(), now), UrgencyText(ticket, now));
  if (ticket.priority()) text += ", before others";
  if (ticket.order_type() != event::v1::ORDER_TYPE_UNSPECIFIED) {
    text += ", " + EnumText(*event::v1::OrderType_descriptor(), ticket.order_type());
  }
  if (!ticket.table().empty()) text += ", table " + Printable(ticket.table());
  if (!ticket.area().empty()) text += ", " + Printable(ticket.area());
  text += fmt::format(", ticket {}\n", Uuid::FromBytes(row.ticket_id()).value_or(Uuid{}).ToText());
  for (const TicketItem& item : ticket.items()) text += ItemText(item);
  return text;
}

std::string StationText(const KitchenBoard& board) {
  std::string text = fmt::format("station {}: {}", Printable(board.station()),
                                 CountText(board.tickets_size(), "ticket"));
  if (board.closed()) text += ", closed";
  if (!board.fallback().empty()) text += ", its tickets go to " + Printable(board.fallback());
  if (!board.printer_problem().empty()) {
    text += fmt::format(", printer: {}", Printable(board.printer_problem()));
  }
  if (!board.print_station().empty()) text += ", prints at " + Printable(board.print_station());
  if (board.lost_count() > 0) {
    text += fmt::format(", {} left it unbumped", CountText(board.lost_count(), "ticket"));
  }
  return text + "\n";
}

std::string OrderText(const KitchenOrder& order, absl::Time now) {
  std::string text = fmt::format("  {}, {}{}", OrderName(order.order_number(), order.sale_id()),
                                 AgeText(order.sent_time(), now), order.ready() ? ", ready" : "");
  for (const edge::v1::OrderTicket& ticket : order.tickets()) {
    text += fmt::format(", {} {}", Printable(ticket.station()),
                        EnumText(*event::v1::TicketState_descriptor(), ticket.state()));
  }
  return text + "\n";
}

}  // namespace

std::string BoardText(const KitchenBoard& board, absl::Time now) {
  std::string text = StationText(board);
  for (const BoardTicket& ticket : board.tickets()) text += TicketText(ticket, now);
  if (board.all_day_size() > 0) text += "all day\n";
  for (const edge::v1::AllDayCount& count : board.all_day()) {
    text += fmt::format("  {} {}\n", QuantityText(count.quantity_milli()), Printable(count.name()));
  }
  if (board.bumped_size() > 0) text += "bumped\n";
  for (const BoardTicket& ticket : board.bumped()) text += TicketText(ticket, now);
  return text;
}

std::string OrdersText(const KitchenOrders& orders, absl::Time now) {
  std::string text = fmt::format("{} in the kitchen\n", CountText(orders.orders_size(), "order"));
  for (const KitchenOrder& order : orders.orders()) text += OrderText(order, now);
  if (orders.served_size() > 0) text += "served\n";
  for (const KitchenOrder& order : orders.served()) text += OrderText(order, now);
  if (orders.sold_out_size() > 0) text += "sold out\n";
  for (const edge::v1::SoldOutProduct& product : orders.sold_out()) {
    text += fmt::format("  {}{}{}\n", Printable(product.sku()),
                        product.reason().empty() ? "" : ": ", Printable(product.reason()));
  }
  if (orders.lost_count() > 0) {
    text += fmt::format("{} left the list without being served\n",
                        CountText(orders.lost_count(), "order"));
  }
  return text;
}

}  // namespace daybook::cli
