#include "tests/bench/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "core/base/check.h"
#include "core/base/clock.h"

namespace daybook::bench {
namespace {

namespace fs = std::filesystem;

constexpr size_t kErrorTailBytesMax = 2000;
constexpr int64_t kStatBlockBytes = 512;

struct Account {
  uid_t user;
  gid_t group;
};

std::optional<Account> FindAccount(const std::string& name) {
  const passwd* entry = getpwnam(name.c_str());
  if (entry == nullptr) return std::nullopt;
  return Account{entry->pw_uid, entry->pw_gid};
}

// Only calls that are allowed between fork and exec in a program with threads.
[[noreturn]] void RunChild(char* const* arguments, const std::optional<Account>& account,
                           pid_t parent, int output, int error) {
  setpgid(0, 0);  // An interrupt at the terminal is for us; we end the child.
  dup2(output, STDOUT_FILENO);
  if (error >= 0) dup2(error, STDERR_FILENO);
  if (account.has_value() &&
      (setgroups(0, nullptr) != 0 || setgid(account->group) != 0 || setuid(account->user) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(126);  // It died before it could have told us.
  execv(arguments[0], arguments);
  _exit(127);
}

std::string ReadTail(const std::string& path) {
  std::ifstream file(path);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  return text.size() <= kErrorTailBytesMax ? text : text.substr(text.size() - kErrorTailBytesMax);
}

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

int64_t NumberAfter(std::string_view text, std::string_view label) {
  const size_t place = text.find(label);
  if (place == std::string_view::npos) return 0;
  std::string_view rest = text.substr(place + label.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  int64_t number = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return number;
}

int RemainingMillis(absl::Duration deadline) {
  const absl::Duration left = deadline - SystemClock().Monotonic();
  return static_cast<int>(std::clamp<int64_t>(absl::ToInt64Milliseconds(left), 0, 600'000));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(const ProcessOptions& options) {
  DAYBOOK_CHECK(!options.arguments.empty());
  const std::string& program = options.arguments.front();
  if (access(program.c_str(), X_OK) != 0) {
    return Error(Reason::ERROR_REASON_CONFIG_INVALID, "there is no program {program}",
                 {{"program", program}});
  }
  std::optional<Account> account;
  if (!options.user.empty() && geteuid() == 0) {
    account = FindAccount(options.user);
    if (!account.has_value()) {
      return Error(Reason::ERROR_REASON_CONFIG_INVALID, "there is no user {user}",
                   {{"user", options.user}});
    }
  }

  std::vector<char*> arguments;
  for (const std::string& argument : options.arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  std::array<int, 2> pipe_ends{};
  DAYBOOK_CHECK(pipe2(pipe_ends.data(), O_CLOEXEC) == 0);
  const int error =
      options.error_file.empty()
          ? -1
          : open(options.error_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) RunChild(arguments.data(), account, parent, pipe_ends[1], error);
  close(pipe_ends[1]);
  if (error >= 0) close(error);
  DAYBOOK_CHECK(pid > 0);
  return std::unique_ptr<ChildProcess>(new ChildProcess(options, pid, pipe_ends[0]));
}

ChildProcess::~ChildProcess() {
  Kill();
  close(output_);
}

absl::StatusOr<std::string> ChildProcess::AwaitLine(std::string_view prefix,
                                                    absl::Duration timeout) {
  const absl::Duration deadline = SystemClock().Monotonic() + timeout;
  for (;;) {
    for (size_t end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n')) {
      const std::string line = pending_.substr(0, end);
      pending_.erase(0, end + 1);
      if (line.starts_with(prefix)) return line.substr(prefix.size());
    }
    pollfd wait = {.fd = output_, .events = POLLIN, .revents = 0};
    const int ready = poll(&wait, 1, RemainingMillis(deadline));
    if (ready < 0 && errno == EINTR) return Failed("was interrupted");
    if (ready <= 0) return Failed("said nothing in time");
    std::array<char, 4096> buffer{};
    const ssize_t size = read(output_, buffer.data(), buffer.size());
    if (size <= 0) return Failed("ended");
    pending_.append(buffer.data(), static_cast<size_t>(size));
  }
}

absl::Status ChildProcess::Failed(std::string_view what) const {
  return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "{program} {what}; its last words: {words}",
               {{"program", name_}, {"what", what}, {"words", ReadTail(error_file_)}});
}

bool ChildProcess::AwaitExit(absl::Duration timeout) {
  // Not through <sys/pidfd.h>: glibc 2.36 declares it without C linkage.
  const auto handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (handle >= 0) {
    const absl::Duration deadline = SystemClock().Monotonic() + timeout;
    pollfd wait = {.fd = handle, .events = POLLIN, .revents = 0};
    while (poll(&wait, 1, RemainingMillis(deadline)) < 0 && errno == EINTR) {
    }
    close(handle);
    if (wait.revents == 0) return false;
  }
  if (waitpid(pid_, &exit_status_, 0) == pid_) pid_ = -1;
  return true;
}

absl::Status ChildProcess::Stop(absl::Duration timeout) {
  if (pid_ < 0) return absl::OkStatus();
  kill(pid_, stop_signal_);
  return AwaitEnd(timeout);
}

absl::Status ChildProcess::AwaitEnd(absl::Duration timeout) {
  if (!AwaitExit(timeout)) {
    Kill();
    return Failed("did not end in time and was killed");
  }
  if (exit_status_ != 0) return Failed(fmt::format("ended with status {:#x}", exit_status_));
  return absl::OkStatus();
}

void ChildProcess::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, &exit_status_, 0);
  pid_ = -1;
}

int64_t ChildProcess::ResidentBytes() const {
  if (pid_ < 0) return 0;
  return 1024 * NumberAfter(ReadWhole(fmt::format("/proc/{}/status", pid_)), "VmRSS:");
}

absl::Duration ChildProcess::CpuTime() const {
  return pid_ < 0 ? absl::ZeroDuration() : CpuTimeOf(pid_);
}

absl::Duration CpuTimeOf(pid_t pid) {
  const std::string text = ReadWhole(fmt::format("/proc/{}/stat", pid));
  // The second field is the program's name in parentheses and may hold anything.
  size_t place = text.rfind(')');
  if (place == std::string::npos) return absl::ZeroDuration();
  for (int field = 2; field < 14; ++field) place = text.find(' ', place + 1);
  const std::string_view rest = std::string_view(text).substr(place);
  const int64_t user = NumberAfter(rest, " ");
  const int64_t system = NumberAfter(rest.substr(rest.find(' ', 1)), " ");
  return absl::Seconds(1) * static_cast<double>(user + system) /
         static_cast<double>(sysconf(_SC_CLK_TCK));
}

absl::StatusOr<std::unique_ptr<TempDirectory>> TempDirectory::Create(const std::string& parent) {
  std::string path = fmt::format("{}/daybook-bench-XXXXXX", parent);
  if (mkdtemp(path.data()) == nullptr || chmod(path.c_str(), 0711) != 0) {
    return Error(Reason::ERROR_REASON_STORE_FAILED, "cannot make a directory in {parent}: {cause}",
                 {{"parent", parent}, {"cause", std::strerror(errno)}});
  }
  return std::unique_ptr<TempDirectory>(new TempDirectory(path));
}

TempDirectory::~TempDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

absl::Status GiveTo(const std::string& path, const std::string& user) {
  if (geteuid() != 0) return absl::OkStatus();
  const std::optional<Account> account = FindAccount(user);
  if (!account.has_value()) {
    return Error(Reason::ERROR_REASON_CONFIG_INVALID, "there is no user {user}", {{"user", user}});
  }
  if (chown(path.c_str(), account->user, account->group) != 0) {
    return Error(Reason::ERROR_REASON_STORE_FAILED, "cannot hand {path} to {user}",
                 {{"path", path}, {"user", user}});
  }
  return absl::OkStatus();
}

int64_t DiskBytes(const std::string& directory, std::string_view but_prefix) {
  int64_t bytes = 0;
  std::error_code ignored;
  for (const auto& file : fs::recursive_directory_iterator(directory, ignored)) {
    if (file.path().filename().string().starts_with(but_prefix)) continue;
    struct stat info = {};
    if (lstat(file.path().c_str(), &info) != 0) continue;
    if (S_ISREG(info.st_mode)) bytes += info.st_blocks * kStatBlockBytes;
  }
  return bytes;
}

}  // namespace daybook::bench
