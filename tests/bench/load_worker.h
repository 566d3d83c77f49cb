// A thread's share of the tills: their calls and the completion queue that answers come back on.
// For load_client alone.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "tests/bench/load_client.h"
#include "tests/bench/workload.h"

namespace daybook::bench {

// One caller.
struct LoadTill {
  LoadTill(int64_t number, uint64_t seed) : script(number, seed) {}

  TillScript script;
  grpc::GenericStub* stub = nullptr;  // Its worker's.
  bool busy = false;
  int64_t due_ns = 0;           // When the call in flight was due.
  std::deque<int64_t> waiting;  // When those were due that its call in flight keeps waiting.

  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer reply;
  grpc::Status status;
};

// Thread-safe where it says so; otherwise for one thread at a time.
class LoadWorker {
 public:
  // Takes the tills from `first_till` on.
  LoadWorker(const LoadOptions& options, int64_t first_till, int64_t till_count);
  ~LoadWorker();

  void SetSalesPerCall(int64_t sales_per_call) { options_.sales_per_call = sales_per_call; }

  // Errors: CONNECTION_FAILED.
  absl::Status Connect(const std::string& address);

  // Makes one call of each till, the one that opens its drawer.
  SliceResult OpenTills();

  // Makes one sale, at its first till.
  SliceResult SellOnce();

  // Closed loop, until `end_ns`.
  SliceResult RunUntil(int64_t end_ns);

  // Open loop: a sale of `till` is due. Thread-safe beside Answer.
  void SellAt(int64_t till, int64_t due_ns);

  // Open loop: takes answers until AnswerLast is called and all calls have come back.
  SliceResult Answer();

  // Open loop: no sale will be due any more. Thread-safe.
  void AnswerLast();

  int64_t till_count() const { return static_cast<int64_t>(tills_.size()); }

 private:
  enum class Step { kOpen, kSell };

  void Begin(LoadTill& till, Step step, int64_t due_ns) DAYBOOK_REQUIRES(mutex_);
  // Waits for an answer. Returns nothing if none came for a while.
  LoadTill* Next();
  void End(LoadTill& till) DAYBOOK_REQUIRES(mutex_);
  void CountReply(const grpc::ByteBuffer& reply) DAYBOOK_REQUIRES(mutex_);
  void CountError(std::string message) DAYBOOK_REQUIRES(mutex_);

  LoadOptions options_;
  const SystemClock clock_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<std::unique_ptr<LoadTill>> tills_;

  Mutex mutex_;
  int64_t in_flight_ DAYBOOK_GUARDED_BY(mutex_) = 0;
  bool last_ DAYBOOK_GUARDED_BY(mutex_) = false;
  SliceResult result_ DAYBOOK_GUARDED_BY(mutex_);
  std::string bytes_ DAYBOOK_GUARDED_BY(mutex_);  // Scratch, as are these messages.
  edge::v1::ExecuteRequest echoed_ DAYBOOK_GUARDED_BY(mutex_);
  edge::v1::ExecuteResponse response_ DAYBOOK_GUARDED_BY(mutex_);
};

}  // namespace daybook::bench
