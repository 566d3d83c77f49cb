#include "core/base/ids.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

constexpr std::string_view kText = "0190a3c2-7b1e-7000-8000-0123456789ab";

TEST(UuidTest, IsReadAsItIsWritten) {
  const auto uuid = Uuid::Parse(kText);

  ASSERT_TRUE(uuid.has_value());
  EXPECT_EQ(uuid->ToText(), kText);
  EXPECT_EQ(Uuid::Parse("0190A3C2-7B1E-7000-8000-0123456789AB"), uuid);
}

TEST(UuidTest, IsReadFromNothingElse) {
  for (const std::string_view text :
       {"", "0190a3c2-7b1e-7000-8000-0123456789a", "0190a3c2-7b1e-7000-8000-0123456789abc",
        "0190a3c2x7b1e-7000-8000-0123456789ab", "0190a3c2-7b1e-7000-8000-0123456789ag",
        "0190a3c27-b1e-7000-8000-0123456789ab"}) {
    EXPECT_EQ(Uuid::Parse(text), std::nullopt) << text;
  }
}

TEST(UuidTest, IsSixteenBytes) {
  EXPECT_EQ(Uuid::FromBytes(std::string(15, 'x')), std::nullopt);
  EXPECT_EQ(Uuid::FromBytes(std::string(17, 'x')), std::nullopt);
  EXPECT_EQ(Uuid::FromBytes(std::string(16, 'x'))->AsBytes(), std::string(16, 'x'));
}

TEST(UuidTest, OfVersionSevenBeginsWithTheTime) {
  SeededRandom random(1);
  const absl::Time earlier = absl::FromUnixMillis(0x0190'a3c2'7b1e);

  const Uuid first = NewUuid(earlier, random);
  const Uuid second = NewUuid(earlier + absl::Milliseconds(1), random);

  EXPECT_EQ(first.ToText().substr(0, 15), "0190a3c2-7b1e-7");
  EXPECT_EQ(first.bytes[8] & 0xc0, 0x80);
  EXPECT_LT(first, second);
}

TEST(UuidTest, IsDerivedTheSameForEver) {
  const Uuid parent = *Uuid::Parse(kText);

  // Imports count on it: a changed value would record everything again.
  EXPECT_EQ(DeriveUuid(parent, "2016-11-05/7/3").ToText(), "9e444555-a47e-8e71-93c3-8e202e004544");
  EXPECT_NE(DeriveUuid(parent, "a"), DeriveUuid(parent, "b"));
  EXPECT_NE(DeriveUuid(parent, "a"), DeriveUuid(Uuid(), "a"));
  EXPECT_EQ(DeriveUuid(parent, "a").ToText()[14], '8');
}

TEST(RandomTest, RepeatsItselfForTheSameSeed) {
  SeededRandom one(7);
  SeededRandom same(7);
  SeededRandom other(8);

  const uint64_t first = one.Next();

  EXPECT_EQ(first, same.Next());
  EXPECT_NE(first, other.Next());
}

TEST(RandomTest, StaysBelowTheBound) {
  SeededRandom random(7);
  bool seen[3] = {};
  for (int i = 0; i < 100; ++i) seen[random.Below(3)] = true;

  EXPECT_TRUE(seen[0] && seen[1] && seen[2]);
}

}  // namespace
}  // namespace daybook
