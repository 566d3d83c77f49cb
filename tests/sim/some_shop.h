// The shops that simulations play in: what differs from shop to shop comes from the seed.
#pragma once

#include <cstdint>

#include "core/base/ids.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::sim {

edge::v1::ShopConfig MakeShop(SeededRandom& random);

// Returns the next day of the calendar.
int32_t NextDate(int32_t date);

}  // namespace daybook::sim
