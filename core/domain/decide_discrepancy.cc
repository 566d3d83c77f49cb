// Prices that differ from the catalogue's: they stand, and a manager looks at them.
#include "core/base/money.h"
#include "core/domain/asks.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

using edge::v1::ResolvePriceDiscrepancy;

absl::Status CheckFields(const ResolvePriceDiscrepancy& resolve, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", resolve.reason(), kReasonBytesMax));
  if (resolve.line() == 0) return FieldMissing("line");
  switch (resolve.resolution()) {
    case event::v1::PRICE_DISCREPANCY_RESOLUTION_UNSPECIFIED:
      return FieldMissing("resolution");
    case event::v1::PRICE_DISCREPANCY_RESOLUTION_CREDIT:
      return CheckMoney("credit", resolve.credit(), currency_code, 1);
    case event::v1::PRICE_DISCREPANCY_RESOLUTION_DISMISS:
      return resolve.has_credit() ? FieldInvalid("credit", "stands beside a dismissal")
                                  : absl::OkStatus();
    default:
      return FieldInvalid("resolution", "is none that this server knows");
  }
}

}  // namespace

void FlagPrice(const edge::v1::AddLineItem& add, const edge::v1::CatalogueItem& item,
               const Uuid& sale_id, Draft& draft) {
  // A label has its own price, and the price of a combo is that of the whole.
  if (!add.label().empty() || add.parent_line() != 0) return;
  const common::v1::Money* current = PriceOn(item, draft.command().business_date());
  const common::v1::Money& sold = add.unit_price();
  if (current == nullptr || current->currency_code() != sold.currency_code()) return;
  if (current->minor_units() == sold.minor_units()) return;

  event::v1::PriceDiscrepancyFlagged& flagged =
      *draft.RecordOnSale(sale_id).mutable_price_discrepancy_flagged();
  flagged.set_line(add.line());
  flagged.set_sold_unit_price_minor(sold.minor_units());
  flagged.set_current_unit_price_minor(current->minor_units());
  flagged.set_difference_minor(sold.minor_units() - current->minor_units());
  if (HadPrice(item, sold)) {
    flagged.set_reason(event::v1::PRICE_DISCREPANCY_REASON_OTHER_DAY);
  }
}

absl::Status DecideCase(const ResolvePriceDiscrepancy& resolve, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, "what comes of a price that differed"));
  DAYBOOK_RETURN_IF_ERROR(CheckFields(resolve, draft.config().currency_code()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSaleAnywhere(resolve.sale_id(), draft));
  if (!hand.sale.open_discrepancies.contains(resolve.line())) {
    return Error(Reason::ERROR_REASON_DISCREPANCY_NOT_OPEN,
                 "line {line} has no price that waits for a manager", {{"line", resolve.line()}});
  }

  event::v1::PriceDiscrepancyResolved& resolved =
      *draft.RecordOnSale(hand.id).mutable_price_discrepancy_resolved();
  resolved.set_line(resolve.line());
  resolved.set_resolution(resolve.resolution());
  resolved.set_credit_minor(resolve.credit().minor_units());
  resolved.set_reason(resolve.reason());
  return absl::OkStatus();
}

}  // namespace daybook::domain
