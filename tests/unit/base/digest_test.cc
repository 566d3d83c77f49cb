#include "core/base/digest.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

// The vectors of FIPS 180-2.
TEST(DigestTest, IsSha256) {
  EXPECT_EQ(Sha256("abc").ToHex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("").ToHex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(DigestTest, OfTwoPartsIsThatOfTheWhole) {
  EXPECT_EQ(Sha256("ab", "c"), Sha256("abc"));
  EXPECT_EQ(Sha256("", "abc"), Sha256("abc"));
}

TEST(DigestTest, IsReadFromThirtyTwoBytesAlone) {
  const Digest digest = Sha256("abc");

  EXPECT_EQ(Digest::FromBytes(digest.AsBytes()), digest);
  EXPECT_EQ(Digest::FromBytes(digest.AsBytes().substr(1)), std::nullopt);
  EXPECT_EQ(Digest::FromBytes(""), std::nullopt);
}

}  // namespace
}  // namespace daybook
