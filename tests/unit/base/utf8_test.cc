#include "core/base/utf8.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(Utf8Test, KnowsWhatIsUtf8) {
  for (const std::string_view good : {"", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8d\xb0"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
    EXPECT_EQ(AsUtf8(good), good);
  }
  for (const std::string_view bad : {"\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80",
                                     "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff"}) {
    EXPECT_FALSE(IsUtf8(bad));
    EXPECT_EQ(AsUtf8(bad), std::string(bad.size(), '?'));
  }
}

TEST(Utf8Test, LeavesWhatIsRightBesideWhatIsNot) {
  EXPECT_EQ(AsUtf8("Caf\xc3\xa9 \xe2\x82"), "Caf\xc3\xa9 ??");
}

}  // namespace
}  // namespace daybook
