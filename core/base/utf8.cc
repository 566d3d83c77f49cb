#include "core/base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace daybook {
namespace {

// Characters of more than one byte, by their first; what follows the second byte is 0x80 to 0xbf
// (RFC 3629, section 4).
struct Row {
  uint8_t lead_max;
  uint8_t size;
  uint8_t second_min;
  uint8_t second_max;
};
constexpr uint8_t kLeadMin = 0xc2;
constexpr Row kRows[] = {
    {0xdf, 2, 0x80, 0xbf}, {0xe0, 3, 0xa0, 0xbf}, {0xec, 3, 0x80, 0xbf}, {0xed, 3, 0x80, 0x9f},
    {0xef, 3, 0x80, 0xbf}, {0xf0, 4, 0x90, 0xbf}, {0xf3, 4, 0x80, 0xbf}, {0xf4, 4, 0x80, 0x8f},
};

bool IsBetween(char c, uint8_t min, uint8_t max) {
  return static_cast<uint8_t>(c) >= min && static_cast<uint8_t>(c) <= max;
}

// Returns how many bytes the character takes that `text` starts with, or 0 if it is not UTF-8.
size_t CharacterSize(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text.front());
  if (lead < 0x80) return 1;
  const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                [&](const Row& each) { return lead <= each.lead_max; });
  if (lead < kLeadMin || row == std::end(kRows) || text.size() < row->size) return 0;
  const bool valid = IsBetween(text[1], row->second_min, row->second_max) &&
                     std::all_of(text.begin() + 2, text.begin() + row->size,
                                 [](char c) { return IsBetween(c, 0x80, 0xbf); });
  return valid ? row->size : 0;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string AsUtf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    if (size == 0) {
      valid.push_back('?');
    } else {
      valid.append(text.substr(0, size));
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return valid;
}

}  // namespace daybook
