// What the commands that change an item at once and those that stage changes have in common.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/draft.h"

namespace daybook::domain {

// Checks one change of an item by itself. Errors: FIELD_MISSING, FIELD_INVALID, TOO_LARGE,
// CURRENCY_MISMATCH.
absl::Status CheckItemChange(std::string_view sku, const event::v1::ItemChange& change,
                             const Draft& draft);

absl::Status ItemUnknown(std::string_view sku);

// If the import that the item's staged changes belong to has ended, records on the item's stream
// how: what follows there is folded after it. The item's stream so stays a fold of its own.
void RecordStageSettled(const std::string& sku, Draft& draft);

}  // namespace daybook::domain
