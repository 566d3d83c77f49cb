// What an offer of the shop takes off the lines of a sale as they stand.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/domain/pricing.h"
#include "daybook/event/v1/catalogue.pb.h"

namespace daybook::domain {

// Whether the offer is for that item.
bool Concerns(const event::v1::OfferChanged& offer, std::string_view sku,
              std::string_view category);

// Whether it counts on that business day.
bool IsValidOn(const event::v1::OfferChanged& offer, int32_t business_date);

// Returns what the offer takes off each of the lines, in their order, of what is left of it:
// nothing while they are not what it asks for. Lines that are part of others are passed over.
std::vector<int64_t> OfferShares(const event::v1::OfferChanged& offer,
                                 const std::vector<PricedLine>& lines);

}  // namespace daybook::domain
