#include "core/base/names.h"

#include <string>

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(NamesTest, KnowWhatIsAName) {
  for (const std::string_view good : {"a", "till-1", "Ann_Lee", "3.1"}) {
    EXPECT_TRUE(IsName(good)) << good;
  }
  EXPECT_TRUE(IsName(std::string(64, 'a')));
  EXPECT_FALSE(IsName(std::string(65, 'a')));
  for (const std::string_view bad : {"", "Ann Lee", "Jos\xc3\xa9", "a\n", "a/b"}) {
    EXPECT_FALSE(IsName(bad)) << bad;
  }
}

TEST(NamesTest, FindThePortOfAnAddress) {
  EXPECT_EQ(PortOf("127.0.0.1:7443"), 7443);
  EXPECT_EQ(PortOf("localhost:0"), 0);
  EXPECT_EQ(PortOf("[::1]:65535"), 65535);
  for (const std::string_view bad :
       {"", "garbage", "127.0.0.1", ":7443", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
        "127.0.0.1:99999", "127.0.0.1:-1", "127.0.0.1:+1", "::1:7443", "[]:1", "a b:1",
        "127.0.0.1:99999999999"}) {
    EXPECT_EQ(PortOf(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace daybook
