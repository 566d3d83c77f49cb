// Commands that send a sale's lines to the kitchen, and what becomes of them there when the sale
// changes.
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
using event::v1::TicketItemVoided;

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

// Returns the lines that others are part of: the parts are made, not the whole.
std::set<int32_t> WholesOf(const Sale& sale) {
  std::set<int32_t> wholes;
  for (const auto& [number, line] : sale.lines) {
    if (!line.removed) wholes.insert(line.sold.parent_line());
  }
  return wholes;
}

std::vector<std::string> StationsOf(const SaleLine& line, const SaleInHand& hand,
                                    const Draft& draft) {
  RoutedLine routed{.category = line.sold.category(),
                    .order_type = hand.sale.OrderTypeOf(line),
                    .area = draft.command().send_order().area(),
                    .minute_of_day = MinuteOfDay(draft.command())};
  for (const event::v1::Modifier& modifier : line.sold.modifiers()) {
    if (!modifier.station().empty()) routed.modifier_stations.push_back(modifier.station());
  }
  return StationsFor(routed, draft.config(), [&](std::string_view station) -> const Station& {
    return draft.Find<Station>(StationStream(station));
  });
}

KitchenTicket TicketFor(const std::string& station, const SaleInHand& hand, const Draft& draft) {
  const SendOrder& send = draft.command().send_order();
  KitchenTicket ticket;
  ticket.set_sale_id(std::string(hand.id.AsBytes()));
  ticket.set_send(hand.sale.send_count + 1);
  ticket.set_station(station);
  ticket.set_state(event::v1::TICKET_STATE_OPEN);
  ticket.set_order_type(hand.sale.order_type);
  if (send.has_promise_time()) *ticket.mutable_promise_time() = send.promise_time();
  *ticket.mutable_sent_time() = draft.command().occur_time();
  ticket.set_area(send.area());
  ticket.set_table(hand.sale.table);
  ticket.set_register_(draft.context().register_name);
  if (const auto* configured = FindStation(station, draft.config())) {
    ticket.set_warn_seconds(configured->warn_seconds());
    ticket.set_late_seconds(configured->late_seconds());
  }
  return ticket;
}

void FillItem(const SaleLine& line, int64_t quantity_milli, const SendOrder& send,
              event::v1::TicketItem& item) {
  const event::v1::SaleLine& sold = line.sold;
  const bool held = send.fired_course() != 0 && sold.course() > send.fired_course();
  item.set_line(sold.line());
  item.set_sku(sold.sku());
  item.set_name(sold.name());
  item.set_quantity_milli(quantity_milli);
  item.set_state(held ? event::v1::TICKET_ITEM_STATE_HELD : event::v1::TICKET_ITEM_STATE_WAITING);
  item.set_seat(sold.seat());
  item.set_course(sold.course());
  item.set_note(sold.note());
  item.set_order_type(line.order_type);
  for (const event::v1::Modifier& modifier : sold.modifiers()) {
    event::v1::Modifier& wanted = *item.add_modifiers();
    wanted = modifier;
    wanted.clear_unit_price_minor();
    wanted.clear_tax_category();
  }
}

// Adds what of the line has become less than was sent.
void AddLess(const SaleLine& line, int64_t less_milli, Send& send) {
  event::v1::SentLine& less = *send.order.add_lines();
  less.set_line(line.sold.line());
  less.set_quantity_milli(-less_milli);
  send.strikes.Add(line, less_milli);
}

// Adds what of the line was not sent yet.
void AddMore(const SaleLine& line, int64_t more_milli, const SaleInHand& hand, const Draft& draft,
             Send& send) {
  const std::vector<std::string> stations = StationsOf(line, hand, draft);
  if (stations.empty()) return;
  event::v1::SentLine& sent = *send.order.add_lines();
  sent.set_line(line.sold.line());
  sent.set_quantity_milli(more_milli);
  for (const std::string& station : stations) {
    auto ticket = send.tickets.find(station);
    if (ticket == send.tickets.end()) {
      ticket = send.tickets.emplace(station, TicketFor(station, hand, draft)).first;
    }
    FillItem(line, more_milli, draft.command().send_order(), *ticket->second.add_items());
    const Uuid ticket_id = TicketIdOf(hand.id, ticket->second.send(), station);
    sent.add_ticket_ids(std::string(ticket_id.AsBytes()));
  }
}

Send SendOf(const SaleInHand& hand, const Draft& draft) {
  Send send;
  const std::set<int32_t> wholes = WholesOf(hand.sale);
  for (const auto& [number, line] : hand.sale.lines) {
    if (!IsMade(line)) continue;
    const int64_t more_milli = AddClamped(line.sold.quantity_milli(), -line.SentMilli());
    if (more_milli < 0) AddLess(line, -more_milli, send);
    if (more_milli > 0 && !wholes.contains(number)) AddMore(line, more_milli, hand, draft, send);
  }
  return send;
}

absl::Status CheckRoom(const Send& send, const Sale& sale) {
  if (sale.ticket_count + send.tickets.size() <= kSaleTicketsMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "the sale has {tickets} kitchen tickets, at most {tickets_max}",
               {{"tickets", sale.ticket_count}, {"tickets_max", kSaleTicketsMax}});
}

absl::Status NumberMismatch(int32_t stated, std::string_view problem) {
  return Error(Reason::ERROR_REASON_ORDER_NUMBER_MISMATCH, "order number {stated} {problem}",
               {{"stated", stated}, {"problem", problem}});
}

// Returns what the order is called out by, 0 if by nothing; a new number is recorded.
absl::StatusOr<int32_t> NumberOf(const SaleInHand& hand, Draft& draft) {
  const int32_t stated = draft.command().send_order().order_number();
  if (const int32_t known = hand.sale.order_number; known != 0) {
    if (stated == 0 || stated == known) return known;
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(NumberMismatch(stated, "is not what the order is called out by")));
    return known;
  }
  const std::string& register_name = draft.context().register_name;
  const edge::v1::OrderNumberRange* range = OrderNumbersOf(register_name, draft.config());
  const bool within =
      range != nullptr && range->first_number() <= stated && stated <= range->last_number();
  if (stated != 0 && !within) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(NumberMismatch(stated, "is none of the register's")));
  }
  if (range == nullptr && stated == 0) return 0;
  const StreamId stream =
      OrderNumbersStream(draft.command().business_date(),
                         range == nullptr ? std::string_view(register_name) : range->register_());
  const int32_t number =
      stated != 0 ? stated : NextNumber(draft.Find<OrderNumbers>(stream), *range);
  event::v1::OrderNumberAssigned& assigned = *draft.Record(stream).mutable_order_number_assigned();
  assigned.set_order_number(number);
  assigned.set_sale_id(std::string(hand.id.AsBytes()));
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
    voided.set_station(draft.Find<Ticket>(stream).ticket.station());
    voided.set_reason(reason);
    *draft.Record(stream).mutable_ticket_item_voided() = std::move(voided);
  }
}

void StrikeSale(const Sale& sale, const std::string& reason, Draft& draft) {
  Strikes strikes;
  for (const auto& [number, line] : sale.lines) strikes.Add(line, line.SentMilli());
  std::move(strikes).Record(reason, draft);
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
  if (send.order.lines().empty()) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CheckRoom(send, hand.sale));

  DAYBOOK_ASSIGN_OR_RETURN(const int32_t order_number, NumberOf(hand, draft));
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
  std::set<Uuid> ticket_ids;
  for (const auto& [number, line] : hand.sale.lines) {
    if (line.sold.course() != fire.course()) continue;
    for (const SentPart& part : line.sent) {
      ticket_ids.insert(part.ticket_ids.begin(), part.ticket_ids.end());
    }
  }
  for (const Uuid& ticket_id : ticket_ids) {
    const KitchenTicket& ticket = draft.Find<Ticket>(TicketStream(ticket_id)).ticket;
    const bool holds = std::ranges::any_of(ticket.items(), [&](const auto& item) {
      return item.course() == fire.course() && StateOf(item) == ItemState::kHeld;
    });
    if (!holds) continue;
    event::v1::CourseFired& fired = *draft.Record(TicketStream(ticket_id)).mutable_course_fired();
    fired.set_station(ticket.station());
    fired.set_course(fire.course());
  }
  return absl::OkStatus();
}

}  // namespace daybook::domain
