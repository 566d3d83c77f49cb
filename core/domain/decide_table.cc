// Commands on what surrounds a sale in a restaurant: its table and guests, who looks after it, the
// bill.
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/pricing.h"

namespace daybook::domain {

absl::Status CheckGuestCount(int32_t guest_count) {
  if (guest_count >= 0 && guest_count <= kGuestCountMax) return absl::OkStatus();
  return FieldInvalid("guest_count", "is no number of guests");
}

absl::Status DecideCase(const edge::v1::ChangeTable& change, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("table", change.table(), kCodeBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(change.sale_id(), draft));
  if (hand.sale.table == change.table()) return absl::OkStatus();

  event::v1::SaleTableChanged& changed = *draft.RecordOnSale(hand.id).mutable_sale_table_changed();
  changed.set_from_table(hand.sale.table);
  changed.set_table(change.table());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::SetGuestCount& set, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckGuestCount(set.guest_count()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(set.sale_id(), draft));
  if (hand.sale.guest_count == set.guest_count()) return absl::OkStatus();

  draft.RecordOnSale(hand.id).mutable_sale_guest_count_changed()->set_guest_count(
      set.guest_count());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ChangeOwner& change, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("to_employee", change.to_employee(), kCodeBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(change.sale_id(), draft));
  if (hand.sale.owner == change.to_employee()) return absl::OkStatus();

  event::v1::SaleOwnerChanged& changed = *draft.RecordOnSale(hand.id).mutable_sale_owner_changed();
  changed.set_from_employee(hand.sale.owner);
  changed.set_to_employee(change.to_employee());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::PresentBill& present, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(present.sale_id(), draft));
  if (hand.sale.line_count == 0) {
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_SALE_EMPTY, "the sale has no lines")));
  }

  draft.RecordOnSale(hand.id).mutable_bill_presented()->set_total_minor(
      PriceOf(hand.sale, draft.config()).total_minor);
  return absl::OkStatus();
}

}  // namespace daybook::domain
