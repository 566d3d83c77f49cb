// Lines of another, completed sale that come back in a running one. They are returned when that is
// completed: what they come to pays for it, as a payment that the server makes, and what is left
// goes back.
#pragma once

#include "core/domain/decide.h"

namespace daybook::domain {

// Records the return of what comes back in the sale, and what it pays; returns the sale as it is
// then. `price_minor` is what the sale comes to without tips. Objects as ReturnItems does. Errors:
// as ReturnItems. REQUIRES: the sale has return lines.
absl::StatusOr<Sale> SettleExchange(const edge::v1::CompleteSale& complete, const SaleInHand& hand,
                                    int64_t price_minor, Draft& draft);

}  // namespace daybook::domain
