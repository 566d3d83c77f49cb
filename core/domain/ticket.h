// One kitchen ticket: its table of states and that of its items, and the fold of what happened to
// it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

struct Ticket {
  int64_t version = 0;
  event::v1::KitchenTicket ticket;  // Without a state: it was never sent.
};

// Returns the id of the ticket that a send of a sale leaves at a station: the same for ever.
Uuid TicketIdOf(const Uuid& sale_id, int32_t send, std::string_view station);

inline StreamId TicketStream(const Uuid& ticket_id) {
  return StreamId::Of(Category::CATEGORY_TICKET, ticket_id);
}

enum class TicketState { kNotSent, kOpen, kBumped, kServed };
inline constexpr int kTicketStateCount = 4;

// One row of the table of a ticket's states: what stands against a command in each. The only place
// that says so; docs/domain.md shows a copy.
struct TicketRule {
  edge::v1::Command::CommandCase command;
  Reason objections[kTicketStateCount];  // By TicketState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const TicketRule> TicketRules();

// The same for what a command does to one item, which has a state more: struck through.
enum class ItemState { kWaiting, kHeld, kStarted, kReady, kVoided };
inline constexpr int kItemStateCount = 5;
struct TicketItemRule {
  edge::v1::Command::CommandCase command;
  Reason objections[kItemStateCount];  // By ItemState.
};
std::span<const TicketItemRule> TicketItemRules();

// Returns what stands against `command` in that state, or OK. REQUIRES: the table has a row for it.
absl::Status CheckTicketState(TicketState state, edge::v1::Command::CommandCase command,
                              const Uuid& ticket_id);
absl::Status CheckItemState(const event::v1::TicketItem& item,
                            edge::v1::Command::CommandCase command);

// Returns the states' names as people read them: "on the board", "waiting".
std::string_view TicketStateName(TicketState state);
std::string_view ItemStateName(ItemState state);

// Return where it stands; a ticket that stands where this server does not know is on the board.
TicketState StateOf(const event::v1::KitchenTicket& ticket);
ItemState StateOf(const event::v1::TicketItem& item);

// Returns how much of the item is still wanted.
int64_t WantedMilli(const event::v1::TicketItem& item);

// Returns the item of that line, or null. Items are ordered by line: where they are not, it may be
// null although there is one.
const event::v1::TicketItem* FindItem(int32_t line, const event::v1::KitchenTicket& ticket);

// Applies an event on the ticket's stream to what describes it. What makes no sense is passed over.
void FoldIntoTicket(const event::v1::Event& event, event::v1::KitchenTicket& ticket);

// Applies an event on the ticket's stream.
void Evolve(Ticket& ticket, const event::v1::Event& event);

}  // namespace daybook::domain
