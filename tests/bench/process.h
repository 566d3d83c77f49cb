// A child process and the directory that it works in. Both end with their owner, also when the
// benchmark is interrupted; the kernel ends a child whose benchmark was killed.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "core/base/status.h"

namespace daybook::bench {

struct ProcessOptions {
  std::vector<std::string> arguments;  // The first is the program's path.
  std::string user = {};               // To run as, if we are root. Empty: as we are.
  std::string error_file = {};         // Where standard error goes.
  int stop_signal = SIGTERM;
};

// Not thread-safe.
class ChildProcess {
 public:
  // REQUIRES: called from the main thread, whose end is the child's end.
  // Errors: CONFIG_INVALID if there is no such program or user.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(const ProcessOptions& options);

  // Kills the process if it is still there.
  ~ChildProcess();

  // Waits until the process writes a line that starts with `prefix` and returns what follows on
  // it. Errors: CONNECTION_FAILED if it ends or stays silent; the message has the end of its
  // standard error.
  absl::StatusOr<std::string> AwaitLine(std::string_view prefix, absl::Duration timeout);

  // Asks the process to end and waits. Errors: CONNECTION_FAILED if it had to be killed or did not
  // end with 0.
  absl::Status Stop(absl::Duration timeout);

  // Waits until the process ends by itself. Errors: as Stop.
  absl::Status AwaitEnd(absl::Duration timeout);

  // Ends the process at once.
  void Kill();

  // Returns what the process holds in memory now, and the processor time that it has used; 0 if
  // it has ended.
  int64_t ResidentBytes() const;
  absl::Duration CpuTime() const;

  pid_t pid() const { return pid_; }

 private:
  ChildProcess(const ProcessOptions& options, pid_t pid, int output)
      : name_(options.arguments.front()),
        error_file_(options.error_file),
        stop_signal_(options.stop_signal),
        pid_(pid),
        output_(output) {}

  absl::Status Failed(std::string_view what) const;
  bool AwaitExit(absl::Duration timeout);

  const std::string name_;
  const std::string error_file_;
  const int stop_signal_;
  pid_t pid_;   // -1: it has ended.
  int output_;  // The reading end of its standard output.
  int exit_status_ = 0;
  std::string pending_;  // What it wrote and nobody has asked for.
};

// Returns the processor time of a process: user and system. 0 if there is none.
absl::Duration CpuTimeOf(pid_t pid);

// A directory for the time of one run.
class TempDirectory {
 public:
  // Makes one in `parent`. Errors: STORE_FAILED.
  static absl::StatusOr<std::unique_ptr<TempDirectory>> Create(const std::string& parent);

  // Removes it and all that is in it.
  ~TempDirectory();

  const std::string& path() const { return path_; }

 private:
  explicit TempDirectory(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

// Hands `path` to `user`. Errors: STORE_FAILED, CONFIG_INVALID.
absl::Status GiveTo(const std::string& path, const std::string& user);

// Returns what the files below `directory` occupy on the disk; those whose name begins with
// `but_prefix` do not count.
int64_t DiskBytes(const std::string& directory, std::string_view but_prefix);

}  // namespace daybook::bench
