// Commands on a kitchen ticket: what displays and the expediter do with it.
#include <set>

#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/kitchen.h"
#include "core/domain/policies.h"
#include "core/domain/ticket.h"

namespace daybook::domain {
namespace {

using event::v1::KitchenTicket;
using event::v1::TicketItem;

struct TicketInHand {
  StreamId stream;
  const KitchenTicket& ticket;

  bool IsOpen() const { return ticket.state() == event::v1::TICKET_STATE_OPEN; }
};

// Returns the ticket, for a command that is allowed in its state. The reference is valid as long as
// the draft. Errors: FIELD_MISSING, FIELD_INVALID, what the table of states says.
template <typename Case>
absl::StatusOr<TicketInHand> TakeTicket(const Case& command, const Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("ticket_id", command.ticket_id()));
  const StreamId stream = TicketStream(id);
  const KitchenTicket& ticket = draft.Find<Ticket>(stream).ticket;
  DAYBOOK_RETURN_IF_ERROR(CheckTicketState(ticket.state(), draft.command().command_case(), id));
  return TicketInHand{stream, ticket};
}

// Returns the item, for a command that is allowed in its state. Errors: FIELD_MISSING,
// LINE_UNKNOWN, what the table of states says.
absl::StatusOr<const TicketItem*> TakeItem(int32_t line, const KitchenTicket& ticket,
                                           const Draft& draft) {
  if (line == 0) return FieldMissing("line");
  const TicketItem* item = FindItem(line, ticket);
  if (item == nullptr) {
    return Error(Reason::ERROR_REASON_LINE_UNKNOWN, "the ticket has no line {line}",
                 {{"line", line}});
  }
  DAYBOOK_RETURN_IF_ERROR(CheckItemState(*item, draft.command().command_case()));
  return item;
}

absl::Status CheckNothingHeld(const KitchenTicket& ticket, Draft& draft) {
  const auto held = std::ranges::find(ticket.items(), ItemState::kHeld, StateOf);
  if (held == ticket.items().end()) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_TICKET_ITEM_HELD,
                            "course {course} of the ticket has not been fired",
                            {{"course", held->course()}}));
}

// Returns the lines that are to be made again and would not be anyhow. Errors: as TakeItem.
absl::StatusOr<std::set<int32_t>> LinesToRefire(const edge::v1::RefireTicket& refire,
                                                const KitchenTicket& ticket, const Draft& draft) {
  std::set<int32_t> lines(refire.lines().begin(), refire.lines().end());
  for (const int32_t line : lines) {
    DAYBOOK_RETURN_IF_ERROR(TakeItem(line, ticket, draft).status());
  }
  const bool all = lines.empty();
  for (const TicketItem& item : ticket.items()) {
    const ItemState state = StateOf(item);
    const bool made = state == ItemState::kStarted || state == ItemState::kReady;
    if (!made) lines.erase(item.line());
    if (made && all) lines.insert(item.line());
  }
  return lines;
}

}  // namespace

absl::Status DecideCase(const edge::v1::StartTicketItem& start, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(start, draft));
  DAYBOOK_ASSIGN_OR_RETURN(const TicketItem* item, TakeItem(start.line(), hand.ticket, draft));
  if (StateOf(*item) != ItemState::kWaiting) return absl::OkStatus();

  event::v1::TicketItemStarted& started = *draft.Record(hand.stream).mutable_ticket_item_started();
  started.set_station(hand.ticket.station());
  started.set_line(start.line());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReadyTicketItem& ready, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(ready, draft));
  DAYBOOK_ASSIGN_OR_RETURN(const TicketItem* item, TakeItem(ready.line(), hand.ticket, draft));
  if (StateOf(*item) == ItemState::kReady) return absl::OkStatus();

  event::v1::TicketItemReady& made = *draft.Record(hand.stream).mutable_ticket_item_ready();
  made.set_station(hand.ticket.station());
  made.set_line(ready.line());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::BumpTicket& bump, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(bump, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckText("station", bump.station(), kCodeBytesMax));
  if (!hand.IsOpen()) return absl::OkStatus();
  if (!bump.station().empty() && bump.station() != hand.ticket.station()) {
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_TICKET_ELSEWHERE, "the ticket is at {station}",
                           {{"station", hand.ticket.station()}})));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckNothingHeld(hand.ticket, draft));

  draft.Record(hand.stream).mutable_ticket_bumped()->set_station(hand.ticket.station());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::RecallTicket& recall, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(recall, draft));
  if (hand.IsOpen()) return absl::OkStatus();

  KitchenTicket& ticket = *draft.Record(hand.stream).mutable_ticket_recalled()->mutable_ticket();
  ticket = hand.ticket;
  ticket.set_state(event::v1::TICKET_STATE_OPEN);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::RefireTicket& refire, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", refire.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(refire, draft));
  DAYBOOK_ASSIGN_OR_RETURN(const std::set<int32_t> lines,
                           LinesToRefire(refire, hand.ticket, draft));
  if (lines.empty()) return absl::OkStatus();

  event::v1::TicketRefired& refired = *draft.Record(hand.stream).mutable_ticket_refired();
  refired.mutable_lines()->Assign(lines.begin(), lines.end());
  refired.set_reason(refire.reason());
  *refired.mutable_ticket() = hand.ticket;
  refired.mutable_ticket()->set_state(event::v1::TICKET_STATE_OPEN);
  for (TicketItem& item : *refired.mutable_ticket()->mutable_items()) {
    if (lines.contains(item.line())) item.set_state(event::v1::TICKET_ITEM_STATE_WAITING);
  }
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::MoveTicket& move, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckStation("station", move.station(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(move, draft));
  if (hand.ticket.station() == move.station()) return absl::OkStatus();

  event::v1::TicketMoved& moved = *draft.Record(hand.stream).mutable_ticket_moved();
  *moved.mutable_ticket() = hand.ticket;
  moved.mutable_ticket()->set_station(move.station());
  moved.set_from_station(hand.ticket.station());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::PrioritiseTicket& prioritise, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(prioritise, draft));
  const bool priority = !prioritise.withdraw();
  if (hand.ticket.priority() == priority) return absl::OkStatus();

  event::v1::TicketPrioritised& changed = *draft.Record(hand.stream).mutable_ticket_prioritised();
  changed.set_station(hand.ticket.station());
  changed.set_priority(priority);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ServeTicket& serve, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(serve, draft));
  if (hand.ticket.state() == event::v1::TICKET_STATE_SERVED) return absl::OkStatus();

  draft.Record(hand.stream).mutable_ticket_served()->set_station(hand.ticket.station());
  return absl::OkStatus();
}

}  // namespace daybook::domain
