// Transfers, and their whole table of states against docs/domain.md.
#include "core/domain/transfer.h"

#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr TransferState kStates[] = {TransferState::kNotKnown, TransferState::kRequested,
                                     TransferState::kShipped, TransferState::kReceived,
                                     TransferState::kCancelled};

const Transfer& TransferAt(uint8_t transfer, ShopAtWork& shop) {
  return std::get<Transfer>(
      shop.shop().Find(StreamId::Of(Category::CATEGORY_TRANSFER, TestUuid(transfer))));
}

int64_t OnHandAt(std::string_view location, std::string_view sku, ShopAtWork& shop) {
  return std::get<StockItem>(shop.shop().Find(StockStream(location, sku))).on_hand_milli;
}

void BringTo(TransferState state, ShopAtWork& shop) {
  if (state == TransferState::kNotKnown) return;
  shop.MustAsk({RequestTransfer(41, {{"bread", 1000}})});
  if (state == TransferState::kCancelled) shop.MustAsk({CancelTransfer(41)});
  const bool shipped = state == TransferState::kShipped || state == TransferState::kReceived;
  if (shipped) shop.MustAsk({ShipTransfer(41)});
  if (state == TransferState::kReceived) shop.MustAsk({ReceiveTransfer(41)});
}

Command CommandFor(Command::CommandCase command_case) {
  for (const Command& command : OneOfEach()) {
    if (command.command_case() == command_case) return command;
  }
  return Command();
}

TEST(TransferTest, MovesGoodsFromOneLocationToTheOther) {
  ShopAtWork shop;
  shop.MustAsk({RequestTransfer(41, {{"bread", 5000}, {"beer", 2000}})});

  EXPECT_THAT(Recorded(shop.Ask(ShipTransfer(41))),
              ElementsAre("StockTransferShipped", "StockTransferredOut", "StockTransferredOut"));
  EXPECT_EQ(OnHandAt("store-room", "bread", shop), -5000);
  EXPECT_EQ(OnHandAt("main", "bread", shop), 0);

  EXPECT_THAT(Recorded(shop.Ask(ReceiveTransfer(41))),
              ElementsAre("StockTransferReceived", "StockTransferredIn", "StockTransferredIn"));
  EXPECT_EQ(OnHandAt("main", "bread", shop), 5000);
  EXPECT_EQ(OnHandAt("main", "beer", shop), 2000);
  EXPECT_EQ(TransferAt(41, shop).state, TransferState::kReceived);
}

TEST(TransferTest, IsInTransitUntilItIsReceived) {
  ShopAtWork shop;
  shop.MustAsk({RequestTransfer(41, {{"bread", 5000}, {"beer", 2000}}),
                ShipTransfer(41, {{"bread", 4000}})});
  EXPECT_THAT(TransferAt(41, shop).goods, ElementsAre(Pair("bread", 4000)));

  shop.MustAsk({ReceiveTransfer(41, {{"bread", 1500}})});

  EXPECT_THAT(TransferAt(41, shop).goods, ElementsAre(Pair("bread", 2500)));
  EXPECT_EQ(TransferAt(41, shop).state, TransferState::kShipped);
}

TEST(TransferTest, EndsWithWhatIsMissing) {
  ShopAtWork shop;
  shop.MustAsk({RequestTransfer(41, {{"bread", 5000}}), ShipTransfer(41)});

  const auto decision = shop.Ask(ReceiveTransfer(41, {{"bread", 4000}}, true));

  ASSERT_TRUE(decision.ok()) << decision.status();
  const auto& received = decision->events[0].event.stock_transfer_received();
  ASSERT_EQ(received.missing_size(), 1);
  EXPECT_EQ(received.missing(0).quantity_milli(), 1000);
  EXPECT_EQ(TransferAt(41, shop).state, TransferState::kReceived);
  EXPECT_EQ(OnHandAt("main", "bread", shop), 4000);
}

TEST(TransferTest, MayBeMissingAltogether) {
  ShopAtWork shop;
  shop.MustAsk({RequestTransfer(41, {{"bread", 5000}}), ShipTransfer(41)});

  EXPECT_THAT(Recorded(shop.Ask(ReceiveTransfer(41, {}, true))),
              ElementsAre("StockTransferReceived"));
  EXPECT_EQ(TransferAt(41, shop).state, TransferState::kReceived);
}

TEST(TransferTest, HoldsNoMoreThanItHolds) {
  ShopAtWork shop;
  shop.MustAsk({RequestTransfer(41, {{"bread", 5000}})});

  EXPECT_EQ(ReasonNameOf(shop.Ask(ShipTransfer(41, {{"bread", 5001}}))), "TRANSFER_EXCEEDED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ShipTransfer(41, {{"beer", 1}}))), "TRANSFER_EXCEEDED");
  shop.MustAsk({ShipTransfer(41), ReceiveTransfer(41, {{"bread", 3000}})});
  EXPECT_EQ(ReasonNameOf(shop.Ask(ReceiveTransfer(41, {{"bread", 2001}}))), "TRANSFER_EXCEEDED");
}

TEST(TransferTest, FlagsThatMoreLeftThanWasThere) {
  ShopAtWork shop;
  Command delivery = ReceiveStock("bread", 1000);
  delivery.mutable_receive_stock()->set_location("store-room");
  shop.MustAsk({delivery, RequestTransfer(41, {{"bread", 5000}})});

  EXPECT_THAT(Recorded(shop.Ask(ShipTransfer(41))),
              ElementsAre("StockTransferShipped", "StockTransferredOut", "StockFellBelowZero"));
}

TEST(TransferTest, IsCalledOffOnce) {
  ShopAtWork shop;
  shop.MustAsk({RequestTransfer(41, {{"bread", 5000}}), CancelTransfer(41)});

  EXPECT_THAT(Recorded(shop.Ask(CancelTransfer(41))), IsEmpty());
}

TEST(TransferTest, IsNotOfItemsOfWhichNoStockIsKept) {
  ShopAtWork shop;
  shop.MustAsk({UpsertRecipe("latte", {{"milk", 200}})});

  EXPECT_EQ(ReasonNameOf(shop.Ask(RequestTransfer(41, {{"latte", 1000}}))), "ITEM_NOT_STOCKED");
}

TEST(TransferTest, IsNotForATillToDecide) {
  ShopAtWork shop;
  shop.MustAsk({RequestTransfer(41, {{"bread", 5000}})});

  for (const Command& command :
       {RequestTransfer(43, {{"bread", 1}}), ShipTransfer(41), CancelTransfer(41)}) {
    EXPECT_EQ(ReasonNameOf(shop.Own(command).objection), "NOT_AN_OWN_COMMAND");
  }
}

TEST(TransferTableTest, DecidesEveryCommandInEveryState) {
  for (const TransferRule& rule : TransferRules()) {
    for (const TransferState state : kStates) {
      SCOPED_TRACE(fmt::format("{} on a transfer that is {}", CommandName(CommandFor(rule.command)),
                               TransferStateName(state)));
      ShopAtWork shop;
      BringTo(state, shop);
      ASSERT_EQ(TransferAt(41, shop).state, state);

      const auto decision = shop.Ask(CommandFor(rule.command));

      EXPECT_EQ(ReasonOf(decision.status()), rule.objections[static_cast<int>(state)])
          << decision.status();
    }
  }
}

TEST(TransferTableTest, StandsInTheDocumentsAsItIsInTheCode) {
  std::ifstream file(DAYBOOK_SOURCE_DIR "/docs/domain.md");
  std::stringstream text;
  ASSERT_TRUE(text << file.rdbuf());

  std::string table = "| command |";
  for (const TransferState state : kStates) table += fmt::format(" {} |", TransferStateName(state));
  table += "\n|---|---|---|---|---|---|\n";
  for (const TransferRule& rule : TransferRules()) {
    table += fmt::format("| {} |", CommandName(CommandFor(rule.command)));
    for (const Reason objection : rule.objections) {
      table += fmt::format(" {} |", objection == Reason::ERROR_REASON_UNSPECIFIED
                                        ? "yes"
                                        : std::string(ReasonName(objection)));
    }
    table += "\n";
  }

  EXPECT_NE(text.str().find(table), std::string::npos) << "docs/domain.md lacks:\n" << table;
}

}  // namespace
}  // namespace daybook::domain
