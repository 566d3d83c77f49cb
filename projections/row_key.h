// Numbers in row keys: big endian, so that keys sort as the numbers do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace daybook::projections {

// Appends the lowest `byte_count` bytes of `number`. REQUIRES: number is not negative.
inline void AppendBigEndian(std::string& key, uint64_t number, int byte_count) {
  for (int shift = 8 * (byte_count - 1); shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>(number >> shift));
  }
}

// Returns the number that the bytes are. REQUIRES: at most 8.
inline uint64_t ReadBigEndian(std::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<uint8_t>(byte);
  return number;
}

}  // namespace daybook::projections
