// What the commands that change a stock have in common.
#pragma once

#include <string_view>

#include "core/domain/draft.h"

namespace daybook::domain {

// Errors: FIELD_MISSING, FIELD_INVALID, TOO_LARGE. A location's name holds no slash.
absl::Status CheckLocation(std::string_view field, std::string_view location);

// Returns on hand with what is added. Errors: AMOUNT_OVERFLOW.
absl::StatusOr<int64_t> OnHandWith(std::string_view sku, const StockItem& item,
                                   int64_t change_milli);

// Records that on hand falls below 0 with what was recorded last on the item's stream, if it does
// and stock is kept of it, or that it is below 0 where stock comes to be kept with it. `item` is as
// it was before.
void RecordFall(const StreamId& stream, const StockItem& item, int64_t on_hand_milli, Draft& draft);

}  // namespace daybook::domain
