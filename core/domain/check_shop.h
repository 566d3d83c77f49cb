// Parts of the check of a shop's configuration (CheckShop in rules.h).
#pragma once

#include <string_view>

#include "core/base/status.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::domain {

inline constexpr std::string_view kNoName =
    "is not a name: 1 to 64 letters, digits, dots, underscores or hyphens";

// Returns CONFIG_INVALID, with the "field".
absl::Status ConfigInvalid(std::string_view field, std::string_view problem);

// Errors: CONFIG_INVALID.
absl::Status CheckGiftCards(const edge::v1::GiftCardConfig& gift_cards);
absl::Status CheckCommissions(const edge::v1::ShopConfig& shop);
absl::Status CheckLoyalty(const edge::v1::LoyaltyConfig& loyalty);

// Errors: CONFIG_INVALID.
absl::Status CheckKitchen(const edge::v1::KitchenConfig& kitchen);

}  // namespace daybook::domain
