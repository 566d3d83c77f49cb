// Walks the tables of a ticket's states and of its items', and holds the copies in docs/domain.md
// against them.
#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::KitchenTicket;

constexpr TicketState kTicketStates[] = {TicketState::kNotSent, TicketState::kOpen,
                                         TicketState::kBumped, TicketState::kServed};
constexpr ItemState kItemStates[] = {ItemState::kWaiting, ItemState::kHeld, ItemState::kStarted,
                                     ItemState::kReady, ItemState::kVoided};

Command CommandFor(Command::CommandCase command_case) {
  for (const Command& command : OneOfEach()) {
    if (command.command_case() == command_case) return command;
  }
  return Command();
}

// Brings the ticket of sale 1 into the state.
void BringTicketTo(TicketState state, ShopAtWork& shop) {
  if (state == TicketState::kNotSent) return;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), SendOrder(1)});
  if (state == TicketState::kOpen) return;
  shop.MustAsk({Bump(TestTicket(1))});
  if (state == TicketState::kServed) shop.MustAsk({Serve(TestTicket(1))});
}

// Brings line 1 of the ticket of sale 1 into the state; line 2 keeps the ticket on the board.
void BringItemTo(ItemState state, ShopAtWork& shop) {
  shop.MustAsk({StartSale(1), AddDish(1, 1, 2), AddLine(1, 2, 100)});
  shop.MustAsk({SendOrder(1, state == ItemState::kHeld ? 1 : 0)});
  if (state == ItemState::kStarted) shop.MustAsk({StartItem(TestTicket(1), 1)});
  if (state == ItemState::kReady) shop.MustAsk({ReadyItem(TestTicket(1), 1)});
  if (state == ItemState::kVoided) shop.MustAsk({RemoveLine(1, 1)});
}

std::string CellText(Reason objection) {
  return objection == Reason::ERROR_REASON_UNSPECIFIED ? "yes" : std::string(ReasonName(objection));
}

template <typename Rule>
std::string RowText(const Rule& rule) {
  std::string row = fmt::format("| {} |", CommandName(CommandFor(rule.command)));
  for (const Reason objection : rule.objections) row += fmt::format(" {} |", CellText(objection));
  return row + "\n";
}

std::string Documentation() {
  std::ifstream file(DAYBOOK_SOURCE_DIR "/docs/domain.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(TicketTableTest, HasARowForEveryCommandOnATicket) {
  for (const Command& command : OneOfEach()) {
    const bool is_about_ticket =
        SubjectOf(command, BritishShop()).category == Category::CATEGORY_TICKET;
    const bool has_row = std::ranges::find(TicketRules(), command.command_case(),
                                           &TicketRule::command) != TicketRules().end();

    EXPECT_EQ(has_row, is_about_ticket) << CommandName(command);
  }
}

TEST(TicketTableTest, DecidesEveryCommandInEveryState) {
  for (const TicketRule& rule : TicketRules()) {
    for (const TicketState state : kTicketStates) {
      const Command command = CommandFor(rule.command);
      SCOPED_TRACE(
          fmt::format("{} on a ticket that is {}", CommandName(command), TicketStateName(state)));
      ShopAtWork shop;
      BringTicketTo(state, shop);

      const auto decision = shop.Ask(command);

      EXPECT_EQ(ReasonOf(decision.status()), rule.objections[static_cast<int>(state)])
          << decision.status();
    }
  }
}

TEST(TicketTableTest, FlagsWhatADisplayHasDoneAlready) {
  for (const TicketRule& rule : TicketRules()) {
    for (const TicketState state : kTicketStates) {
      const Command command = CommandFor(rule.command);
      SCOPED_TRACE(
          fmt::format("{} on a ticket that is {}", CommandName(command), TicketStateName(state)));
      ShopAtWork shop;
      BringTicketTo(state, shop);

      const Decision own = shop.Own(command);

      EXPECT_EQ(own.set_aside, state == TicketState::kNotSent);
      EXPECT_EQ(ReasonOf(own.objection), rule.objections[static_cast<int>(state)]);
    }
  }
}

TEST(TicketTableTest, KnowsWhereATicketOfALaterServerStands) {
  KitchenTicket ticket;
  for (const int number : {-1, 4, 1 << 30}) {
    ticket.set_state(static_cast<event::v1::TicketState>(number));
    EXPECT_EQ(TicketStateName(StateOf(ticket)), "on the board");
    EXPECT_TRUE(CheckTicketState(StateOf(ticket), Command::kBumpTicket, TestUuid(1)).ok());
  }
}

TEST(TicketItemTableTest, FlagsWhatADisplayHasDoneAlready) {
  for (const TicketItemRule& rule : TicketItemRules()) {
    for (const ItemState state : kItemStates) {
      Command command = CommandFor(rule.command);
      if (command.has_refire_ticket()) command.mutable_refire_ticket()->add_lines(1);
      SCOPED_TRACE(
          fmt::format("{} on an item that is {}", CommandName(command), ItemStateName(state)));
      ShopAtWork shop;
      BringItemTo(state, shop);

      const Decision own = shop.Own(command);

      EXPECT_FALSE(own.set_aside);
      EXPECT_EQ(ReasonOf(own.objection), rule.objections[static_cast<int>(state)]);
    }
  }
}

TEST(TicketTableTest, LeavesTheStateThatEachAllowedCommandSaysItDoes) {
  const std::map<Command::CommandCase, TicketState> ends = {
      {Command::kBumpTicket, TicketState::kBumped},
      {Command::kServeTicket, TicketState::kServed},
      {Command::kRecallTicket, TicketState::kOpen},
      {Command::kRefireTicket, TicketState::kOpen}};
  for (const TicketRule& rule : TicketRules()) {
    const Command command = CommandFor(rule.command);
    SCOPED_TRACE(CommandName(command));
    const bool comes_back =
        rule.command == Command::kRecallTicket || rule.command == Command::kRefireTicket;
    const bool from_bumped = comes_back || rule.command == Command::kServeTicket;
    ShopAtWork shop;
    BringTicketTo(from_bumped ? TicketState::kBumped : TicketState::kOpen, shop);

    ASSERT_TRUE(shop.Ask(command).ok());

    const auto end = ends.find(rule.command);
    EXPECT_EQ(StateOf(shop.TicketAt(TestTicket(1))),
              end == ends.end() ? TicketState::kOpen : end->second);
  }
}

TEST(TicketItemTableTest, DecidesEveryCommandInEveryState) {
  for (const TicketItemRule& rule : TicketItemRules()) {
    for (const ItemState state : kItemStates) {
      Command command = CommandFor(rule.command);
      if (command.has_refire_ticket()) command.mutable_refire_ticket()->add_lines(1);
      SCOPED_TRACE(
          fmt::format("{} on an item that is {}", CommandName(command), ItemStateName(state)));
      ShopAtWork shop;
      BringItemTo(state, shop);
      ASSERT_EQ(StateOf(shop.TicketAt(TestTicket(1)).items(0)), state);

      const auto decision = shop.Ask(command);

      EXPECT_EQ(ReasonOf(decision.status()), rule.objections[static_cast<int>(state)])
          << decision.status();
    }
  }
}

TEST(TicketTableTest, StandsInTheDocumentsAsItIsInTheCode) {
  std::string tickets =
      "| command | not sent | on the board | bumped | served |\n"
      "|---|---|---|---|---|\n";
  for (const TicketRule& rule : TicketRules()) tickets += RowText(rule);
  std::string items =
      "| command | waiting | held | started | ready | struck through |\n"
      "|---|---|---|---|---|---|\n";
  for (const TicketItemRule& rule : TicketItemRules()) items += RowText(rule);

  const std::string text = Documentation();

  EXPECT_NE(text.find(tickets), std::string::npos) << "docs/domain.md lacks:\n" << tickets;
  EXPECT_NE(text.find(items), std::string::npos) << "docs/domain.md lacks:\n" << items;
}

}  // namespace
}  // namespace daybook::domain
