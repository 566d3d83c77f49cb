// What is said beside the messages of a call.
#pragma once

namespace daybook::net {

// With the answer to GetHead: the fingerprint of the shop's configuration (core/domain).
inline constexpr char kShopFingerprintKey[] = "daybook-shop-fingerprint";

}  // namespace daybook::net
