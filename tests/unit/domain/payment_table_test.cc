// Walks the whole table of a payment's states, and holds the copy in docs/domain.md against it.
#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

constexpr PaymentState kStates[] = {PaymentState::kNone,     PaymentState::kStarted,
                                    PaymentState::kUnknown,  PaymentState::kForwarded,
                                    PaymentState::kReceived, PaymentState::kDeclined,
                                    PaymentState::kReversed};

// Brings payment 7 of sale 1, all of its 1.00, into the state.
void BringPaymentTo(PaymentState state, ShopAtWork& shop) {
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100)});
  if (state == PaymentState::kNone) return;
  if (state == PaymentState::kForwarded) return shop.MustAsk({Forward(1, 7, 100)});
  shop.MustAsk({StartPayment(1, 7, 100)});
  if (state == PaymentState::kUnknown) shop.MustAsk({ReportUnknown(1, 7)});
  if (state == PaymentState::kDeclined) shop.MustAsk({Decline(1, 7)});
  if (state == PaymentState::kReceived) shop.MustAsk({Approve(1, 7, 100)});
  if (state == PaymentState::kReversed) shop.MustAsk({Approve(1, 7, 100), Reverse(1, 7)});
}

// Returns the command of that case on payment 7; one that changes something where it may.
Command CommandFor(Command::CommandCase command_case) {
  if (command_case == Command::kReceivePayment) return PayCard(1, 7, 100);
  for (const Command& command : OneOfEach()) {
    if (command.command_case() == command_case) return command;
  }
  return Command();
}

std::string RowText(const PaymentRule& rule) {
  std::string row = fmt::format("| {} |", CommandName(CommandFor(rule.command)));
  for (const Reason objection : rule.objections) {
    const bool allowed = objection == Reason::ERROR_REASON_UNSPECIFIED;
    row += fmt::format(" {} |", allowed ? "yes" : std::string(ReasonName(objection)));
  }
  return row;
}

TEST(PaymentTableTest, DecidesEveryCommandInEveryState) {
  for (const PaymentRule& rule : PaymentRules()) {
    if (rule.command == Command::kAdjustTip) continue;  // Its tip keeps it from most states.
    for (const PaymentState state : kStates) {
      SCOPED_TRACE(fmt::format("{} of a payment that is {}", CommandName(CommandFor(rule.command)),
                               PaymentStateName(state)));
      ShopAtWork shop;
      BringPaymentTo(state, shop);

      const auto decision = shop.Ask(CommandFor(rule.command));

      const Reason objection = rule.objections[static_cast<int>(state)];
      EXPECT_EQ(ReasonOf(decision.status()), objection) << decision.status();
    }
  }
}

TEST(PaymentTableTest, LeavesTheStateThatEachCommandSaysItDoes) {
  const std::map<Command::CommandCase, PaymentState> after = {
      {Command::kReceivePayment, PaymentState::kReceived},
      {Command::kStartPayment, PaymentState::kStarted},
      {Command::kForwardPayment, PaymentState::kForwarded},
      {Command::kApprovePayment, PaymentState::kReceived},
      {Command::kDeclinePayment, PaymentState::kDeclined},
      {Command::kReportPaymentUnknown, PaymentState::kUnknown},
      {Command::kReversePayment, PaymentState::kReversed}};
  for (const auto& [command_case, state_after] : after) {
    const auto rule = std::ranges::find(PaymentRules(), command_case, &PaymentRule::command);
    for (const PaymentState state : kStates) {
      if (rule->objections[static_cast<int>(state)] != Reason::ERROR_REASON_UNSPECIFIED) continue;
      SCOPED_TRACE(fmt::format("{} of a payment that is {}", CommandName(CommandFor(command_case)),
                               PaymentStateName(state)));
      ShopAtWork shop;
      BringPaymentTo(state, shop);

      ASSERT_TRUE(shop.Ask(CommandFor(command_case)).ok());

      EXPECT_EQ(shop.SaleAt(1).PaymentStateOf(TestUuid(7)), state_after);
    }
  }
}

TEST(PaymentTableTest, StandsInTheDocumentsAsItIsInTheCode) {
  std::ifstream file(DAYBOOK_SOURCE_DIR "/docs/domain.md");
  std::stringstream text;
  ASSERT_TRUE(text << file.rdbuf());

  std::string table =
      "| command | not known | started | unknown | forwarded | received | declined | reversed |\n"
      "|---|---|---|---|---|---|---|---|\n";
  for (const PaymentRule& rule : PaymentRules()) table += RowText(rule) + "\n";

  EXPECT_NE(text.str().find(table), std::string::npos) << "docs/domain.md lacks:\n" << table;
}

}  // namespace
}  // namespace daybook::domain
