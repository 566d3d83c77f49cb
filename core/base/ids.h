// Identifiers: UUIDs as 16 bytes, written as text only for people.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace daybook {

// A UUID of any version (RFC 9562). The nil UUID stands for none.
struct Uuid {
  std::array<uint8_t, 16> bytes{};

  // Returns nothing unless `raw` is exactly 16 bytes.
  static std::optional<Uuid> FromBytes(std::string_view raw);

  // Reads "0190a3c2-7b1e-7000-8000-0123456789ab", any case; nothing if it is anything else.
  static std::optional<Uuid> Parse(std::string_view text);

  std::string_view AsBytes() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string ToText() const;
  bool IsNil() const { return *this == Uuid{}; }

  auto operator<=>(const Uuid&) const = default;

  template <typename H>
  friend H AbslHashValue(H state, const Uuid& uuid) {
    return H::combine(std::move(state), uuid.bytes);
  }
};

// Where unpredictable bits come from. Not thread-safe.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual uint64_t Next() = 0;
};

// The operating system's randomness. Thread-safe.
class SystemRandom : public RandomSource {
 public:
  uint64_t Next() override;
};

// The same numbers for the same seed: for tests, simulations and generated data. Not for secrets.
class SeededRandom : public RandomSource {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  uint64_t Next() override;

  // Returns a number from 0 to `bound` - 1. REQUIRES: bound > 0.
  int64_t Below(int64_t bound);

 private:
  uint64_t state_;
};

// Returns a UUID of version 7: 48 bits of Unix milliseconds, then random bits. Ids made about the
// same time are near each other on disk.
Uuid NewUuid(absl::Time now, RandomSource& random);

// Returns the UUID (version 8) that follows from `name` in the space of `parent`: the same for the
// same arguments, for ever. Imports derive their request ids from it, decisions their further ids.
Uuid DeriveUuid(const Uuid& parent, std::string_view name);

}  // namespace daybook
