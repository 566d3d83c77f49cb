// Commands on a transfer of goods between two locations. They are asks: no till is behind them.
#include "core/domain/asks.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/stock_acts.h"

namespace daybook::domain {
namespace {

using Lines = google::protobuf::RepeatedPtrField<event::v1::TransferLine>;

struct TransferInHand {
  Uuid id;
  StreamId stream;
  const Transfer& transfer;
};

absl::StatusOr<TransferInHand> TakeTransfer(std::string_view transfer_id, const Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, "what goes from one location to another"));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("transfer_id", transfer_id));
  StreamId stream = StreamId::Of(Category::CATEGORY_TRANSFER, id);
  const auto& transfer = draft.Find<Transfer>(stream);
  DAYBOOK_RETURN_IF_ERROR(CheckTransferState(transfer.state, draft.command().command_case(), id));
  return TransferInHand{id, std::move(stream), transfer};
}

// Returns the lines by SKU.
absl::StatusOr<TransferGoods> ReadLines(const Lines& lines) {
  if (lines.size() > kTransferLinesMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "the transfer has {count} lines, at most {max}",
                 {{"field", "lines"}, {"count", lines.size()}, {"max", kTransferLinesMax}});
  }
  TransferGoods goods;
  for (const event::v1::TransferLine& line : lines) {
    DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("lines.sku", line.sku(), kCodeBytesMax));
    DAYBOOK_RETURN_IF_ERROR(CheckQuantity("lines.quantity_milli", line.quantity_milli()));
    if (!goods.emplace(line.sku(), line.quantity_milli()).second) {
      return FieldInvalid("lines", "name an item twice");
    }
  }
  return goods;
}

// Returns the stated lines, or all that there is. Errors: TRANSFER_EXCEEDED.
absl::StatusOr<TransferGoods> ReadWithin(const Lines& lines, const TransferGoods& there) {
  if (lines.empty()) return there;
  DAYBOOK_ASSIGN_OR_RETURN(TransferGoods goods, ReadLines(lines));
  for (const auto& [sku, quantity_milli] : goods) {
    const auto known = there.find(sku);
    const int64_t most_milli = known == there.end() ? 0 : known->second;
    if (quantity_milli <= most_milli) continue;
    return Error(Reason::ERROR_REASON_TRANSFER_EXCEEDED,
                 "of {sku} {quantity_milli} thousandths are more than the transfer's {most_milli}",
                 {{"sku", sku}, {"quantity_milli", quantity_milli}, {"most_milli", most_milli}});
  }
  return goods;
}

Lines LinesOf(const TransferGoods& goods) {
  Lines lines;
  for (const auto& [sku, quantity_milli] : goods) {
    event::v1::TransferLine& line = *lines.Add();
    line.set_sku(sku);
    line.set_quantity_milli(quantity_milli);
  }
  return lines;
}

TransferGoods Rest(TransferGoods goods, const TransferGoods& taken) {
  for (const auto& [sku, quantity_milli] : taken) {
    int64_t& rest_milli = goods[sku];
    rest_milli = SubtractClamped(rest_milli, quantity_milli);
    if (rest_milli <= 0) goods.erase(sku);
  }
  return goods;
}

// Goods leave the location that gives them, whether the book has them or not.
void TakeOut(const TransferInHand& hand, const TransferGoods& goods, Draft& draft) {
  for (const auto& [sku, quantity_milli] : goods) {
    const StreamId stream = StockStream(hand.transfer.from_location, sku);
    const auto& item = draft.Find<StockItem>(stream);
    event::v1::StockTransferredOut& out = *draft.Record(stream).mutable_stock_transferred_out();
    out.set_transfer_id(std::string(hand.id.AsBytes()));
    out.set_quantity_milli(quantity_milli);
    RecordFall(stream, item, SubtractClamped(item.on_hand_milli, quantity_milli), draft);
  }
}

absl::Status TakeIn(const TransferInHand& hand, const TransferGoods& goods, Draft& draft) {
  for (const auto& [sku, quantity_milli] : goods) {
    const StreamId stream = StockStream(hand.transfer.to_location, sku);
    const auto& item = draft.Find<StockItem>(stream);
    DAYBOOK_ASSIGN_OR_RETURN(const int64_t on_hand_milli, OnHandWith(sku, item, quantity_milli));
    event::v1::StockTransferredIn& in = *draft.Record(stream).mutable_stock_transferred_in();
    in.set_transfer_id(std::string(hand.id.AsBytes()));
    in.set_quantity_milli(quantity_milli);
    RecordFall(stream, item, on_hand_milli, draft);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideCase(const edge::v1::RequestTransfer& request, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TransferInHand hand, TakeTransfer(request.transfer_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckLocation("from_location", request.from_location()));
  DAYBOOK_RETURN_IF_ERROR(CheckLocation("to_location", request.to_location()));
  if (request.from_location() == request.to_location()) {
    return FieldInvalid("to_location", "is where the goods come from");
  }
  if (request.lines().empty()) return FieldMissing("lines");
  DAYBOOK_ASSIGN_OR_RETURN(const TransferGoods goods, ReadLines(request.lines()));
  for (const auto& [sku, quantity_milli] : goods) {
    DAYBOOK_RETURN_IF_ERROR(CheckStocked(sku, draft));
  }

  event::v1::StockTransferRequested& requested =
      *draft.Record(hand.stream).mutable_stock_transfer_requested();
  requested.set_from_location(request.from_location());
  requested.set_to_location(request.to_location());
  *requested.mutable_lines() = LinesOf(goods);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ShipTransfer& ship, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TransferInHand hand, TakeTransfer(ship.transfer_id(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const TransferGoods goods,
                           ReadWithin(ship.lines(), hand.transfer.goods));

  event::v1::StockTransferShipped& shipped =
      *draft.Record(hand.stream).mutable_stock_transfer_shipped();
  shipped.set_from_location(hand.transfer.from_location);
  shipped.set_to_location(hand.transfer.to_location);
  *shipped.mutable_lines() = LinesOf(goods);
  TakeOut(hand, goods, draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReceiveTransfer& receive, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const TransferInHand hand, TakeTransfer(receive.transfer_id(), draft));
  const bool nothing_more = receive.lines().empty() && receive.rest_missing();
  TransferGoods goods;  // Nothing, if all of it is missing.
  if (!nothing_more) {
    DAYBOOK_ASSIGN_OR_RETURN(goods, ReadWithin(receive.lines(), hand.transfer.goods));
  }

  event::v1::StockTransferReceived& received =
      *draft.Record(hand.stream).mutable_stock_transfer_received();
  received.set_from_location(hand.transfer.from_location);
  received.set_to_location(hand.transfer.to_location);
  *received.mutable_lines() = LinesOf(goods);
  if (receive.rest_missing()) {
    *received.mutable_missing() = LinesOf(Rest(hand.transfer.goods, goods));
  }
  return TakeIn(hand, goods, draft);
}

absl::Status DecideCase(const edge::v1::CancelTransfer& cancel, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", cancel.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const TransferInHand hand, TakeTransfer(cancel.transfer_id(), draft));
  if (hand.transfer.state == TransferState::kCancelled) return absl::OkStatus();

  draft.Record(hand.stream).mutable_stock_transfer_cancelled()->set_reason(cancel.reason());
  return absl::OkStatus();
}

}  // namespace daybook::domain
