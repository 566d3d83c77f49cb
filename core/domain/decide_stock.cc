// Commands on an item at a location.
#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

absl::Status CheckFields(const edge::v1::ReceiveStock& receive, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("location", receive.location(), kCodeBytesMax));
  if (receive.location().find('/') != std::string::npos) {
    return FieldInvalid("location", "holds a slash");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("sku", receive.sku(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("quantity_milli", receive.quantity_milli()));
  if (receive.has_unit_cost()) {
    DAYBOOK_RETURN_IF_ERROR(CheckMoney("unit_cost", receive.unit_cost(), currency_code, 0));
  }
  return CheckText("reference", receive.reference(), kNameBytesMax);
}

}  // namespace

absl::Status DecideCase(const edge::v1::ReceiveStock& receive, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(receive, draft.config().currency_code()));
  const StreamId stream = StockStream(receive.location(), receive.sku());
  const int64_t on_hand_milli = draft.Find<StockItem>(stream).on_hand_milli;
  if (!CheckedAdd(on_hand_milli, receive.quantity_milli())) {
    return Error(Reason::ERROR_REASON_AMOUNT_OVERFLOW,
                 "there are {on_hand_milli} thousandths of {sku} already",
                 {{"on_hand_milli", on_hand_milli}, {"sku", receive.sku()}});
  }

  event::v1::StockReceived& received = *draft.Record(stream).mutable_stock_received();
  received.set_quantity_milli(receive.quantity_milli());
  if (receive.has_unit_cost()) *received.mutable_unit_cost() = receive.unit_cost();
  received.set_reference(receive.reference());
  return absl::OkStatus();
}

}  // namespace daybook::domain
