// Text of others: whether it is UTF-8, and made so.
#pragma once

#include <string>
#include <string_view>

namespace daybook {

// Whether `text` is UTF-8 (RFC 3629).
bool IsUtf8(std::string_view text);

// Returns `text` with '?' for each byte that is not UTF-8.
std::string AsUtf8(std::string_view text);

}  // namespace daybook
