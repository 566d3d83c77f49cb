// Commands on an item at a location. All but receiving are asks: no till is behind them.
#include "core/base/money.h"
#include "core/domain/asks.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/stock_acts.h"

namespace daybook::domain {
namespace {

constexpr std::string_view kInStock = "what is in stock";

absl::Status CheckPlace(std::string_view location, std::string_view sku) {
  DAYBOOK_RETURN_IF_ERROR(CheckLocation("location", location));
  return CheckRequiredText("sku", sku, kCodeBytesMax);
}

absl::Status CheckFields(const edge::v1::ReceiveStock& receive, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(CheckPlace(receive.location(), receive.sku()));
  if (receive.pack_count() == 0) {
    DAYBOOK_RETURN_IF_ERROR(CheckQuantity("quantity_milli", receive.quantity_milli()));
  } else if (receive.quantity_milli() != 0) {
    return FieldInvalid("pack_count", "stands beside a quantity");
  } else if (receive.pack_count() < 0) {
    return FieldInvalid("pack_count", "is below 0");
  }
  if (receive.has_unit_cost()) {
    DAYBOOK_RETURN_IF_ERROR(CheckMoney("unit_cost", receive.unit_cost(), currency_code, 0));
  }
  return CheckText("reference", receive.reference(), kNameBytesMax);
}

// Returns how much came, in units.
absl::StatusOr<int64_t> QuantityOf(const edge::v1::ReceiveStock& receive, const Draft& draft) {
  if (receive.pack_count() == 0) return receive.quantity_milli();
  edge::v1::CatalogueItem scratch;
  const edge::v1::CatalogueItem* item = FindItem(receive.sku(), draft, scratch);
  if (item == nullptr || item->details().pack_units() == 0) {
    return Error(Reason::ERROR_REASON_PACK_UNKNOWN,
                 "the catalogue does not say how many units a pack of {sku} holds",
                 {{"sku", receive.sku()}});
  }
  const auto units = MultiplyDivide(receive.pack_count(), item->details().pack_units(), 1);
  if (!units || *units > kQuantityMilliMax / kMilliPerUnit) {
    return FieldInvalid("pack_count", "is too large");
  }
  return *units * kMilliPerUnit;
}

absl::Status StockUnavailable(std::string_view sku, int64_t free_milli) {
  return Error(Reason::ERROR_REASON_STOCK_UNAVAILABLE,
               "{available_milli} thousandths of {sku} are on hand and not reserved",
               {{"available_milli", free_milli}, {"sku", sku}});
}

}  // namespace

absl::Status CheckLocation(std::string_view field, std::string_view location) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText(field, location, kCodeBytesMax));
  if (location.find('/') != std::string_view::npos) return FieldInvalid(field, "holds a slash");
  return absl::OkStatus();
}

absl::StatusOr<int64_t> OnHandWith(std::string_view sku, const StockItem& item,
                                   int64_t change_milli) {
  const auto sum_milli = CheckedAdd(item.on_hand_milli, change_milli);
  if (sum_milli) return *sum_milli;
  return Error(Reason::ERROR_REASON_AMOUNT_OVERFLOW,
               "there are {on_hand_milli} thousandths of {sku} already",
               {{"on_hand_milli", item.on_hand_milli}, {"sku", sku}});
}

void RecordFall(const StreamId& stream, const StockItem& item, int64_t on_hand_milli,
                Draft& draft) {
  const bool kept = item.kept || KeepsStock(draft.events().back().event);
  const bool is_known = item.kept && item.on_hand_milli < 0;
  if (!kept || is_known || on_hand_milli >= 0) return;
  draft.Record(stream).mutable_stock_fell_below_zero()->set_on_hand_milli(on_hand_milli);
}

absl::Status DecideCase(const edge::v1::ReceiveStock& receive, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(receive, draft.config().currency_code()));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t quantity_milli, QuantityOf(receive, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckStocked(receive.sku(), draft));
  const StreamId stream = StockStream(receive.location(), receive.sku());
  const auto& item = draft.Find<StockItem>(stream);
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t on_hand_milli,
                           OnHandWith(receive.sku(), item, quantity_milli));

  event::v1::StockReceived& received = *draft.Record(stream).mutable_stock_received();
  received.set_quantity_milli(quantity_milli);
  received.set_pack_count(receive.pack_count());
  if (receive.has_unit_cost()) *received.mutable_unit_cost() = receive.unit_cost();
  received.set_reference(receive.reference());
  RecordFall(stream, item, on_hand_milli, draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::AdjustStock& adjust, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, kInStock));
  DAYBOOK_RETURN_IF_ERROR(CheckPlace(adjust.location(), adjust.sku()));
  if (adjust.change_milli() == 0) return FieldMissing("change_milli");
  if (adjust.change_milli() < -kQuantityMilliMax || adjust.change_milli() > kQuantityMilliMax) {
    return FieldInvalid("change_milli", "is too large");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", adjust.reason(), kReasonBytesMax));
  const StreamId stream = StockStream(adjust.location(), adjust.sku());
  const auto& item = draft.Find<StockItem>(stream);
  DAYBOOK_RETURN_IF_ERROR(CheckStockedOrThere(adjust.sku(), item.on_hand_milli, draft));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t on_hand_milli,
                           OnHandWith(adjust.sku(), item, adjust.change_milli()));

  event::v1::StockAdjusted& adjusted = *draft.Record(stream).mutable_stock_adjusted();
  adjusted.set_change_milli(adjust.change_milli());
  adjusted.set_reason(adjust.reason());
  adjusted.set_quantity_milli(on_hand_milli);
  RecordFall(stream, item, on_hand_milli, draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CountStock& count, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, kInStock));
  DAYBOOK_RETURN_IF_ERROR(CheckPlace(count.location(), count.sku()));
  if (count.actual_milli() < 0) return FieldInvalid("actual_milli", "is below 0");
  if (count.actual_milli() > kQuantityMilliMax) return FieldInvalid("actual_milli", "is too large");
  if (!count.count_session_id().empty()) {
    DAYBOOK_RETURN_IF_ERROR(ReadUuid("count_session_id", count.count_session_id()).status());
  }
  const StreamId stream = StockStream(count.location(), count.sku());
  const int64_t expected_milli = draft.Find<StockItem>(stream).on_hand_milli;
  DAYBOOK_RETURN_IF_ERROR(CheckStockedOrThere(count.sku(), expected_milli, draft));

  event::v1::StockCounted& counted = *draft.Record(stream).mutable_stock_counted();
  counted.set_expected_milli(expected_milli);
  counted.set_actual_milli(count.actual_milli());
  counted.set_variance_milli(SubtractClamped(count.actual_milli(), expected_milli));
  counted.set_count_session_id(count.count_session_id());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReserveStock& reserve, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, kInStock));
  DAYBOOK_RETURN_IF_ERROR(CheckPlace(reserve.location(), reserve.sku()));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("reservation_id", reserve.reservation_id()));
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("quantity_milli", reserve.quantity_milli()));
  DAYBOOK_RETURN_IF_ERROR(CheckText("reference", reserve.reference(), kNameBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckStocked(reserve.sku(), draft));
  const StreamId stream = StockStream(reserve.location(), reserve.sku());
  const auto& item = draft.Find<StockItem>(stream);
  const Reservation wanted{reserve.quantity_milli(), reserve.reference()};
  const auto known = item.reservations.find(id);
  if (known != item.reservations.end() && known->second == wanted) return absl::OkStatus();
  if (known == item.reservations.end() && item.reservations.size() >= kReservationsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{sku} has {reservations_max} reservations",
                 {{"sku", reserve.sku()}, {"reservations_max", kReservationsMax}});
  }
  const int64_t own_milli = known == item.reservations.end() ? 0 : known->second.quantity_milli;
  const int64_t free_milli =
      AddClamped(SubtractClamped(item.on_hand_milli, item.reserved_milli()), own_milli);
  // Less may be kept back whatever there is: it went short meanwhile.
  const bool is_more = wanted.quantity_milli > own_milli;
  if (is_more && wanted.quantity_milli > free_milli)
    return StockUnavailable(reserve.sku(), free_milli);

  event::v1::StockReserved& reserved = *draft.Record(stream).mutable_stock_reserved();
  reserved.set_reservation_id(reserve.reservation_id());
  reserved.set_quantity_milli(reserve.quantity_milli());
  reserved.set_from_quantity_milli(own_milli);
  reserved.set_reference(reserve.reference());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReleaseStock& release, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, kInStock));
  DAYBOOK_RETURN_IF_ERROR(CheckPlace(release.location(), release.sku()));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("reservation_id", release.reservation_id()));
  const StreamId stream = StockStream(release.location(), release.sku());
  const auto& reservations = draft.Find<StockItem>(stream).reservations;
  const auto known = reservations.find(id);
  if (known == reservations.end()) return absl::OkStatus();

  const int64_t quantity_milli = known->second.quantity_milli;
  event::v1::StockReleased& released = *draft.Record(stream).mutable_stock_released();
  released.set_reservation_id(release.reservation_id());
  released.set_quantity_milli(quantity_milli);
  return absl::OkStatus();
}

}  // namespace daybook::domain
