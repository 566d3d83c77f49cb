// What comes back of a completed sale, whichever command brings it: at what it had cost, with its
// share of the tax. The last pieces of a line take what is left of both.
#pragma once

#include "core/domain/decide.h"
#include "core/domain/policies.h"

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

// Returns a document about a sale.
event::v1::DocumentIssued DocumentOn(event::v1::DocumentKind kind, const Uuid& sale_id,
                                     int64_t total_minor);

// Returns what goes back into the stock; nothing if the goods are discarded. `sale` is as it was
// before.
Goods GoodsBack(const event::v1::ItemsReturned& returned, const Sale& sale);

}  // namespace daybook::domain
