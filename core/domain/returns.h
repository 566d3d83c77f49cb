// What comes back of a completed sale, whichever command brings it: at what it had cost, with its
// share of the tax. The last pieces of a line take what is left of both.
#pragma once

#include "core/domain/decide.h"

namespace daybook::domain {

using ReturnLines = google::protobuf::RepeatedPtrField<edge::v1::ReturnLine>;

// Returns what these lines come to, without reason and disposition; with a combo its parts come
// back. Objects with RETURN_EXCEEDS_SALE, LINE_NOT_RETURNABLE. Errors: FIELD_MISSING, LINE_UNKNOWN.
absl::StatusOr<event::v1::ItemsReturned> ReturnOf(const ReturnLines& lines, const Sale& sale,
                                                  Draft& draft);

// Returns the completed sale that something comes back of. Two tills by themselves may both return
// the last of it: that is objected to, not an error. Errors: FIELD_MISSING, FIELD_INVALID, what the
// table of states says for ReturnItems, TOO_LARGE.
absl::StatusOr<SaleInHand> TakeForReturn(std::string_view sale_id, Draft& draft);

// Returns what goes back for goods that come to so much: what is still owed for them is taken off.
int64_t RefundFor(int64_t total_minor, const Sale& sale, const Draft& draft);

using Tenders = google::protobuf::RepeatedPtrField<event::v1::TenderAmount>;

// Records what follows from a return that is recorded: its document, which says how it was given
// back; the goods are in stock again unless they are discarded, the kitchen makes no more of them,
// and what the sale had given its customer and its people is taken back. `hand.sale` is as it was
// before.
void SettleReturn(const event::v1::ItemsReturned& returned, const SaleInHand& hand,
                  std::string_view register_name, Tenders tenders, Draft& draft);

}  // namespace daybook::domain
