// A real daybook-edge: a process of its own, on a free port, with a data directory that goes when
// it goes. It never outlives the test.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "core/base/status.h"
#include "daybook/edge/v1/config.pb.h"
#include "tests/support/temporary_directory.h"

namespace daybook::test {

// Returns a configuration for tests: the café on a free port, with its data in `directory`, and
// bounds that do not depend on how full the disk is.
edge::v1::EdgeConfig TestConfig(const std::string& directory);

// What became of a process that ended by itself.
struct Ended {
  int exit_code = 0;  // 128 + signal if a signal ended it, as shells have it.
  std::string output;
  std::string errors;
};

// Runs daybook-edge with a configuration that it is expected to refuse, and waits for its end.
// Errors: if it has not ended within `timeout`; it is killed then.
absl::StatusOr<Ended> RunEdge(std::string_view config_text, absl::Duration timeout);

// Not thread-safe; the thread that starts it must stay, for the process ends with it.
class EdgeProcess {
 public:
  // Does not start yet.
  explicit EdgeProcess(Medium medium = Medium::kMemory);
  ~EdgeProcess();

  // The configuration of the next start.
  edge::v1::EdgeConfig& config() { return config_; }
  const std::string& data_directory() const { return config_.data_directory(); }

  // Starts the server and returns when it listens. REQUIRES: it is not running.
  // Errors: INTERNAL with what it wrote if it ends instead, or says nothing in time.
  absl::Status Start();

  // Ends it with SIGKILL.
  void Kill();

  // Asks it to end with SIGTERM, waits at most `timeout`, and returns its exit code; -1 if it had
  // to be killed.
  int Stop(absl::Duration timeout = absl::Seconds(20));

  bool running() const { return pid_ > 0; }
  pid_t pid() const { return pid_; }
  // "127.0.0.1:<port>", another one after each start.
  const std::string& address() const { return address_; }
  // Resident memory, in bytes.
  int64_t ResidentBytes() const;
  // Everything that it has written to standard error, over all starts.
  std::string Errors() const;

 private:
  TemporaryDirectory directory_;
  edge::v1::EdgeConfig config_;
  pid_t pid_ = 0;
  std::string address_;
};

}  // namespace daybook::test
