// What a command comes to, for whoever lends the permission for it up to an amount.
#pragma once

#include <optional>

#include "core/domain/draft.h"
#include "daybook/common/v1/money.pb.h"

namespace daybook::domain {

// Returns the amount that the command's own permission is about: what it states, what is refunded,
// by how much another price changes its line. Nothing if it comes to no amount.
std::optional<common::v1::Money> AmountAtStake(const Draft& draft);

}  // namespace daybook::domain
