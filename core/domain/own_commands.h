// What becomes of an own command beside, or instead of, what its rules record: flagged, without
// effect, set aside.
#pragma once

#include "core/domain/draft.h"

namespace daybook::domain {

// Errors: SALE_SET_ASIDE if an earlier command of the sale, from the same installation, waits for a
// person.
absl::Status CheckNotJoined(const Draft& draft);

// Records what stands against the command on the stream that it is about, or that it changed
// nothing.
void FinishOwn(Draft& draft);

// Returns the decision that keeps the command for a person. Money that was taken is recorded all
// the same, in the shop's currency and once for each payment id, without the texts of the card.
Decision SetAsideOwn(const edge::v1::Command& command, const Context& context, Shop& shop,
                     const absl::Status& objection);

}  // namespace daybook::domain
