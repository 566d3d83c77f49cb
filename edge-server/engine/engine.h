// The face of the engine: commands in, replies after the fsync; reads and watches of the log and of
// the views out. It owns the server's threads: the writer, the projector, the readers and the
// ticker.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/base/status.h"
#include "daybook/edge/v1/config.pb.h"
#include "edge-server/engine/command.h"
#include "edge-server/engine/feed.h"
#include "edge-server/engine/view_feed.h"
#include "edge-server/engine/views.h"
#include "edge-server/store/event_log.h"
#include "edge-server/store/view_store.h"

namespace daybook::engine {

// Thread-safe. Nothing in it blocks but Open and Stop.
class Engine {
 public:
  struct Options {
    edge::v1::ShopConfig shop;
    edge::v1::LimitsConfig limits;  // Every bound set.
  };

  // Starts the threads. All arguments outlive the engine. Errors: those of reading the log;
  // CONFIG_INVALID if what is open is in another currency than the shop.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(const Options& options, store::EventLog& log,
                                                      store::ViewStore& rows, const Clock& clock);
  virtual ~Engine() = default;

  // Executes the commands of a call in order; `call.done` gets the reply after the fsync that
  // covers it, or at once QUEUE_FULL, INSTALLATION_BUSY, LOG_MARKED, DISK_FULL, STOPPING.
  virtual void Execute(Call call) = 0;

  // Runs `read` on a reader's thread. Errors: READS_MAX, STOPPING; it is then never run.
  virtual absl::Status Read(std::function<void(const store::EventLog&)> read) = 0;

  // Runs `query` on a reader's thread when the view has come to `at_position`, or with an error:
  // POSITION_BEYOND_HEAD, VIEW_BEHIND, VIEW_STOPPED, VIEW_UNKNOWN, READS_MAX, STOPPING.
  virtual void Query(std::string_view view, int64_t at_position,
                     std::function<void(absl::StatusOr<ViewReader>)> query) = 0;

  // Writes a line for the operator if a read failed because stored bytes are not what they should
  // be, once a minute at most: whoever asked is told too, but cannot mend it.
  virtual void ReportRead(const absl::Status& outcome) = 0;

  // Begins to serve a watcher; see Feed and ViewFeed.
  virtual absl::StatusOr<std::shared_ptr<EventWatch>> WatchEvents(
      EventSubscription subscription) = 0;
  virtual absl::StatusOr<std::shared_ptr<ViewWatch>> WatchViews(ViewSubscription subscription) = 0;

  // Where the log stands, and whether it takes anything.
  virtual store::Head head() const = 0;
  virtual const store::Identity& identity() const = 0;
  virtual absl::Status Writable() const = 0;

  // OK while every view goes on.
  virtual absl::Status ViewsStatus() const = 0;

  // Ends in order: no more commands, those that wait are finished, watches are closed, queries
  // answered, threads joined.
  virtual void Stop() = 0;

  // Returns when every watcher has taken its end, or after `timeout`. REQUIRES: Stop was called.
  virtual void AwaitWatchersGone(absl::Duration timeout) = 0;
};

}  // namespace daybook::engine
