#include "tests/sim/kitchen_accounts.h"

#include <algorithm>

#include "core/base/check.h"
#include "daybook/edge/v1/view.pb.h"
#include "fmt/format.h"
#include "projections/kitchen.h"

namespace daybook::sim {

using event::v1::Event;

absl::Status KitchenAccounts::Take(const event::v1::Entry& entry) {
  touched_.clear();
  for (const Event& event : entry.events()) {
    DAYBOOK_RETURN_IF_ERROR(TakeEvent(event, entry.header().streams(event.stream_index()).key()));
  }
  for (const std::string& sale_id : touched_) {
    for (const auto& [number, line] : sales_[sale_id].lines) {
      if (absl::Status checked = CheckLine(line); !checked.ok()) {
        return Wrong(fmt::format("{} of line {}", MessageOf(checked), number));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status KitchenAccounts::TakeEvent(const Event& event, const std::string& key) {
  switch (event.event_case()) {
    case Event::kSaleLineItemAdded: {
      const event::v1::SaleLine& line = event.sale_line_item_added().line();
      sales_[key].lines[line.line()].sold_milli = line.quantity_milli();
      return absl::OkStatus();
    }
    case Event::kSaleLineItemChanged:
      sales_[key].lines[event.sale_line_item_changed().line()].sold_milli =
          event.sale_line_item_changed().quantity_milli();
      return absl::OkStatus();
    case Event::kItemsReturned:
      TakeReturn(event.items_returned(), key);
      return absl::OkStatus();
    case Event::kSaleLineItemRemoved:
      touched_.insert(key);
      sales_[key].lines[event.sale_line_item_removed().line()].sent_milli = 0;
      return absl::OkStatus();
    case Event::kSaleAbandoned:
    case Event::kSaleVoided:
      touched_.insert(key);
      for (auto& [number, line] : sales_[key].lines) line.sent_milli = 0;
      return absl::OkStatus();
    case Event::kLinesMovedIn:
      return Move(event.lines_moved_in(), key);
    case Event::kOrderSent:
      return TakeOrder(event.order_sent(), key);
    case Event::kTicketSent:
      if (tickets_.contains(key)) return Wrong("a ticket is sent twice");
      return TakeTicket(event.ticket_sent().ticket(), key);
    case Event::kTicketRecalled:
      return TakeTicket(event.ticket_recalled().ticket(), key);
    case Event::kTicketRefired:
      return TakeTicket(event.ticket_refired().ticket(), key);
    case Event::kTicketMoved:
      return TakeTicket(event.ticket_moved().ticket(), key);
    case Event::kTicketBumped:
      if (!tickets_[key].open) return Wrong("a ticket is bumped that is not on the board");
      tickets_[key].open = false;
      return absl::OkStatus();
    case Event::kTicketServed:
      tickets_[key].open = false;  // An own command may serve what nobody has bumped.
      return absl::OkStatus();
    case Event::kTicketItemVoided:
      return TakeVoided(event.ticket_item_voided(), key);
    default:
      return absl::OkStatus();
  }
}

// Of what comes back nothing is made any more.
void KitchenAccounts::TakeReturn(const event::v1::ItemsReturned& returned,
                                 const std::string& sale_id) {
  touched_.insert(sale_id);
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    Line& line = sales_[sale_id].lines[back.line()];
    line.sold_milli = std::max<int64_t>(line.sold_milli - back.quantity_milli(), 0);
    line.sent_milli = std::min(line.sent_milli, line.sold_milli);
  }
}

absl::Status KitchenAccounts::TakeOrder(const event::v1::OrderSent& order,
                                        const std::string& sale_id) {
  touched_.insert(sale_id);
  Sale& sale = sales_[sale_id];
  if (sale.order_number != 0 && order.order_number() != sale.order_number) {
    return Wrong("an order is called out by two numbers");
  }
  sale.order_number = order.order_number();
  for (const event::v1::SentLine& line : order.lines()) {
    Line& sent = sale.lines[line.line()];
    sent.sent_milli += line.quantity_milli();
    for (const std::string& id : line.ticket_ids()) sent.asked.emplace(id, line.line());
  }
  return absl::OkStatus();
}

// What a ticket says of itself is what its events have come to.
absl::Status KitchenAccounts::TakeTicket(const event::v1::KitchenTicket& ticket,
                                         const std::string& ticket_id) {
  Ticket said{
      .sale_id = ticket.sale_id(),
      .send = ticket.send(),
      .open = ticket.state() == event::v1::TICKET_STATE_OPEN,
      .wanted_seconds = std::max(ticket.sent_time().seconds(), ticket.promise_time().seconds()),
      .wanted_milli = {}};
  for (const event::v1::TicketItem& item : ticket.items()) {
    said.wanted_milli[item.line()] = item.quantity_milli() - item.voided_milli();
  }
  const auto known = tickets_.find(ticket_id);
  if (known != tickets_.end() && known->second.wanted_milli != said.wanted_milli) {
    return Wrong("a ticket does not say what is wanted of it");
  }
  const bool was_open = known == tickets_.end() || known->second.open;
  if (was_open && !said.open) return Wrong("a ticket left the board without being bumped");
  last_seconds_ = std::max(last_seconds_, ticket.sent_time().seconds());
  tickets_[ticket_id] = std::move(said);
  return absl::OkStatus();
}

absl::Status KitchenAccounts::TakeVoided(const event::v1::TicketItemVoided& voided,
                                         const std::string& ticket_id) {
  const auto ticket = tickets_.find(ticket_id);
  if (ticket == tickets_.end()) return Wrong("something is struck through on no ticket");
  for (const event::v1::VoidedItem& item : voided.items()) {
    int64_t& wanted_milli = ticket->second.wanted_milli[item.line()];
    wanted_milli -= item.quantity_milli();
    if (wanted_milli < 0) return Wrong("more is struck through than was wanted");
  }
  return absl::OkStatus();
}

// What was sent of a line goes with it to another sale.
absl::Status KitchenAccounts::Move(const event::v1::LinesMovedIn& moved,
                                   const std::string& to_sale_id) {
  touched_.insert(to_sale_id);
  touched_.insert(moved.from_sale_id());
  for (const event::v1::MovedLine& line : moved.lines()) {
    auto known = sales_[moved.from_sale_id()].lines.extract(line.from_line());
    const int64_t sent_milli = known.empty() ? 0 : known.mapped().sent_milli;
    int64_t said_milli = 0;
    for (const event::v1::SentPart& part : line.sent()) said_milli += part.quantity_milli();
    if (said_milli != sent_milli) return Wrong("a line moves without what was sent of it");
    if (known.empty()) continue;
    known.key() = line.line().line();
    if (!sales_[to_sale_id].lines.insert(std::move(known)).inserted) {
      return Wrong("a line moves to where one is");
    }
  }
  return absl::OkStatus();
}

// Every station of a send is asked for the same, and all sends together for what was sent.
absl::Status KitchenAccounts::CheckLine(const Line& line) const {
  std::map<std::pair<std::string, int32_t>, int64_t> by_send;  // Of a sale.
  for (const auto& [ticket_id, ticket_line] : line.asked) {
    const auto ticket = tickets_.find(ticket_id);
    if (ticket == tickets_.end()) return Wrong("an order names a ticket that was not sent");
    const auto wanted = ticket->second.wanted_milli.find(ticket_line);
    if (wanted == ticket->second.wanted_milli.end()) return Wrong("a ticket does not ask");
    const auto [known, is_new] =
        by_send.try_emplace({ticket->second.sale_id, ticket->second.send}, wanted->second);
    if (known->second != wanted->second) {
      return Wrong("stations are asked for different quantities");
    }
  }
  int64_t wanted_milli = 0;
  for (const auto& [send, milli] : by_send) wanted_milli += milli;
  return wanted_milli == line.sent_milli ? absl::OkStatus()
                                         : Wrong("the tickets do not ask for what was sent");
}

absl::Status KitchenAccounts::CheckViews(const Folds& folds) const {
  int64_t lost_count = 0;
  std::set<std::string> shown;
  for (const auto& [key, bytes] : folds.rows(projections::kKitchenName)) {
    edge::v1::KitchenBoard board;
    DAYBOOK_CHECK(board.ParseFromString(bytes));
    lost_count += board.lost_count();
    for (const edge::v1::BoardTicket& ticket : board.tickets()) {
      if (!shown.insert(ticket.ticket_id()).second) return Wrong("a ticket is on two boards");
      if (!tickets_.at(ticket.ticket_id()).open) return Wrong("a board shows a ticket that left");
    }
  }
  if (lost_count > 0) return absl::OkStatus();
  for (const auto& [ticket_id, ticket] : tickets_) {
    const bool may_be_forgotten =
        ticket.wanted_seconds + projections::kOfAnotherDaySeconds < last_seconds_;
    if (ticket.open && !may_be_forgotten && !shown.contains(ticket_id)) {
      return Wrong("the boards do not show the open tickets");
    }
  }
  return absl::OkStatus();
}

}  // namespace daybook::sim
