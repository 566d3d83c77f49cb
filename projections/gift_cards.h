// The view `gift_cards`: a row for each gift card of the shop (edge.v1.GiftCardView).
//
//   gift_card_id[16] -> GiftCardView
#pragma once

#include <memory>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kGiftCardsName = "gift_cards";

std::unique_ptr<Projection> NewGiftCards();

}  // namespace daybook::projections
