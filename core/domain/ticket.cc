#include "core/domain/ticket.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/bounds.h"
#include "fmt/format.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::Event;
using event::v1::KitchenTicket;
using event::v1::TicketItem;

constexpr Reason kYes = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kUnk = Reason::ERROR_REASON_TICKET_UNKNOWN;
constexpr Reason kNot = Reason::ERROR_REASON_TICKET_NOT_OPEN;
constexpr Reason kNoB = Reason::ERROR_REASON_TICKET_NOT_BUMPED;
constexpr Reason kHld = Reason::ERROR_REASON_TICKET_ITEM_HELD;
constexpr Reason kVoi = Reason::ERROR_REASON_TICKET_ITEM_VOIDED;

// clang-format off
constexpr TicketRule kTicketRules[] = {
    // not sent, on the board, bumped, served
    {Command::kStartTicketItem, {kUnk, kYes, kNot, kNot}},
    {Command::kReadyTicketItem, {kUnk, kYes, kNot, kNot}},
    {Command::kBumpTicket, {kUnk, kYes, kYes, kYes}},
    {Command::kRecallTicket, {kUnk, kYes, kYes, kYes}},
    {Command::kRefireTicket, {kUnk, kYes, kYes, kYes}},
    {Command::kMoveTicket, {kUnk, kYes, kNot, kNot}},
    {Command::kPrioritiseTicket, {kUnk, kYes, kNot, kNot}},
    {Command::kServeTicket, {kUnk, kNoB, kYes, kYes}},
};

constexpr TicketItemRule kTicketItemRules[] = {
    // waiting, held, started, ready, struck through
    {Command::kStartTicketItem, {kYes, kHld, kYes, kYes, kVoi}},
    {Command::kReadyTicketItem, {kYes, kHld, kYes, kYes, kVoi}},
    {Command::kRefireTicket, {kYes, kYes, kYes, kYes, kVoi}},
};
// clang-format on

// Returns the item of that line among some that are ordered by line, or their end.
template <typename Items>
auto FindIn(Items& items, int32_t line) {
  const auto found = std::ranges::lower_bound(items, line, {}, &TicketItem::line);
  return found != items.end() && found->line() == line ? found : items.end();
}

TicketItem* MutableItem(int32_t line, KitchenTicket& ticket) {
  auto& items = *ticket.mutable_items();
  const auto found = FindIn(items, line);
  return found == items.end() ? nullptr : &*found;
}

void SetItemState(int32_t line, event::v1::TicketItemState state, KitchenTicket& ticket) {
  if (TicketItem* const item = MutableItem(line, ticket)) item->set_state(state);
}

void Fire(TicketItem& item) {
  if (item.state() != event::v1::TICKET_ITEM_STATE_HELD) return;
  item.set_state(event::v1::TICKET_ITEM_STATE_WAITING);
}

// What is fired is named; where nothing is, it is the whole course.
void Fire(const event::v1::CourseFired& fired, KitchenTicket& ticket) {
  for (const int32_t line : fired.lines()) {
    if (TicketItem* const item = MutableItem(line, ticket)) Fire(*item);
  }
  if (!fired.lines().empty()) return;
  for (TicketItem& item : *ticket.mutable_items()) {
    if (item.course() == fired.course()) Fire(item);
  }
}

void Bump(KitchenTicket& ticket) {
  ticket.set_state(event::v1::TICKET_STATE_BUMPED);
  for (TicketItem& item : *ticket.mutable_items()) {
    item.set_state(event::v1::TICKET_ITEM_STATE_READY);
  }
}

void StrikeThrough(const event::v1::TicketItemVoided& voided, KitchenTicket& ticket) {
  for (const event::v1::VoidedItem& less : voided.items()) {
    TicketItem* const item = MutableItem(less.line(), ticket);
    if (item == nullptr) continue;
    item->set_voided_milli(AddClamped(item->voided_milli(), less.quantity_milli()));
  }
}

}  // namespace

Uuid TicketIdOf(const Uuid& sale_id, int32_t send, std::string_view station) {
  return DeriveUuid(sale_id, fmt::format("ticket/{}/{}", send, station));
}

std::span<const TicketRule> TicketRules() { return kTicketRules; }

std::span<const TicketItemRule> TicketItemRules() { return kTicketItemRules; }

absl::Status CheckTicketState(TicketState state, Command::CommandCase command,
                              const Uuid& ticket_id) {
  const auto* rule = std::ranges::find(kTicketRules, command, &TicketRule::command);
  DAYBOOK_CHECK(rule != std::end(kTicketRules));
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kYes) return absl::OkStatus();
  return Error(objection, "ticket {ticket} is {state}",
               {{"ticket", ticket_id.ToText()}, {"state", TicketStateName(state)}});
}

absl::Status CheckItemState(const TicketItem& item, Command::CommandCase command) {
  const auto* rule = std::ranges::find(kTicketItemRules, command, &TicketItemRule::command);
  DAYBOOK_CHECK(rule != std::end(kTicketItemRules));
  const ItemState state = StateOf(item);
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kYes) return absl::OkStatus();
  return Error(objection, "line {line} of the ticket is {state}",
               {{"line", item.line()}, {"state", ItemStateName(state)}});
}

std::string_view TicketStateName(TicketState state) {
  constexpr std::string_view kNames[kTicketStateCount] = {"not sent", "on the board", "bumped",
                                                          "served"};
  return kNames[static_cast<int>(state)];
}

std::string_view ItemStateName(ItemState state) {
  constexpr std::string_view kNames[kItemStateCount] = {"waiting", "held", "started", "ready",
                                                        "struck through"};
  return kNames[static_cast<int>(state)];
}

TicketState StateOf(const KitchenTicket& ticket) {
  switch (ticket.state()) {
    case event::v1::TICKET_STATE_UNSPECIFIED:
      return TicketState::kNotSent;
    case event::v1::TICKET_STATE_BUMPED:
      return TicketState::kBumped;
    case event::v1::TICKET_STATE_SERVED:
      return TicketState::kServed;
    default:
      return TicketState::kOpen;
  }
}

ItemState StateOf(const TicketItem& item) {
  if (WantedMilli(item) <= 0) return ItemState::kVoided;
  switch (item.state()) {
    case event::v1::TICKET_ITEM_STATE_HELD:
      return ItemState::kHeld;
    case event::v1::TICKET_ITEM_STATE_STARTED:
      return ItemState::kStarted;
    case event::v1::TICKET_ITEM_STATE_READY:
      return ItemState::kReady;
    default:
      return ItemState::kWaiting;
  }
}

int64_t WantedMilli(const TicketItem& item) {
  return SubtractClamped(item.quantity_milli(), item.voided_milli());
}

const TicketItem* FindItem(int32_t line, const KitchenTicket& ticket) {
  const auto found = FindIn(ticket.items(), line);
  return found == ticket.items().end() ? nullptr : &*found;
}

void FoldIntoTicket(const Event& event, KitchenTicket& ticket) {
  switch (event.event_case()) {
    case Event::kTicketSent:
      ticket = event.ticket_sent().ticket();
      return;
    case Event::kTicketItemStarted:
      return SetItemState(event.ticket_item_started().line(), event::v1::TICKET_ITEM_STATE_STARTED,
                          ticket);
    case Event::kTicketItemReady:
      return SetItemState(event.ticket_item_ready().line(), event::v1::TICKET_ITEM_STATE_READY,
                          ticket);
    case Event::kCourseFired:
      return Fire(event.course_fired(), ticket);
    case Event::kTicketBumped:
      return Bump(ticket);
    case Event::kTicketRecalled:
      ticket = event.ticket_recalled().ticket();
      return;
    case Event::kTicketRefired:
      ticket = event.ticket_refired().ticket();
      return;
    case Event::kTicketMoved:
      ticket = event.ticket_moved().ticket();
      return;
    case Event::kTicketPrioritised:
      return ticket.set_priority(event.ticket_prioritised().priority());
    case Event::kTicketItemVoided:
      return StrikeThrough(event.ticket_item_voided(), ticket);
    case Event::kTicketServed:
      return ticket.set_state(event::v1::TICKET_STATE_SERVED);
    default:
      return;
  }
}

void Evolve(Ticket& ticket, const Event& event) {
  ++ticket.version;
  FoldIntoTicket(event, ticket.ticket);
}

}  // namespace daybook::domain
