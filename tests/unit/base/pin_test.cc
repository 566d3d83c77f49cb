#include "core/base/pin.h"

#include "core/base/hex.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

using event::v1::PinVerifier;

TEST(PinTest, IsCheckedByScrypt) {
  // The third test vector of RFC 7914, its first 32 bytes.
  PinVerifier verifier;
  verifier.set_algorithm(event::v1::PIN_ALGORITHM_SCRYPT);
  verifier.set_cost_log2(14);
  verifier.set_block_size(8);
  verifier.set_parallelism(1);
  verifier.set_salt("SodiumChloride");
  verifier.set_hash(*FromHex("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"));

  EXPECT_TRUE(PinMatches("pleaseletmein", {}, verifier));
  EXPECT_FALSE(PinMatches("pleaseletmeon", {}, verifier));
}

TEST(PinTest, MatchesItsOwnVerifierOnly) {
  SeededRandom random(1);
  const auto verifier = MakePinVerifier("1234", {}, random);
  const auto another = MakePinVerifier("1234", {}, random);

  ASSERT_TRUE(verifier.ok() && another.ok());
  EXPECT_TRUE(CheckPinVerifier(*verifier).ok());
  EXPECT_TRUE(PinMatches("1234", {}, *verifier));
  EXPECT_FALSE(PinMatches("1235", {}, *verifier));
  EXPECT_FALSE(PinMatches("", {}, *verifier));
  EXPECT_NE(verifier->salt(), another->salt());
  EXPECT_NE(verifier->hash(), another->hash());
}

TEST(PinTest, NeedsThePepperThatWasMixedIn) {
  SeededRandom random(1);
  const Pepper pepper{.name = "2026", .secret = "of the shop's devices"};
  const auto verifier = MakePinVerifier("1234", pepper, random);

  ASSERT_TRUE(verifier.ok());
  EXPECT_EQ(verifier->pepper(), "2026");
  EXPECT_TRUE(PinMatches("1234", pepper, *verifier));
  EXPECT_FALSE(PinMatches("1234", {}, *verifier));
  EXPECT_FALSE(PinMatches("1234", {.name = "2026", .secret = "another"}, *verifier));
}

TEST(PinTest, IsFourToTwelveDigits) {
  SeededRandom random(1);
  for (const std::string_view pin : {"", "123", "12a4", "1234567890123", "12 4"}) {
    const auto verifier = MakePinVerifier(pin, {}, random);
    EXPECT_EQ(ReasonOf(verifier.status()), Reason::ERROR_REASON_FIELD_INVALID) << pin;
  }
}

TEST(PinTest, MatchesNothingWhoseVerifierIsNoneOrABurden) {
  SeededRandom random(1);
  const auto right = MakePinVerifier("1234", {}, random);
  ASSERT_TRUE(right.ok());
  PinVerifier slow = *right;
  slow.set_cost_log2(30);
  PinVerifier unknown = *right;
  unknown.set_algorithm(static_cast<event::v1::PinAlgorithm>(99));

  EXPECT_FALSE(PinMatches("1234", {}, slow));
  EXPECT_FALSE(PinMatches("1234", {}, unknown));
  EXPECT_FALSE(PinMatches("1234", {}, PinVerifier()));
}

}  // namespace
}  // namespace daybook
