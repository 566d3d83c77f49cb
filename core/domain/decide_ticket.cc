// Commands on a kitchen ticket: what displays and the expediter do with it.
#include <algorithm>
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

  bool IsOpen() const { return StateOf(ticket) == TicketState::kOpen; }
};

// Returns the ticket; what the table of states says is objected to. The reference is valid as long
// as the draft. Errors: FIELD_MISSING, FIELD_INVALID, TICKET_UNKNOWN.
template <typename Case>
absl::StatusOr<TicketInHand> TakeTicket(const Case& command, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("ticket_id", command.ticket_id()));
  const StreamId stream = TicketStream(id);
  const KitchenTicket& ticket = draft.Find<Ticket>(stream).ticket;
  absl::Status allowed = CheckTicketState(StateOf(ticket), draft.command().command_case(), id);
  if (ReasonOf(allowed) == Reason::ERROR_REASON_TICKET_UNKNOWN) return allowed;
  DAYBOOK_RETURN_IF_ERROR(draft.Object(std::move(allowed)));
  return TicketInHand{stream, ticket};
}

// Returns the item; what the table of states says is objected to. Errors: FIELD_MISSING,
// LINE_UNKNOWN.
absl::StatusOr<const TicketItem*> TakeItem(int32_t line, const KitchenTicket& ticket,
                                           Draft& draft) {
  if (line == 0) return FieldMissing("line");
  const TicketItem* item = FindItem(line, ticket);
  if (item == nullptr) {
    return Error(Reason::ERROR_REASON_LINE_UNKNOWN, "the ticket has no line {line}",
                 {{"line", line}});
  }
  DAYBOOK_RETURN_IF_ERROR(draft.Object(CheckItemState(*item, draft.command().command_case())));
  return item;
}

bool IsBegun(const TicketItem& item) {
  const ItemState state = StateOf(item);
  return state == ItemState::kStarted || state == ItemState::kReady;
}

absl::Status CheckNothingHeld(const KitchenTicket& ticket, Draft& draft) {
  const auto held = std::ranges::find_if(
      ticket.items(), [](const TicketItem& item) { return StateOf(item) == ItemState::kHeld; });
  if (held == ticket.items().end()) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_TICKET_ITEM_HELD,
                            "course {course} of the ticket has not been fired",
                            {{"course", held->course()}}));
}

// Returns the lines that are to be made again and would not be anyhow. Errors: as TakeItem.
absl::StatusOr<std::set<int32_t>> LinesToRefire(const edge::v1::RefireTicket& refire,
                                                const KitchenTicket& ticket, Draft& draft) {
  std::set<int32_t> lines(refire.lines().begin(), refire.lines().end());
  for (const int32_t line : lines) {
    DAYBOOK_RETURN_IF_ERROR(TakeItem(line, ticket, draft).status());
  }
  const bool all = lines.empty();
  for (const TicketItem& item : ticket.items()) {
    if (!IsBegun(item)) lines.erase(item.line());
    if (IsBegun(item) && all) lines.insert(item.line());
  }
  return lines;
}

// Returns the ticket as it comes back to the board: of its station, or of the one that takes
// tickets for that.
KitchenTicket BackOnBoard(const TicketInHand& hand, const Draft& draft) {
  KitchenTicket ticket = hand.ticket;
  ticket.set_state(event::v1::TICKET_STATE_OPEN);
  if (!hand.IsOpen()) {
    PutAt(OpenStationFor(ticket.station(), ticket.area(), draft), draft.config(), ticket);
  }
  return ticket;
}

// Sets what an event says of the ticket that came back.
template <typename CameBack>
void Describe(KitchenTicket ticket, const TicketInHand& hand, CameBack& came_back) {
  const std::string& before = hand.ticket.station();
  if (ticket.station() != before) came_back.set_from_station(before);
  *came_back.mutable_ticket() = std::move(ticket);
}

}  // namespace

absl::Status DecideCase(const edge::v1::StartTicketItem& start, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(start, draft));
  DAYBOOK_ASSIGN_OR_RETURN(const TicketItem* item, TakeItem(start.line(), hand.ticket, draft));
  if (IsBegun(*item)) return absl::OkStatus();

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

  KitchenTicket ticket = BackOnBoard(hand, draft);
  Describe(std::move(ticket), hand, *draft.Record(hand.stream).mutable_ticket_recalled());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::RefireTicket& refire, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", refire.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(refire, draft));
  DAYBOOK_ASSIGN_OR_RETURN(const std::set<int32_t> lines,
                           LinesToRefire(refire, hand.ticket, draft));
  if (lines.empty()) return absl::OkStatus();

  KitchenTicket ticket = BackOnBoard(hand, draft);
  for (TicketItem& item : *ticket.mutable_items()) {
    if (lines.contains(item.line())) item.set_state(event::v1::TICKET_ITEM_STATE_WAITING);
  }
  event::v1::TicketRefired& refired = *draft.Record(hand.stream).mutable_ticket_refired();
  refired.mutable_lines()->Assign(lines.begin(), lines.end());
  refired.set_reason(refire.reason());
  Describe(std::move(ticket), hand, refired);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::MoveTicket& move, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckStation("station", move.station(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const TicketInHand hand, TakeTicket(move, draft));
  if (hand.ticket.station() == move.station()) return absl::OkStatus();
  const std::string to = OpenStationFor(move.station(), hand.ticket.area(), draft);
  if (to != move.station()) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(Error(
        Reason::ERROR_REASON_STATION_CLOSED, "station {station} does not take it, but {open} would",
        {{"station", move.station()}, {"open", to}})));
  }
  if (hand.ticket.station() == to) return absl::OkStatus();

  event::v1::TicketMoved& moved = *draft.Record(hand.stream).mutable_ticket_moved();
  *moved.mutable_ticket() = hand.ticket;
  PutAt(to, draft.config(), *moved.mutable_ticket());
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
  if (StateOf(hand.ticket) == TicketState::kServed) return absl::OkStatus();

  draft.Record(hand.stream).mutable_ticket_served()->set_station(hand.ticket.station());
  return absl::OkStatus();
}

}  // namespace daybook::domain
