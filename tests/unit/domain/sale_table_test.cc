// Walks the whole table of states, and holds the copy in docs/domain.md against it.
#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"
#include "tests/unit/domain/selling_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

constexpr SaleState kStates[] = {
    SaleState::kNotStarted,     SaleState::kOpen,     SaleState::kSuspended, SaleState::kCompleted,
    SaleState::kPartlyReturned, SaleState::kReturned, SaleState::kVoided,    SaleState::kAbandoned};

// Whether the state comes after the completion.
bool IsAfterCompletion(SaleState state) {
  return state == SaleState::kPartlyReturned || state == SaleState::kReturned ||
         state == SaleState::kVoided;
}

// Returns the command that brings a completed sale 1 of one line at 1.00 into the state.
Command CommandAfterCompletion(SaleState state) {
  if (state == SaleState::kVoided) return Void(1);
  return state == SaleState::kReturned ? Return(1, 1, 1000, 20, 100) : Return(1, 1, 500, 20, 50);
}

// Brings sale 1 into the state. When it is open, it has what every command needs to be right: line
// 1 at 1.00, and no payment; and there is a sale 2.
void BringSaleTo(SaleState state, ShopAtWork& shop) {
  shop.MustAsk({OpenDay(), OpenDrawer(1, 5000), StartSale(2)});
  if (state == SaleState::kNotStarted) return;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100)});
  if (state == SaleState::kSuspended) shop.MustAsk({Suspend(1)});
  const bool completed = state == SaleState::kCompleted || IsAfterCompletion(state);
  if (completed) shop.MustAsk({PayCard(1, 9, 100), Complete(1)});
  if (IsAfterCompletion(state)) shop.MustAsk({CommandAfterCompletion(state)});
  if (state == SaleState::kAbandoned) shop.MustAsk({Abandon(1)});
}

// Returns the command of that case, right for an open sale as BringSaleTo leaves it.
Command CommandFor(Command::CommandCase command_case) {
  for (const Command& command : OneOfEach()) {
    if (command.command_case() != command_case) continue;
    return command_case == Command::kAddLineItem ? AddLine(1, 2, 100) : command;
  }
  return Command();
}

Command CouponFor(std::string_view offer) {
  Command command = ChangeOffer(offer, 200'000);
  command.mutable_change_offer()->mutable_change()->set_coupon(true);
  return command;
}

bool IsAboutReturnLine(const Command& command) {
  return command.has_add_return_line() || command.has_remove_return_line();
}

// Whether the command is about what became of a payment, or what came with it.
bool IsAboutKnownPayment(const Command& command) {
  return command.has_approve_payment() || command.has_decline_payment() ||
         command.has_report_payment_unknown() || command.has_reverse_payment() ||
         command.has_correct_tender() || command.has_add_tip() || command.has_adjust_tip();
}

// Brings sale 1, on which payment 7 was started, into the state, as a till would by itself.
void BringSaleWithPaymentTo(SaleState state, ShopAtWork& shop) {
  if (state == SaleState::kNotStarted) return;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), StartPayment(1, 7, 100)});
  if (state == SaleState::kSuspended) shop.MustAsk({Suspend(1)});
  if (state == SaleState::kCompleted || IsAfterCompletion(state)) {
    shop.Own(PayCard(1, 9, 100));
    shop.Own(Complete(1));
  }
  if (IsAfterCompletion(state)) shop.Own(CommandAfterCompletion(state));
  if (state == SaleState::kAbandoned) shop.Own(Abandon(1));
}

// Has payment 7 approved, and a tip given with it, if the command is about that.
void PrepareMoney(const Command& command, ShopAtWork& shop) {
  const bool about_outcome = command.has_approve_payment() || command.has_decline_payment() ||
                             command.has_report_payment_unknown();
  if (!about_outcome) shop.Ask(Approve(1, 7, 100)).IgnoreError();
  if (command.has_adjust_tip()) shop.Ask(AddTip(1, 1, 20, 7)).IgnoreError();
}

bool BeginsPayment(const Command& command) {
  return command.has_receive_payment() || command.has_start_payment() ||
         command.has_forward_payment();
}

// Brings sale 1 into a state after its completion in which it owes 1.00: a forwarded payment was
// declined.
void BringOwingSaleTo(SaleState state, ShopAtWork& shop) {
  shop.MustAsk(
      {OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 100), Forward(1, 8, 100), Complete(1)});
  if (state == SaleState::kPartlyReturned) {
    ASSERT_TRUE(shop.Ask(CommandAfterCompletion(state)).ok());
  }
  shop.MustAsk({Decline(1, 8)});
}

void Bring(SaleState state, const Command& command, ShopAtWork& shop) {
  // Line 1 is then sold at another price than the catalogue's.
  if (command.has_resolve_price_discrepancy()) shop.MustAsk({UpsertItem("bread", 120)});
  const bool stands = state == SaleState::kCompleted || state == SaleState::kPartlyReturned;
  if (stands && BeginsPayment(command)) return BringOwingSaleTo(state, shop);
  if (command.has_redeem_coupon()) shop.MustAsk({CouponFor("happy-hour")});
  if (!IsAboutKnownPayment(command)) {
    BringSaleTo(state, shop);
    if (!IsAboutReturnLine(command)) return;
    return shop.MustAsk({AddLine(2, 1, 100), PayCard(2, 8, 100), Complete(2)});
  }
  BringSaleWithPaymentTo(state, shop);
  PrepareMoney(command, shop);
}

// Pays the sale first if the command is its completion, takes something off it first if that is to
// be taken back.
absl::StatusOr<Decision> Try(const Command& command, SaleState state, ShopAtWork& shop) {
  if (state == SaleState::kOpen && command.has_complete_sale()) {
    shop.MustAsk({PayCard(1, 9, 100)});
  }
  if (state == SaleState::kOpen && command.has_remove_return_line()) {
    shop.MustAsk({AddReturnLine(1, 1, 2, 1)});
  }
  if (state == SaleState::kOpen && command.has_remove_discount()) {
    shop.MustAsk({TakeOffRate(1, 1, 50'000)});
  }
  return shop.Ask(command);
}

std::string CellText(Reason objection) {
  return objection == Reason::ERROR_REASON_UNSPECIFIED ? "yes" : std::string(ReasonName(objection));
}

// Returns the row of the table as docs/domain.md writes it.
std::string RowText(const SaleRule& rule) {
  std::string row = fmt::format("| {} |", CommandName(CommandFor(rule.command)));
  for (const Reason objection : rule.objections) row += fmt::format(" {} |", CellText(objection));
  return row;
}

TEST(SaleTableTest, HasARowForEveryCommandAboutASale) {
  for (const Command& command : OneOfEach()) {
    const bool has_row = std::ranges::find(SaleRules(), command.command_case(),
                                           &SaleRule::command) != SaleRules().end();

    EXPECT_EQ(has_row, SaleOf(command).has_value()) << CommandName(command);
  }
}

TEST(SaleTableTest, DecidesEveryCommandInEveryState) {
  for (const SaleRule& rule : SaleRules()) {
    for (const SaleState state : kStates) {
      SCOPED_TRACE(fmt::format("{} on a sale that is {}", CommandName(CommandFor(rule.command)),
                               SaleStateName(state)));
      ShopAtWork shop;
      Bring(state, CommandFor(rule.command), shop);

      const auto decision = Try(CommandFor(rule.command), state, shop);

      const Reason objection = rule.objections[static_cast<int>(state)];
      EXPECT_EQ(ReasonOf(decision.status()), objection) << decision.status();
      EXPECT_EQ(decision.ok(), objection == Reason::ERROR_REASON_UNSPECIFIED);
    }
  }
}

TEST(SaleTableTest, LeavesTheStateThatEachAllowedCommandSaysItDoes) {
  const std::map<Command::CommandCase, SaleState> ends = {
      {Command::kCompleteSale, SaleState::kCompleted},
      {Command::kSuspendSale, SaleState::kSuspended},
      {Command::kAbandonSale, SaleState::kAbandoned},
      {Command::kMergeSales, SaleState::kAbandoned},
      {Command::kVoidSale, SaleState::kVoided},
      {Command::kReturnItems, SaleState::kPartlyReturned}};
  for (const SaleRule& rule : SaleRules()) {
    SCOPED_TRACE(CommandName(CommandFor(rule.command)));
    const bool takes_back =
        rule.command == Command::kVoidSale || rule.command == Command::kReturnItems;
    const SaleState state = rule.command == Command::kStartSale ? SaleState::kNotStarted
                            : takes_back                        ? SaleState::kCompleted
                                                                : SaleState::kOpen;
    ShopAtWork shop;
    Bring(state, CommandFor(rule.command), shop);

    const auto decision = Try(CommandFor(rule.command), state, shop);

    ASSERT_TRUE(decision.ok()) << decision.status();
    const auto end = ends.find(rule.command);
    EXPECT_EQ(shop.SaleAt(1).state, end == ends.end() ? SaleState::kOpen : end->second);
  }
}

TEST(SaleTableTest, StandsInTheDocumentsAsItIsInTheCode) {
  std::ifstream file(DAYBOOK_SOURCE_DIR "/docs/domain.md");
  std::stringstream text;
  ASSERT_TRUE(text << file.rdbuf());

  std::string table =
      "| command | not started | open | suspended | completed | partly returned | returned | "
      "voided | abandoned |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  for (const SaleRule& rule : SaleRules()) table += RowText(rule) + "\n";

  EXPECT_NE(text.str().find(table), std::string::npos) << "docs/domain.md lacks:\n" << table;
}

}  // namespace
}  // namespace daybook::domain
