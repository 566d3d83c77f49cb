// The one thread that writes the log.
//
// It takes what waits (bounded), decides it command by command, makes it durable with one fsync,
// and only then has the replies given out. After a failed write nobody knows what is on disk: every
// waiting caller is told so, and the process ends.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "edge-server/engine/command.h"
#include "edge-server/engine/committer.h"
#include "edge-server/engine/named_thread.h"
#include "edge-server/engine/replier.h"
#include "edge-server/store/event_log.h"

namespace daybook::engine {

// Thread-safe.
class Writer {
 public:
  struct Options {
    edge::v1::ShopConfig shop;
    size_t queue_commands_max = 4096;
    size_t batch_commands_max = 256;
    size_t aggregates_max = 4096;
    std::function<void()>
        on_commit;  // Called on the writer's thread when the head has moved; brief.
  };

  // `log` and `clock` outlive the writer. Errors: those of reading the log;
  // CONFIG_INVALID if what is open is in another currency than the shop.
  static absl::StatusOr<std::unique_ptr<Writer>> Open(Options options, store::EventLog& log,
                                                      const Clock& clock);
  ~Writer() { Stop(); }

  // Queues a call; its `done` gets the reply. Never blocks. Errors go to `done` at once:
  // QUEUE_FULL, INSTALLATION_BUSY, STOPPING, LOG_MARKED, DISK_FULL.
  void Submit(Call call) DAYBOOK_EXCLUDES(mutex_);

  // Finishes what was queued and gives out the replies, then ends the thread. Nothing is taken any
  // more.
  void Stop() DAYBOOK_EXCLUDES(mutex_);

 private:
  Writer(Options options, const store::EventLog& log, std::unique_ptr<Committer> committer);

  absl::Status Enqueue(Call& call) DAYBOOK_EXCLUDES(mutex_);
  void Run() DAYBOOK_EXCLUDES(mutex_);
  std::vector<Call> TakeBatch() DAYBOOK_EXCLUDES(mutex_);
  void CommitBatch(std::vector<Call> calls) DAYBOOK_EXCLUDES(mutex_);
  void ReleaseInstallations(const std::vector<Call>& calls) DAYBOOK_EXCLUDES(mutex_);

  // Constant after construction.
  const Options options_;
  const store::EventLog& log_;
  const std::unique_ptr<Committer> committer_;  // The writer's thread uses it alone.

  Mutex mutex_;
  std::deque<Call> queue_ DAYBOOK_GUARDED_BY(mutex_);
  size_t queued_commands_ DAYBOOK_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_set<Uuid> busy_installations_ DAYBOOK_GUARDED_BY(mutex_);
  bool stopping_ DAYBOOK_GUARDED_BY(mutex_) = false;

  Replier replier_;
  NamedThread thread_;  // Last: it uses all of the above.
};

}  // namespace daybook::engine
