#include "projections/kitchen.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/domain/bounds.h"
#include "core/domain/kitchen.h"
#include "core/domain/ticket.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"

namespace daybook::projections {
namespace {

using edge::v1::AllDayCount;
using edge::v1::BoardTicket;
using edge::v1::KitchenBoard;
using event::v1::EntryHeader;
using event::v1::Event;
using event::v1::KitchenTicket;
using Tickets = google::protobuf::RepeatedPtrField<BoardTicket>;

// Returns the station at which the ticket of the event is now. Empty: the event does not say.
const std::string& StationIn(const Event& event) {
  switch (event.event_case()) {
    case Event::kTicketSent:
      return event.ticket_sent().ticket().station();
    case Event::kTicketItemStarted:
      return event.ticket_item_started().station();
    case Event::kTicketItemReady:
      return event.ticket_item_ready().station();
    case Event::kCourseFired:
      return event.course_fired().station();
    case Event::kTicketBumped:
      return event.ticket_bumped().station();
    case Event::kTicketRecalled:
      return event.ticket_recalled().ticket().station();
    case Event::kTicketRefired:
      return event.ticket_refired().ticket().station();
    case Event::kTicketMoved:
      return event.ticket_moved().ticket().station();
    case Event::kTicketPrioritised:
      return event.ticket_prioritised().station();
    case Event::kTicketItemVoided:
      return event.ticket_item_voided().station();
    default:
      return event.ticket_served().station();
  }
}

// Takes the ticket out of the list; one that is nothing but its id if it is not there.
BoardTicket Take(const std::string& ticket_id, Tickets& tickets) {
  for (int i = 0; i < tickets.size(); ++i) {
    if (tickets.Get(i).ticket_id() != ticket_id) continue;
    BoardTicket taken = std::move(*tickets.Mutable(i));
    tickets.DeleteSubrange(i, 1);
    return taken;
  }
  BoardTicket none;
  none.set_ticket_id(ticket_id);
  return none;
}

BoardTicket* Find(const std::string& ticket_id, Tickets& tickets) {
  const auto found = std::ranges::find(tickets, ticket_id, &BoardTicket::ticket_id);
  return found == tickets.end() ? nullptr : &*found;
}

bool IsBefore(const BoardTicket& a, const BoardTicket& b) {
  const auto key = [](const BoardTicket& ticket) {
    const auto& time = ticket.ticket().sent_time();
    return std::pair(time.seconds(), time.nanos());
  };
  return key(a) < key(b);
}

// Puts the ticket on the board, the oldest first; of too many the oldest leaves.
void Put(BoardTicket ticket, KitchenBoard& board) {
  Tickets& tickets = *board.mutable_tickets();
  const auto after = std::upper_bound(tickets.begin(), tickets.end(), ticket, IsBefore);
  const auto place = after - tickets.begin();
  *tickets.Add() = std::move(ticket);
  std::rotate(tickets.begin() + place, tickets.end() - 1, tickets.end());
  if (tickets.size() <= kBoardTicketsMax) return;
  tickets.DeleteSubrange(0, 1);
  board.set_lost_count(board.lost_count() + 1);
}

// With the first send of another business day leaves what was forgotten on the board.
void BeginDay(const EntryHeader& header, KitchenBoard& board) {
  if (header.business_date() == board.business_date()) return;
  board.set_business_date(header.business_date());
  auto& tickets = *board.mutable_tickets();
  const auto left =
      std::remove_if(tickets.begin(), tickets.end(), [&](const BoardTicket& forgotten) {
        const KitchenTicket& ticket = forgotten.ticket();
        return IsOfAnotherDay(ticket.sent_time(), ticket.promise_time(), header);
      });
  tickets.erase(left, tickets.end());
}

void CountAllDay(KitchenBoard& board) {
  std::map<std::string_view, AllDayCount> counts;
  for (const BoardTicket& ticket : board.tickets()) {
    for (const event::v1::TicketItem& item : ticket.ticket().items()) {
      const domain::ItemState state = domain::StateOf(item);
      if (state == domain::ItemState::kReady || state == domain::ItemState::kVoided) continue;
      AllDayCount& count = counts[item.sku()];
      count.set_sku(item.sku());
      count.set_name(item.name());
      count.set_quantity_milli(
          domain::AddClamped(count.quantity_milli(), domain::WantedMilli(item)));
    }
  }
  board.clear_all_day();
  for (auto& [sku, count] : counts) *board.add_all_day() = std::move(count);
}

KitchenBoard& BoardOf(const std::string& station, Rows& rows) {
  auto& board = rows.Mutable<KitchenBoard>(station);
  board.set_station(station);
  return board;
}

// Puts the ticket among those that were bumped last.
void PutBumped(BoardTicket ticket, KitchenBoard& board) {
  Tickets& bumped = *board.mutable_bumped();
  *bumped.Add() = std::move(ticket);
  std::rotate(bumped.begin(), bumped.end() - 1, bumped.end());
  if (bumped.size() > kBumpedTicketsMax) bumped.RemoveLast();
}

// A ticket that is bumped, or served without that, leaves the board; one that is not on it is
// passed over: there were too many.
void Bump(const EntryHeader& header, const Event& event, const std::string& ticket_id,
          KitchenBoard& board) {
  if (Find(ticket_id, *board.mutable_tickets()) == nullptr) return;
  BoardTicket ticket = Take(ticket_id, *board.mutable_tickets());
  domain::FoldIntoTicket(event, *ticket.mutable_ticket());
  *ticket.mutable_bump_time() = header.occur_time();
  PutBumped(std::move(ticket), board);
}

// Changes a ticket where it stands; one that has left the board is passed over.
void Change(const Event& event, const std::string& ticket_id, KitchenBoard& board) {
  BoardTicket* ticket = Find(ticket_id, *board.mutable_tickets());
  if (ticket == nullptr) ticket = Find(ticket_id, *board.mutable_bumped());
  if (ticket != nullptr) domain::FoldIntoTicket(event, *ticket->mutable_ticket());
}

// Takes the ticket off the board, on which it may be or have been.
BoardTicket TakeOff(const std::string& ticket_id, KitchenBoard& board) {
  BoardTicket bumped = Take(ticket_id, *board.mutable_bumped());
  BoardTicket ticket = Take(ticket_id, *board.mutable_tickets());
  return bumped.has_ticket() ? bumped : ticket;
}

// A ticket that says how it stands is taken from wherever it was.
void Replace(const Event& event, BoardTicket ticket, KitchenBoard& board) {
  domain::FoldIntoTicket(event, *ticket.mutable_ticket());
  if (domain::StateOf(ticket.ticket()) != domain::TicketState::kOpen) {
    return PutBumped(std::move(ticket), board);
  }
  ticket.clear_bump_time();
  Put(std::move(ticket), board);
}

// Returns the station that the ticket was at before, if the event says so.
const std::string& StationBefore(const Event& event) {
  if (event.has_ticket_moved()) return event.ticket_moved().from_station();
  if (event.has_ticket_refired()) return event.ticket_refired().from_station();
  return event.ticket_recalled().from_station();
}

// The ticket comes to the board, maybe from another one.
void Arrive(const EntryHeader& header, const Event& event, const std::string& ticket_id,
            KitchenBoard& board, Rows& rows) {
  BoardTicket ticket = TakeOff(ticket_id, board);
  const std::string& before = StationBefore(event);
  if (!before.empty() && before != board.station()) {
    KitchenBoard& from = BoardOf(before, rows);
    ticket = TakeOff(ticket_id, from);
    CountAllDay(from);
    from.set_position(PositionOf(header, event));
  }
  Replace(event, std::move(ticket), board);
}

void ApplyToTicket(const EntryHeader& header, const Event& event, KitchenBoard& board, Rows& rows) {
  const std::string& ticket_id = StreamOf(header, event).key();
  switch (event.event_case()) {
    case Event::kTicketSent:
      BeginDay(header, board);
      return Arrive(header, event, ticket_id, board, rows);
    case Event::kTicketMoved:
    case Event::kTicketRecalled:
    case Event::kTicketRefired:
      return Arrive(header, event, ticket_id, board, rows);
    case Event::kTicketServed:
      Change(event, ticket_id, board);
      return Bump(header, event, ticket_id, board);
    case Event::kTicketBumped:
      return Bump(header, event, ticket_id, board);
    default:
      return Change(event, ticket_id, board);
  }
}

void ApplyToStation(const Event& event, KitchenBoard& board) {
  domain::Station station{.closed = board.closed(),
                          .fallback = board.fallback(),
                          .printer_problem = board.printer_problem(),
                          .print_station = board.print_station()};
  domain::Evolve(station, event);
  board.set_closed(station.closed);
  board.set_fallback(station.fallback);
  board.set_printer_problem(station.printer_problem);
  board.set_print_station(station.print_station);
}

class Kitchen : public Projection {
 public:
  std::string_view name() const override { return kKitchenName; }
  int version() const override { return 2; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const event::v1::StreamName& stream = StreamOf(header, event);
    if (event.has_command_flagged()) return absl::OkStatus();
    if (stream.category() == Category::CATEGORY_TICKET) {
      if (StationIn(event).empty()) return absl::OkStatus();
      KitchenBoard& board = BoardOf(StationIn(event), rows);
      ApplyToTicket(header, event, board, rows);
      CountAllDay(board);
      board.set_position(PositionOf(header, event));
    } else if (stream.category() == Category::CATEGORY_KITCHEN &&
               !domain::IsSoldOutKey(stream.key())) {
      KitchenBoard& board = BoardOf(stream.key(), rows);
      ApplyToStation(event, board);
      board.set_position(PositionOf(header, event));
    }
    return absl::OkStatus();
  }
};

}  // namespace

bool IsOfAnotherDay(const google::protobuf::Timestamp& sent_time,
                    const google::protobuf::Timestamp& promise_time, const EntryHeader& header) {
  const int64_t seconds = std::max(sent_time.seconds(), promise_time.seconds());
  return domain::SubtractClamped(header.occur_time().seconds(), seconds) > kOfAnotherDaySeconds;
}

std::unique_ptr<Projection> NewKitchen() { return std::make_unique<Kitchen>(); }

}  // namespace daybook::projections
