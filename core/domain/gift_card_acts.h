// What the rules about gift cards share.
#pragma once

#include "core/domain/draft.h"
#include "core/domain/gift_card.h"

namespace daybook::domain {

// Returns the card with what the draft has recorded of it.
GiftCard GiftCardAfter(const Uuid& card_id, const Draft& draft);

// Charges the fee that is due on the command's business date, if one is.
void RecordFee(const Uuid& card_id, Draft& draft);

// GIFT_CARD_BALANCE_LOW.
absl::Status BalanceIsLow(int64_t amount_minor, int64_t balance_minor, const Draft& draft);

}  // namespace daybook::domain
