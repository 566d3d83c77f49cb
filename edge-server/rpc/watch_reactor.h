// The one shape of every watch on the wire: one message in flight, the next when it is taken, and
// an end that comes exactly once.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "core/base/mutex.h"
#include "core/net/errors.h"
#include "grpcpp/grpcpp.h"

namespace daybook::rpc {

// Serves one call with a watch of the engine (an EventWatch or a ViewWatch). Deletes itself. The
// watch is never called with the lock held: it calls back under its own.
template <typename Response, typename Watch>
class WatchReactor : public grpc::ServerWriteReactor<Response> {
 public:
  using Reactor = grpc::ServerWriteReactor<Response>;

  // `context` is the call's, which outlives this.
  explicit WatchReactor(grpc::CallbackServerContext& context) : context_(context) {}

  // Takes the watch, which begins to send; without one, the call ends with the error. Called once,
  // before the handler returns the reactor to gRPC: until then nothing else is called.
  void Start(absl::StatusOr<std::shared_ptr<Watch>> watch) DAYBOOK_EXCLUDES(mutex_) {
    if (!watch.ok()) return Close(watch.status());
    {
      MutexLock lock(mutex_);
      watch_ = *watch;
    }
    (*watch)->Taken();
  }

  // Sends a message. REQUIRES: the one before was taken.
  void Send(Response response) DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    if (finished_) return;
    response_ = std::move(response);
    Reactor::StartWrite(&response_);
  }

  // Ends the call. The status waits behind a message that is still under way, so one who reads on
  // after all learns the reason.
  void Close(const absl::Status& status) DAYBOOK_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    if (std::exchange(finished_, true)) return;
    Reactor::Finish(net::ToGrpc(status));
  }

  // Ends a call whose caller does not read on. REQUIRES: it was closed and has not gone.
  void BreakOff() { context_.TryCancel(); }

  void OnWriteDone(bool ok) override DAYBOOK_EXCLUDES(mutex_) {
    if (!ok) return;  // OnCancel or OnDone follows.
    std::shared_ptr<Watch> watch;
    {
      MutexLock lock(mutex_);
      watch = watch_;
    }
    if (watch != nullptr) watch->Taken();
  }

  void OnCancel() override { Close(absl::CancelledError()); }

  void OnDone() override DAYBOOK_EXCLUDES(mutex_) {
    std::shared_ptr<Watch> watch;
    {
      MutexLock lock(mutex_);
      watch = std::move(watch_);
    }
    if (watch != nullptr) watch->End();
    delete this;
  }

 private:
  grpc::CallbackServerContext& context_;
  Mutex mutex_;
  std::shared_ptr<Watch> watch_ DAYBOOK_GUARDED_BY(mutex_);
  Response response_ DAYBOOK_GUARDED_BY(mutex_);  // Lives until OnWriteDone.
  bool finished_ DAYBOOK_GUARDED_BY(mutex_) = false;
};

}  // namespace daybook::rpc
