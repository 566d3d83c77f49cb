// What the subcommands share: the directory of the run, the server in it, its tills, and filling
// its log.
#pragma once

#include <memory>
#include <string>

#include "tests/bench/contender.h"
#include "tests/bench/document.h"
#include "tests/bench/edge_probe.h"
#include "tests/bench/edge_server.h"
#include "tests/bench/load_client.h"
#include "tests/bench/machine.h"
#include "tests/bench/options.h"
#include "tests/bench/process.h"
#include "tests/bench/progress.h"

namespace daybook::bench {

// A run: where its data is, and on what disk. Everything in it is gone when it is destroyed.
struct Run {
  const Options& options;
  std::unique_ptr<TempDirectory> directory;
  DiskFacts disk;
  Progress progress;

  // Errors: STORE_FAILED.
  static absl::StatusOr<std::unique_ptr<Run>> Begin(const Options& options);

  // Returns the document of this run as it begins: what was asked, of which machine and commit.
  Document NewDocument(std::string_view benchmark) const;
};

// A server and the tills that sell at it. From the main thread.
class BusyShop {
 public:
  // Starts the server on an empty log and opens `tills` drawers. `run` outlives it.
  static absl::StatusOr<std::unique_ptr<BusyShop>> Open(Run& run, int64_t tills);

  // Sells until the log has about `events` events and the views have them as well.
  absl::Status Fill(int64_t events);

  // Waits until the views have come as far as the log. Returns how long it took.
  absl::StatusOr<absl::Duration> Settle();

  // Starts the server again, connects one till and sells. Returns the time from exec to the
  // accepted sale. REQUIRES: the server is stopped.
  absl::StatusOr<absl::Duration> RestartAndSell();

  // Connects all tills to the server where it is now.
  absl::Status Reconnect();

  EdgeServer& server() { return *server_; }
  LoadClient& tills() { return *tills_; }
  EdgeProbe& probe() { return *probe_; }

 private:
  explicit BusyShop(Run& run) : run_(run) {}

  Run& run_;  // Outlives this.
  std::unique_ptr<EdgeServer> server_;
  std::unique_ptr<LoadClient> tills_;
  std::unique_ptr<LoadClient> first_till_;  // The one that comes first after a restart.
  std::unique_ptr<EdgeProbe> probe_;
};

// Returns the options of a client with `tills` tills.
LoadOptions LoadOptionsOf(const Options& options, int64_t tills);

// Adds rates and percentiles.
void AddResult(const SliceResult& result, Document& document);

// Errors: CONNECTION_FAILED if a sale was not accepted: such figures mean nothing.
absl::Status CheckNoErrors(std::string_view who, const SliceResult& result);

double Milliseconds(const LatencyHistogram& latency, double quantile);

}  // namespace daybook::bench
