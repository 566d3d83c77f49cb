#include "tests/bench/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <string>

namespace daybook::bench {
namespace {

constexpr absl::Duration kLongEnough = absl::Seconds(30);

std::unique_ptr<TempDirectory> Directory() {
  auto directory = TempDirectory::Create(testing::TempDir());
  EXPECT_TRUE(directory.ok()) << directory.status();
  return *std::move(directory);
}

absl::StatusOr<std::unique_ptr<ChildProcess>> Shell(const std::string& script,
                                                    const std::string& error_file = "") {
  return ChildProcess::Start({.arguments = {"/bin/sh", "-c", script}, .error_file = error_file});
}

bool Exists(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0;
}

TEST(ChildProcessTest, HandsOverTheLineThatIsWaitedFor) {
  auto child = Shell("echo hello; echo listening on 127.0.0.1:7; cat");

  const auto address = (*child)->AwaitLine("listening on ", kLongEnough);

  EXPECT_EQ(*address, "127.0.0.1:7");
}

TEST(ChildProcessTest, SaysWhatTheProcessSaidLast) {
  const auto directory = Directory();
  auto child = Shell("echo the disk is full >&2", directory->path() + "/stderr");

  const auto line = (*child)->AwaitLine("listening on ", kLongEnough);

  EXPECT_THAT(std::string(MessageOf(line.status())), testing::HasSubstr("the disk is full"));
}

TEST(ChildProcessTest, StopsOneThatEndsInOrder) {
  auto child = Shell("trap 'exit 0' TERM; echo ready; while :; do :; done");
  ASSERT_TRUE((*child)->AwaitLine("ready", kLongEnough).ok());

  const absl::Status stopped = (*child)->Stop(kLongEnough);

  EXPECT_TRUE(stopped.ok()) << stopped;
}

TEST(ChildProcessTest, ReportsOneThatEndsWithAnError) {
  auto child = Shell("exit 3");

  EXPECT_EQ(ReasonOf((*child)->AwaitEnd(kLongEnough)), Reason::ERROR_REASON_CONNECTION_FAILED);
}

TEST(ChildProcessTest, KillsOneThatDoesNotEndInTime) {
  auto child = Shell("trap '' TERM; echo ready; while :; do :; done");
  ASSERT_TRUE((*child)->AwaitLine("ready", kLongEnough).ok());
  const pid_t pid = (*child)->pid();

  const absl::Status stopped = (*child)->Stop(absl::Milliseconds(50));

  EXPECT_EQ(ReasonOf(stopped), Reason::ERROR_REASON_CONNECTION_FAILED);
  EXPECT_NE(kill(pid, 0), 0);
}

TEST(ChildProcessTest, EndsWithItsOwner) {
  auto child = Shell("echo ready; cat");
  ASSERT_TRUE((*child)->AwaitLine("ready", kLongEnough).ok());
  const pid_t pid = (*child)->pid();

  child->reset();

  EXPECT_NE(kill(pid, 0), 0);
}

TEST(ChildProcessTest, SaysThatThereIsNoSuchProgram) {
  const auto child = ChildProcess::Start({.arguments = {"/nowhere/daybook-edge"}});

  EXPECT_EQ(ReasonOf(child.status()), Reason::ERROR_REASON_CONFIG_INVALID);
}

TEST(ChildProcessTest, KnowsWhatTheProcessUses) {
  // It goes on until it is killed: one that has ended has no memory.
  auto child = Shell("i=0; while :; do i=$((i+1)); [ $i -ne 300000 ] || echo done; done");
  ASSERT_TRUE((*child)->AwaitLine("done", kLongEnough).ok());

  EXPECT_GT((*child)->ResidentBytes(), 100'000);
  EXPECT_GT((*child)->CpuTime(), absl::Milliseconds(10));
  EXPECT_LT((*child)->CpuTime(), absl::Minutes(1));
}

TEST(TempDirectoryTest, IsGoneWithEverythingInIt) {
  auto directory = Directory();
  const std::string path = directory->path();
  std::ofstream(path + "/file") << "x";

  directory.reset();

  EXPECT_FALSE(Exists(path));
}

TEST(DiskBytesTest, CountsWhatFilesOccupyButNotTheBallast) {
  const auto directory = Directory();
  const std::string block(4096, 'x');
  std::ofstream(directory->path() + "/log") << block << block;
  std::ofstream(directory->path() + "/ballast") << block;

  const int64_t all = DiskBytes(directory->path(), "nothing is called this");
  const int64_t counted = DiskBytes(directory->path(), "ballast");

  EXPECT_GE(counted, 8192);
  EXPECT_EQ(all - counted, 4096);
}

}  // namespace
}  // namespace daybook::bench
