// SHA-256, the one digest of the product.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook {

struct Digest {
  std::array<uint8_t, 32> bytes{};

  // Returns nothing unless `raw` is exactly 32 bytes.
  static std::optional<Digest> FromBytes(std::string_view raw);

  std::string_view AsBytes() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  // Lower-case hexadecimal, 64 characters.
  std::string ToHex() const;

  bool operator==(const Digest&) const = default;
};

// Returns SHA-256(first ‖ second). Thread-safe.
Digest Sha256(std::string_view first, std::string_view second = {});

}  // namespace daybook
