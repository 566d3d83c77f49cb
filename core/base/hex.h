// Bytes as hexadecimal digits, two for each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daybook {

// Returns the bytes in lower-case digits.
std::string ToHex(std::string_view bytes);

// Adds the same to `text`.
void AppendHex(std::string_view bytes, std::string& text);

// Reads digits of any case; nothing if they are anything else, or not in pairs.
std::optional<std::string> FromHex(std::string_view text);

}  // namespace daybook
