#include "core/base/ids.h"

#include <sys/random.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/check.h"
#include "core/base/digest.h"
#include "core/base/hex.h"

namespace daybook {
namespace {

constexpr size_t kTextSize = 36;
constexpr std::pair<size_t, size_t> kTextGroups[] = {{0, 4}, {4, 2}, {6, 2}, {8, 2}, {10, 6}};
bool IsDashPlace(size_t index) { return index == 8 || index == 13 || index == 18 || index == 23; }

Uuid WithVersion(Uuid uuid, uint8_t version) {
  uuid.bytes[6] = static_cast<uint8_t>((uuid.bytes[6] & 0x0f) | (version << 4));
  uuid.bytes[8] = static_cast<uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
  return uuid;
}

}  // namespace

std::optional<Uuid> Uuid::FromBytes(std::string_view raw) {
  Uuid uuid;
  if (raw.size() != uuid.bytes.size()) return std::nullopt;
  std::copy(raw.begin(), raw.end(), uuid.bytes.begin());
  return uuid;
}

std::optional<Uuid> Uuid::Parse(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  std::string digits;
  digits.reserve(kTextSize);
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsDashPlace(i)) {
      digits.push_back(text[i]);
    } else if (text[i] != '-') {
      return std::nullopt;
    }
  }
  const std::optional<std::string> bytes = FromHex(digits);
  return bytes ? FromBytes(*bytes) : std::nullopt;
}

std::string Uuid::ToText() const {
  std::string text;
  text.reserve(kTextSize);
  for (const auto& [begin, size] : kTextGroups) {
    if (begin > 0) text.push_back('-');
    AppendHex(AsBytes().substr(begin, size), text);
  }
  return text;
}

uint64_t SystemRandom::Next() {
  uint64_t bits = 0;
  DAYBOOK_CHECK(getrandom(&bits, sizeof(bits), 0) == sizeof(bits));
  return bits;
}

// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
uint64_t SeededRandom::Next() {
  uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

int64_t SeededRandom::Below(int64_t bound) {
  DAYBOOK_CHECK(bound > 0);
  return static_cast<int64_t>(Next() % static_cast<uint64_t>(bound));
}

Uuid NewUuid(absl::Time now, RandomSource& random) {
  const auto millis = static_cast<uint64_t>(absl::ToUnixMillis(now));
  Uuid uuid;
  for (size_t i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<uint8_t>(millis >> (40 - 8 * i));
  const uint64_t first = random.Next();
  const uint64_t second = random.Next();
  std::memcpy(&uuid.bytes[6], &first, 2);
  std::memcpy(&uuid.bytes[8], &second, 8);
  return WithVersion(uuid, 7);
}

Uuid DeriveUuid(const Uuid& parent, std::string_view name) {
  const Digest digest = Sha256(parent.AsBytes(), name);
  Uuid uuid;
  std::copy_n(digest.bytes.begin(), uuid.bytes.size(), uuid.bytes.begin());
  return WithVersion(uuid, 8);
}

}  // namespace daybook
