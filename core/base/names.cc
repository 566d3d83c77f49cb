#include "core/base/names.h"

#include <algorithm>
#include <charconv>

namespace daybook {
namespace {

constexpr size_t kNameBytesMax = 64;
constexpr int32_t kPortMax = 65'535;

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsNameCharacter(char c) { return IsLetterOrDigit(c) || c == '.' || c == '_' || c == '-'; }

// A name, an IPv4 address, or an IPv6 address in brackets.
bool IsHost(std::string_view host) {
  if (!host.starts_with('[')) return !host.empty() && std::ranges::all_of(host, IsNameCharacter);
  return host.size() > 2 && host.ends_with(']') &&
         std::ranges::all_of(host.substr(1, host.size() - 2),
                             [](char c) { return IsNameCharacter(c) || c == ':' || c == '%'; });
}

}  // namespace

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax &&
         std::ranges::all_of(text, IsNameCharacter);
}

std::optional<int32_t> PortOf(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || !IsHost(address.substr(0, colon))) return std::nullopt;
  const std::string_view digits = address.substr(colon + 1);
  int32_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size();
  if (!is_number || port < 0 || port > kPortMax) return std::nullopt;
  return port;
}

}  // namespace daybook
