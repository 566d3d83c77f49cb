// The tills of a shop as one client process: many callers, few threads and connections, each caller
// with one call in flight. It speaks bytes to the server and to the echo alike, so that the same
// client work stands on both sides of a comparison.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/contender.h"

namespace daybook::bench {

struct LoadOptions {
  bool echo = false;  // The far side answers with what it was sent.
  int64_t tills = 1;
  int64_t tills_per_channel = 4;
  int64_t threads = 1;
  int64_t sales_per_call = 1;
  uint64_t seed = 1;
};

class LoadWorker;

// Called from one thread; it runs its own.
class LoadClient : public Contender {
 public:
  explicit LoadClient(const LoadOptions& options);
  ~LoadClient() override;

  // Goes on with a server at another address; the tills keep their drawers. Waits until it is
  // there. Errors: CONNECTION_FAILED.
  absl::Status Connect(const std::string& address, pid_t server_pid);

  // Opens the business day and each till's drawer. Once, before anything is sold.
  absl::Status OpenTills();

  // How many sales each call has from now on. REQUIRES: 1 <= sales_per_call <= kSalesPerCallMax.
  void SetSalesPerCall(int64_t sales_per_call);

  // Sells once, at the first till. Errors: as the server refuses it.
  absl::Status SellOnce();

  // The closed loop: each till sells again as soon as it has its answer.
  absl::StatusOr<SliceResult> Run(absl::Duration duration) override;

  // The open loop: sales are due evenly, the tills take turns, and one that is due while its till
  // waits for an answer waits as well; latencies count from when it was due.
  absl::StatusOr<SliceResult> RunAtRate(int64_t sales_per_second, absl::Duration duration);

  absl::Duration CpuTime() const override;

 private:
  pid_t server_pid_ = 0;
  std::vector<std::unique_ptr<LoadWorker>> workers_;
};

}  // namespace daybook::bench
