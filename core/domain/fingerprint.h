// Tells one shop's configuration from another's.
#pragma once

#include <string>

#include "daybook/edge/v1/config.pb.h"

namespace daybook::domain {

// Returns 64 hexadecimal digits: the same for configurations that say the same, defaults filled in.
std::string FingerprintOf(const edge::v1::ShopConfig& shop);

}  // namespace daybook::domain
