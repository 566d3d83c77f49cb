// What becomes of a command beside, or instead of, what its rules record: flagged; an own one also
// without effect or set aside.
#pragma once

#include "core/domain/draft.h"

namespace daybook::domain {

// Errors: SALE_SET_ASIDE if an earlier command of the sale, from the same installation, waits for a
// person.
absl::Status CheckNotJoined(const Draft& draft);

// Records on the stream that the command is about what a person must look at.
void RecordFlags(Draft& draft);

// Records that an own command changed nothing: every number leaves an entry behind.
void RecordNoEffect(Draft& draft);

// Returns the decision that keeps the command for a person. Money that was taken is recorded all
// the same, in the shop's currency and once for each payment id, without the texts of the card.
Decision SetAsideOwn(const edge::v1::Command& command, const Context& context, Shop& shop,
                     const absl::Status& objection);

}  // namespace daybook::domain
