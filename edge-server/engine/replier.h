// The thread that gives out replies, so that the writer goes on with the next batch meanwhile.
#pragma once

#include <deque>
#include <vector>

#include "core/base/mutex.h"
#include "edge-server/engine/command.h"
#include "edge-server/engine/named_thread.h"

namespace daybook::engine {

// Calls that are decided and durable, and what they are told, in the same order.
struct Answered {
  std::vector<Call> calls;
  std::vector<edge::v1::ExecuteResponse> responses;
};

// Thread-safe.
class Replier {
 public:
  Replier() : thread_("replier", [this] { Run(); }) {}
  ~Replier() { Stop(); }

  // Queues a batch; its replies leave in the order of the calls, behind those of the batch before.
  // Waits while kWaitingMax batches are queued. REQUIRES: the batch is durable.
  void Send(Answered batch) DAYBOOK_EXCLUDES(mutex_);

  // Gives out what is queued, then ends the thread. REQUIRES: nothing is sent any more.
  void Stop() DAYBOOK_EXCLUDES(mutex_);

 private:
  static constexpr size_t kWaitingMax = 4;

  void Run() DAYBOOK_EXCLUDES(mutex_);

  Mutex mutex_;
  std::deque<Answered> waiting_ DAYBOOK_GUARDED_BY(mutex_);
  bool stopping_ DAYBOOK_GUARDED_BY(mutex_) = false;

  NamedThread thread_;  // Last: it uses all of the above.
};

}  // namespace daybook::engine
