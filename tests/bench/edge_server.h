// The server under measurement: daybook-edge as a child process on a data directory of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "core/base/status.h"
#include "tests/bench/process.h"

namespace daybook::bench {

// A started server that has said where it listens. Called from the main thread.
class EdgeServer {
 public:
  // Makes ready to serve from `directory`/data. `program` empty: daybook-edge beside this program.
  // Errors: STORE_FAILED.
  static absl::StatusOr<std::unique_ptr<EdgeServer>> Create(const std::string& program,
                                                            const std::string& directory);

  // Starts the process and waits until it listens. Errors: CONFIG_INVALID, CONNECTION_FAILED.
  absl::Status Start();

  // Ends it in order, as an operator would; or at once, as a power cut would.
  absl::Status Stop();
  void Kill() { process_.reset(); }

  // Where it listens. REQUIRES: started.
  const std::string& address() const { return address_; }
  const ChildProcess& process() const { return *process_; }

  // Returns what the log and the views occupy on the disk. The ballast does not count: it is there
  // in an empty shop as well.
  int64_t DiskBytes() const;

 private:
  EdgeServer(std::string program, std::string directory)
      : program_(std::move(program)), directory_(std::move(directory)) {}

  absl::Status WriteConfig() const;
  std::string ConfigPath() const { return directory_ + "/edge.textproto"; }
  std::string DataDirectory() const { return directory_ + "/data"; }

  const std::string program_;
  const std::string directory_;
  std::string address_;
  std::unique_ptr<ChildProcess> process_;
};

// Starts this program again as the echo. Errors: CONNECTION_FAILED.
struct EchoProcess {
  std::unique_ptr<ChildProcess> process;
  std::string address;
};
absl::StatusOr<EchoProcess> StartEcho(const std::string& directory);

}  // namespace daybook::bench
