#include "core/base/hex.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(HexTest, WritesTwoDigitsForEachByte) {
  EXPECT_EQ(ToHex(std::string_view("\x00\x7f\xff", 3)), "007fff");
  EXPECT_EQ(ToHex(""), "");
}

TEST(HexTest, ReadsDigitsOfAnyCase) { EXPECT_EQ(FromHex("01aBFf"), "\x01\xab\xff"); }

TEST(HexTest, ReadsNothingElse) {
  for (const std::string_view text : {"0", "0g", "g0", "0x", " 0", "00 "}) {
    EXPECT_EQ(FromHex(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace daybook
