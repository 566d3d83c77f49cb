// What an online channel may sell of an item: what is on hand and not reserved, less a safety
// buffer.
#pragma once

#include <cstdint>
#include <string_view>

#include "daybook/edge/v1/config.pb.h"

namespace daybook::domain {

struct AvailabilityQuestion {
  std::string_view sku;
  std::string_view category;  // Of the item; may be empty.
  std::string_view channel;
  int64_t on_hand_milli = 0;
  int64_t reserved_milli = 0;
  bool for_sale = true;  // It is not discontinued, and stock is kept of it.
};

struct AvailabilityAnswer {
  int64_t buffer_milli = 0;
  int64_t available_milli = 0;  // Not below 0.

  bool operator==(const AvailabilityAnswer&) const = default;
};

AvailabilityAnswer AvailabilityOf(const AvailabilityQuestion& question,
                                  const edge::v1::ShopConfig& shop);

// Returns the buffer that counts: the item's before its category's, that before the channel's, that
// before the one for everything; null if there is none.
const edge::v1::SafetyBuffer* BufferFor(const AvailabilityQuestion& question,
                                        const edge::v1::ShopConfig& shop);

}  // namespace daybook::domain
