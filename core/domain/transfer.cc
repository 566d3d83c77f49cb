#include "core/domain/transfer.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::Event;
using Lines = google::protobuf::RepeatedPtrField<event::v1::TransferLine>;

constexpr Reason kYes = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kUnk = Reason::ERROR_REASON_TRANSFER_UNKNOWN;
constexpr Reason kExs = Reason::ERROR_REASON_TRANSFER_EXISTS;
constexpr Reason kNot = Reason::ERROR_REASON_TRANSFER_NOT_OPEN;
constexpr Reason kNoS = Reason::ERROR_REASON_TRANSFER_NOT_SHIPPED;

constexpr TransferRule kTransferRules[] = {
    // not known, requested, shipped, received, cancelled
    {Command::kRequestTransfer, {kYes, kExs, kExs, kExs, kExs}},
    {Command::kShipTransfer, {kUnk, kYes, kNot, kNot, kNot}},
    {Command::kReceiveTransfer, {kUnk, kNoS, kYes, kNot, kNot}},
    {Command::kCancelTransfer, {kUnk, kYes, kNot, kNot, kYes}},
};

TransferGoods GoodsIn(const Lines& lines) {
  TransferGoods goods;
  for (const event::v1::TransferLine& line : lines) goods[line.sku()] = line.quantity_milli();
  return goods;
}

void TakeOff(const Lines& lines, TransferGoods& goods) {
  for (const event::v1::TransferLine& line : lines) {
    const auto found = goods.find(line.sku());
    if (found == goods.end()) continue;
    found->second = SubtractClamped(found->second, line.quantity_milli());
    if (found->second <= 0) goods.erase(found);
  }
}

}  // namespace

std::span<const TransferRule> TransferRules() { return kTransferRules; }

absl::Status CheckTransferState(TransferState state, Command::CommandCase command,
                                const Uuid& transfer_id) {
  const auto* rule = std::ranges::find(kTransferRules, command, &TransferRule::command);
  DAYBOOK_CHECK(rule != std::end(kTransferRules));
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kYes) return absl::OkStatus();
  return Error(objection, "transfer {transfer} is {state}",
               {{"transfer", transfer_id.ToText()}, {"state", TransferStateName(state)}});
}

std::string_view TransferStateName(TransferState state) {
  constexpr std::string_view kNames[kTransferStateCount] = {"not known", "requested", "shipped",
                                                            "received", "cancelled"};
  return kNames[static_cast<int>(state)];
}

void Evolve(Transfer& transfer, const Event& event) {
  ++transfer.version;
  switch (event.event_case()) {
    case Event::kStockTransferRequested:
      transfer.state = TransferState::kRequested;
      transfer.from_location = event.stock_transfer_requested().from_location();
      transfer.to_location = event.stock_transfer_requested().to_location();
      transfer.goods = GoodsIn(event.stock_transfer_requested().lines());
      return;
    case Event::kStockTransferShipped:
      transfer.state = TransferState::kShipped;
      transfer.goods = GoodsIn(event.stock_transfer_shipped().lines());
      return;
    case Event::kStockTransferReceived:
      TakeOff(event.stock_transfer_received().lines(), transfer.goods);
      TakeOff(event.stock_transfer_received().missing(), transfer.goods);
      if (transfer.goods.empty()) transfer.state = TransferState::kReceived;
      return;
    case Event::kStockTransferCancelled:
      transfer.state = TransferState::kCancelled;
      transfer.goods.clear();
      return;
    default:
      return;
  }
}

}  // namespace daybook::domain
