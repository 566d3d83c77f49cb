#include "tests/support/edge_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/base/config.h"
#include "tests/support/commands.h"

namespace daybook::test {
namespace {

constexpr char kBinary[] = DAYBOOK_EDGE_BINARY;
constexpr char kListening[] = "listening on ";
constexpr absl::Duration kStartMax = absl::Seconds(60);
constexpr int kSignalExitBase = 128;
constexpr int kExecFailedExitCode = 127;

// A file descriptor that is closed.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  int get() const { return value_; }

 private:
  int value_;
};

struct Child {
  pid_t pid = 0;
  Descriptor output{-1};  // What it writes to standard output.
};

void WriteFile(const std::string& path, std::string_view text) { std::ofstream(path) << text; }

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The first lines of the child, between fork and exec: nothing that allocates or locks.
[[noreturn]] void BecomeEdge(pid_t parent, int output, int errors, char* const* arguments) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kExecFailedExitCode);  // It went before the line above.
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execv(kBinary, arguments);
  _exit(kExecFailedExitCode);
}

Child Spawn(std::string config_path, const std::string& errors_path) {
  int ends[2];
  DAYBOOK_CHECK(pipe2(ends, O_CLOEXEC) == 0);
  Descriptor read_end(ends[0]), write_end(ends[1]);
  const Descriptor errors(
      open(errors_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  DAYBOOK_CHECK(errors.get() >= 0);
  std::string binary = kBinary, flag = "--config";
  char* const arguments[] = {binary.data(), flag.data(), config_path.data(), nullptr};
  const pid_t parent = getpid();
  const pid_t pid = fork();
  DAYBOOK_CHECK(pid >= 0);
  if (pid == 0) BecomeEdge(parent, write_end.get(), errors.get(), arguments);
  return {.pid = pid, .output = std::move(read_end)};
}

int MillisecondsUntil(absl::Duration deadline) {
  const absl::Duration left = deadline - SystemClock().Monotonic();
  return static_cast<int>(absl::ToInt64Milliseconds(std::max(left, absl::ZeroDuration())));
}

// Waits for the end of a child; nothing if it has not come in time.
std::optional<int> Reap(pid_t pid, absl::Duration timeout) {
  const Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  DAYBOOK_CHECK(handle.get() >= 0);
  const absl::Duration deadline = SystemClock().Monotonic() + timeout;
  pollfd ended{.fd = handle.get(), .events = POLLIN, .revents = 0};
  while (poll(&ended, 1, MillisecondsUntil(deadline)) < 0 && errno == EINTR) {
  }
  if ((ended.revents & POLLIN) == 0) return std::nullopt;
  int status = 0;
  DAYBOOK_CHECK(waitpid(pid, &status, 0) == pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalExitBase + WTERMSIG(status);
}

int KillAndReap(pid_t pid) {
  kill(pid, SIGKILL);
  const std::optional<int> exit_code = Reap(pid, absl::Seconds(60));
  DAYBOOK_CHECK(exit_code);
  return *exit_code;
}

// Reads until a whole line has come, the other end is closed, or time is up.
std::string ReadLine(int descriptor, absl::Duration timeout) {
  const absl::Duration deadline = SystemClock().Monotonic() + timeout;
  std::string line;
  while (!line.ends_with('\n')) {
    pollfd readable{.fd = descriptor, .events = POLLIN, .revents = 0};
    const int ready = poll(&readable, 1, MillisecondsUntil(deadline));
    if (ready < 0 && errno == EINTR) continue;
    char byte = 0;
    if (ready <= 0 || read(descriptor, &byte, 1) != 1) break;
    line.push_back(byte);
  }
  return line;
}

std::string ReadToEnd(int descriptor) {
  std::string text;
  char buffer[4096];
  for (ssize_t size = 0; (size = read(descriptor, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(size));
  }
  return text;
}

}  // namespace

edge::v1::EdgeConfig TestConfig(const std::string& directory) {
  edge::v1::EdgeConfig config;
  config.set_data_directory(directory);
  config.set_listen_address("127.0.0.1:0");
  *config.mutable_shop() = Cafe();
  config.mutable_limits()->set_disk_soft_bytes_min(1);
  config.mutable_limits()->set_ballast_bytes(1 << 20);
  return config;
}

absl::StatusOr<Ended> RunEdge(std::string_view config_text, absl::Duration timeout) {
  const TemporaryDirectory directory;
  const std::string config_path = directory.path() + "/edge.conf";
  const std::string errors_path = directory.path() + "/errors";
  WriteFile(config_path, config_text);
  const Child child = Spawn(config_path, errors_path);
  const std::optional<int> exit_code = Reap(child.pid, timeout);
  if (!exit_code) {
    KillAndReap(child.pid);
    return absl::DeadlineExceededError("daybook-edge goes on");
  }
  return Ended{.exit_code = *exit_code,
               .output = ReadToEnd(child.output.get()),
               .errors = ReadFile(errors_path)};
}

EdgeProcess::EdgeProcess(Medium medium)
    : directory_(medium), config_(TestConfig(directory_.path() + "/data")) {}

EdgeProcess::~EdgeProcess() {
  if (running()) Kill();
}

absl::Status EdgeProcess::Start() {
  DAYBOOK_CHECK(!running());
  const std::string config_path = directory_.path() + "/edge.conf";
  WriteFile(config_path, PrintConfig(config_));
  const Child child = Spawn(config_path, directory_.path() + "/errors");
  const std::string line = ReadLine(child.output.get(), kStartMax);
  if (!line.starts_with(kListening) || !line.ends_with('\n')) {
    const std::string exit_code = std::to_string(KillAndReap(child.pid));
    return absl::InternalError("daybook-edge ended with " + exit_code + ": " + Errors());
  }
  pid_ = child.pid;
  address_ = line.substr(std::string_view(kListening).size());
  address_.pop_back();
  return absl::OkStatus();
}

void EdgeProcess::Kill() {
  DAYBOOK_CHECK(running());
  KillAndReap(std::exchange(pid_, 0));
}

int EdgeProcess::Stop(absl::Duration timeout) {
  DAYBOOK_CHECK(running());
  const pid_t pid = std::exchange(pid_, 0);
  kill(pid, SIGTERM);
  const std::optional<int> exit_code = Reap(pid, timeout);
  if (!exit_code) KillAndReap(pid);
  return exit_code.value_or(-1);
}

int64_t EdgeProcess::ResidentBytes() const {
  std::ifstream statm("/proc/" + std::to_string(pid_) + "/statm");
  int64_t total_pages = 0, resident_pages = 0;
  statm >> total_pages >> resident_pages;
  return resident_pages * sysconf(_SC_PAGESIZE);
}

std::string EdgeProcess::Errors() const { return ReadFile(directory_.path() + "/errors"); }

}  // namespace daybook::test
