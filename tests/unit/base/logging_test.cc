#include "core/base/logging.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Returns what `write` writes to standard error.
template <typename Write>
std::string Written(const LoggingOptions& options, Write write) {
  ::testing::internal::CaptureStderr();
  StartLogging(options);
  write();
  StartLogging({});
  return ::testing::internal::GetCapturedStderr();
}

TEST(LoggingTest, WritesALineWithItsValues) {
  const std::string line = Written({}, [] {
    Log(LogLevel::kWarning, "the disk is filling", {{"free_bytes", 7}});
  });

  EXPECT_THAT(line, EndsWith("the disk is filling free_bytes=7\n"));
}

TEST(LoggingTest, WritesJsonThatTextCannotBreak) {
  const std::string line = Written({.json = true}, [] {
    Log(LogLevel::kError, "a \"quote\"", {{"path", "a\\b\n"}});
  });

  EXPECT_THAT(line, StartsWith("{\"time\":"));
  EXPECT_THAT(line, HasSubstr(R"("message":"a \"quote\"","path":"a\\b\u000a"})"));
}

TEST(LoggingTest, LeavesOutWhatIsBelowTheLevel) {
  const std::string lines = Written({.level = LogLevel::kWarning}, [] {
    Log(LogLevel::kInfo, "chatter");
    Log(LogLevel::kError, "trouble");
  });

  EXPECT_THAT(lines, HasSubstr("trouble"));
  EXPECT_EQ(lines.find("chatter"), std::string::npos);
}

}  // namespace
}  // namespace daybook
