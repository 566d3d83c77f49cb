// Commands that send a sale's lines to the kitchen, and what becomes of them there when the sale
// changes.
#include <algorithm>
#include <map>
#include <set>

#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/kitchen.h"
#include "core/domain/policies.h"
#include "core/domain/ticket.h"

namespace daybook::domain {
namespace {

using edge::v1::SendOrder;
using event::v1::KitchenTicket;
using event::v1::TicketItem;

constexpr int64_t kSecondsPerMinute = 60;
constexpr int64_t kSecondsPerDay = 86'400;

// What a send leads to.
struct Send {
  event::v1::OrderSent order;
  std::map<std::string, KitchenTicket> tickets;  // By station.
  Strikes strikes;
};

absl::Status CheckFields(const SendOrder& send) {
  if (send.fired_course() < 0 || send.fired_course() > kCourseMax) {
    return FieldInvalid("fired_course", "is not from 0 to 99");
  }
  if (send.has_promise_time()) {
    DAYBOOK_RETURN_IF_ERROR(CheckTime("promise_time", send.promise_time()));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckText("area", send.area(), kCodeBytesMax));
  if (send.order_number() < 0 || send.order_number() > kOrderNumberMax) {
    return FieldInvalid("order_number", "is not from 0 to 999999");
  }
  return absl::OkStatus();
}

// Returns the minute of the till's day.
int32_t MinuteOfDay(const edge::v1::Command& command) {
  const int64_t local =
      command.occur_time().seconds() + command.utc_offset_minutes() * kSecondsPerMinute;
  const int64_t of_day = ((local % kSecondsPerDay) + kSecondsPerDay) % kSecondsPerDay;
  return static_cast<int32_t>(of_day / kSecondsPerMinute);
}

bool IsMade(const SaleLine& line) {
  const event::v1::LineKind kind = line.sold.kind();
  return !line.removed &&
         (kind == event::v1::LINE_KIND_GOODS || kind == event::v1::LINE_KIND_SERVICE);
}

int32_t CourseOf(const SaleLine& line, const Sale& sale) {
  const SaleLine* const whole = sale.FindLine(line.sold.parent_line());
  return line.sold.course() == 0 && whole != nullptr ? whole->sold.course() : line.sold.course();
}

// Returns the line as the kitchen makes it: what was said of the whole holds for a part of which
// nothing else was said.
event::v1::SaleLine AsMade(const SaleLine& line, const Sale& sale) {
  event::v1::SaleLine made = line.sold;
  const SaleLine* const whole = sale.FindLine(line.sold.parent_line());
  if (whole == nullptr) return made;
  made.set_course(CourseOf(line, sale));
  if (made.seat() == 0) made.set_seat(whole->sold.seat());
  if (made.note().empty()) made.set_note(whole->sold.note());
  if (made.modifiers().empty()) *made.mutable_modifiers() = whole->sold.modifiers();
  return made;
}

std::vector<std::string> StationsOf(const event::v1::SaleLine& made,
                                    event::v1::OrderType order_type, const Draft& draft) {
  RoutedLine routed{.category = made.category(),
                    .order_type = order_type,
                    .area = draft.command().send_order().area(),
                    .minute_of_day = MinuteOfDay(draft.command())};
  for (const event::v1::Modifier& modifier : made.modifiers()) {
    if (!modifier.station().empty()) routed.modifier_stations.push_back(modifier.station());
  }
  return StationsFor(routed, draft.config(), StationsIn(draft));
}

KitchenTicket TicketFor(const std::string& station, const SaleInHand& hand, const Draft& draft) {
  const SendOrder& send = draft.command().send_order();
  KitchenTicket ticket;
  ticket.set_sale_id(std::string(hand.id.AsBytes()));
  ticket.set_send(hand.sale.send_count + 1);
  ticket.set_state(event::v1::TICKET_STATE_OPEN);
  ticket.set_order_type(hand.sale.order_type);
  if (send.has_promise_time()) *ticket.mutable_promise_time() = send.promise_time();
  *ticket.mutable_sent_time() = draft.command().occur_time();
  ticket.set_area(send.area());
  ticket.set_table(hand.sale.table);
  ticket.set_register_(draft.context().register_name);
  PutAt(station, draft.config(), ticket);
  return ticket;
}

// Returns what is asked for of a line: all that is still to be sent of it.
event::v1::TicketItem ItemOf(const event::v1::SaleLine& made, const SendOrder& send) {
  event::v1::TicketItem item;
  const bool held = send.fired_course() != 0 && made.course() > send.fired_course();
  item.set_line(made.line());
  item.set_sku(made.sku());
  item.set_name(made.name());
  item.set_state(held ? event::v1::TICKET_ITEM_STATE_HELD : event::v1::TICKET_ITEM_STATE_WAITING);
  item.set_seat(made.seat());
  item.set_course(made.course());
  item.set_note(made.note());
  for (const event::v1::Modifier& modifier : made.modifiers()) {
    event::v1::Modifier& wanted = *item.add_modifiers();
    wanted = modifier;
    wanted.clear_unit_price_minor();
    wanted.clear_tax_category();
  }
  return item;
}

// Adds what of the line has become less than was sent.
void AddLess(const SaleLine& line, int64_t less_milli, Send& send) {
  event::v1::SentLine& less = *send.order.add_lines();
  less.set_line(line.sold.line());
  less.set_quantity_milli(-less_milli);
  send.strikes.Add(line, less_milli);
}

// Adds what of the line was not sent yet. If nobody makes it, it is sent all the same, to no
// station: another send does not send it again.
void AddMore(const SaleLine& line, int64_t more_milli, const SaleInHand& hand, const Draft& draft,
             Send& send) {
  const event::v1::SaleLine made = AsMade(line, hand.sale);
  event::v1::TicketItem item = ItemOf(made, draft.command().send_order());
  item.set_quantity_milli(more_milli);
  item.set_order_type(line.order_type);
  event::v1::SentLine& sent = *send.order.add_lines();
  sent.set_line(line.sold.line());
  sent.set_quantity_milli(more_milli);
  for (const std::string& station : StationsOf(made, hand.sale.OrderTypeOf(line), draft)) {
    auto ticket = send.tickets.find(station);
    if (ticket == send.tickets.end()) {
      ticket = send.tickets.emplace(station, TicketFor(station, hand, draft)).first;
    }
    *ticket->second.add_items() = item;
    const Uuid ticket_id = TicketIdOf(hand.id, ticket->second.send(), station);
    sent.add_ticket_ids(std::string(ticket_id.AsBytes()));
  }
}

Send SendOf(const SaleInHand& hand, const Draft& draft) {
  Send send;
  for (const auto& [number, line] : hand.sale.lines) {
    if (!IsMade(line)) continue;
    const int64_t wanted_milli = line.whole ? 0 : line.WantedMilli();
    const int64_t more_milli = SubtractClamped(wanted_milli, line.SentMilli());
    if (more_milli < 0) AddLess(line, -more_milli, send);
    if (more_milli > 0) AddMore(line, more_milli, hand, draft, send);
  }
  return send;
}

absl::Status NumberMismatch(int32_t stated, std::string_view problem) {
  return Error(Reason::ERROR_REASON_ORDER_NUMBER_MISMATCH, "order number {stated} {problem}",
               {{"stated", stated}, {"problem", problem}});
}

// Returns which lines of which tickets ask for the course of the sale.
std::map<Uuid, std::set<int32_t>> LinesOnTickets(int32_t course, const Sale& sale) {
  std::map<Uuid, std::set<int32_t>> lines;
  for (const auto& [number, line] : sale.lines) {
    if (line.sent.empty() || CourseOf(line, sale) != course) continue;
    for (const SentPart& part : line.sent) {
      for (const Uuid& ticket_id : part.ticket_ids) lines[ticket_id].insert(part.ticket_line);
    }
  }
  return lines;
}

// Returns what the order is called out by, 0 if by nothing. A new number of the register's is
// recorded; one is given once a station makes some of the order.
absl::StatusOr<int32_t> NumberOf(const SaleInHand& hand, bool is_made, Draft& draft) {
  const int32_t stated = draft.command().send_order().order_number();
  if (const int32_t known = hand.sale.order_number; known != 0) {
    if (stated == 0 || stated == known) return known;
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(NumberMismatch(stated, "is not what the order is called out by")));
    return known;
  }
  const edge::v1::OrderNumberRange* range =
      OrderNumbersOf(draft.context().register_name, draft.config());
  if (stated == 0 && (range == nullptr || !is_made)) return 0;
  const bool within =
      range != nullptr && range->first_number() <= stated && stated <= range->last_number();
  if (stated != 0 && !within) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(NumberMismatch(stated, "is none of the register's")));
    return stated;
  }
  const StreamId stream = OrderNumbersStream(draft.command().business_date(), range->register_());
  const int32_t number =
      stated != 0 ? stated : NextNumber(draft.Find<OrderNumbers>(stream), *range);
  event::v1::OrderNumberAssigned& assigned = *draft.Record(stream).mutable_order_number_assigned();
  assigned.set_order_number(number);
  assigned.set_sale_id(std::string(hand.id.AsBytes()));
  assigned.set_stated(stated != 0);
  return number;
}

}  // namespace

void Strikes::Add(const SaleLine& line, int64_t quantity_milli) {
  const std::vector<int64_t> taken = TakenBack(line.sent, quantity_milli);
  for (size_t part = 0; part < taken.size(); ++part) {
    if (taken[part] == 0) continue;
    for (const Uuid& ticket_id : line.sent[part].ticket_ids) {
      event::v1::VoidedItem& item = *by_ticket_[ticket_id].add_items();
      item.set_line(line.sent[part].ticket_line);
      item.set_quantity_milli(taken[part]);
    }
  }
}

void Strikes::Record(const std::string& reason, Draft& draft) && {
  for (auto& [ticket_id, voided] : by_ticket_) {
    const StreamId stream = TicketStream(ticket_id);
    const KitchenTicket& ticket = draft.Find<Ticket>(stream).ticket;
    if (StateOf(ticket) == TicketState::kNotSent) continue;
    voided.set_station(ticket.station());
    voided.set_reason(reason);
    *draft.Record(stream).mutable_ticket_item_voided() = std::move(voided);
  }
}

void StrikeSale(const Sale& sale, const std::string& reason, Draft& draft) {
  Strikes strikes;
  for (const auto& [number, line] : sale.lines) strikes.Add(line, line.SentMilli());
  std::move(strikes).Record(reason, draft);
}

void StrikeReturned(const event::v1::ItemsReturned& returned, const Sale& sale,
                    const std::string& reason, Draft& draft) {
  Strikes strikes;
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    const SaleLine& line = *sale.FindLine(back.line());
    const int64_t left_milli =
        std::max<int64_t>(SubtractClamped(line.WantedMilli(), back.quantity_milli()), 0);
    strikes.Add(line, SubtractClamped(line.SentMilli(), left_milli));
  }
  std::move(strikes).Record(reason, draft);
}

absl::Status CheckTickets(const Sale& sale, size_t tickets) {
  if (tickets <= kSaleTicketsMax || tickets == sale.tickets.size()) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "the sale would have {tickets} kitchen tickets, at most {tickets_max}",
               {{"tickets", tickets}, {"tickets_max", kSaleTicketsMax}});
}

absl::Status KitchenMissing() {
  return Error(Reason::ERROR_REASON_KITCHEN_MISSING, "the shop has no station of a kitchen");
}

absl::Status DecideCase(const SendOrder& command, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(command));
  DAYBOOK_RETURN_IF_ERROR(CallersRegister(draft).status());
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(command.sale_id(), draft));
  if (!HasKitchen(draft.config())) return draft.Object(KitchenMissing());
  Send send = SendOf(hand, draft);
  DAYBOOK_RETURN_IF_ERROR(CheckTickets(hand.sale, hand.sale.tickets.size() + send.tickets.size()));

  DAYBOOK_ASSIGN_OR_RETURN(const int32_t order_number,
                           NumberOf(hand, !send.tickets.empty(), draft));
  const bool is_known = order_number == hand.sale.order_number;
  if (send.order.lines().empty() && is_known) return absl::OkStatus();
  send.order.set_send(hand.sale.send_count + 1);
  send.order.set_order_number(order_number);
  *draft.RecordOnSale(hand.id).mutable_order_sent() = std::move(send.order);
  for (auto& [station, ticket] : send.tickets) {
    ticket.set_order_number(order_number);
    const StreamId stream = TicketStream(TicketIdOf(hand.id, ticket.send(), station));
    *draft.Record(stream).mutable_ticket_sent()->mutable_ticket() = std::move(ticket);
  }
  std::move(send.strikes).Record("", draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::FireCourse& fire, Draft& draft) {
  if (fire.course() == 0) return FieldMissing("course");
  if (fire.course() < 0 || fire.course() > kCourseMax) {
    return FieldInvalid("course", "is not from 1 to 99");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSaleAnywhere(fire.sale_id(), draft));
  for (const auto& [ticket_id, lines] : LinesOnTickets(fire.course(), hand.sale)) {
    const KitchenTicket& ticket = draft.Find<Ticket>(TicketStream(ticket_id)).ticket;
    event::v1::CourseFired fired;
    for (const int32_t line : lines) {
      const TicketItem* const item = FindItem(line, ticket);
      if (item != nullptr && StateOf(*item) == ItemState::kHeld) fired.add_lines(line);
    }
    if (fired.lines().empty()) continue;
    fired.set_station(ticket.station());
    fired.set_course(fire.course());
    *draft.Record(TicketStream(ticket_id)).mutable_course_fired() = std::move(fired);
  }
  return absl::OkStatus();
}

}  // namespace daybook::domain
