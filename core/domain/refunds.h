// Money that goes back for what was returned.
#pragma once

#include "core/domain/decide.h"

namespace daybook::domain {

using Refunds = google::protobuf::RepeatedPtrField<edge::v1::Refund>;

// Returns their sum.
int64_t RefundedMinor(const Refunds& refunds);

// Errors: FIELD_MISSING, FIELD_INVALID, CURRENCY_MISMATCH, TOO_LARGE.
absl::Status CheckRefundFields(const Refunds& refunds, std::string_view currency_code);

// Objects with REFUND_MISMATCH to refunds that do not come to the amount, with PERMISSION_MISSING
// to one with a tender that did not pay for the sale, with DRAWER_UNKNOWN and DRAWER_NOT_OPEN, with
// what stands against the gift card or the customer's book that it goes onto.
// Errors: PAYMENT_EXISTS, TOO_LARGE. REQUIRES: CheckRefundFields holds.
absl::Status CheckRefunds(const Refunds& refunds, int64_t amount_minor, const Sale& sale,
                          Draft& draft);

// Records the refunds on the sale and returns them by tender.
google::protobuf::RepeatedPtrField<event::v1::TenderAmount> RecordRefunds(const Refunds& refunds,
                                                                          const Uuid& sale_id,
                                                                          Draft& draft);

}  // namespace daybook::domain
