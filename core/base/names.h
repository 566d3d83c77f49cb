// What people write to name something: a device, an employee, an address.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace daybook {

// What a name is, for messages.
inline constexpr std::string_view kNameRule =
    "1 to 64 letters, digits, dots, underscores or hyphens";

// Whether `text` is what kNameRule says, in ASCII.
bool IsName(std::string_view text);

// Returns the port of an address, "127.0.0.1:7443" or "[::1]:7443", from 0 to 65535; nothing if it
// is no such address.
std::optional<int32_t> PortOf(std::string_view address);

}  // namespace daybook
