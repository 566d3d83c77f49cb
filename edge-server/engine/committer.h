// The writer without its thread: decides the calls of a batch, makes what they lead to durable with
// one fsync, and only then gives out the replies.
#pragma once

#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "core/base/clock.h"
#include "edge-server/engine/batch.h"
#include "edge-server/engine/command.h"
#include "edge-server/engine/shop_state.h"
#include "edge-server/store/event_log.h"

namespace daybook::engine {

// Used by one thread.
class Committer {
 public:
  struct Options {
    edge::v1::ShopConfig shop;
    ShopState::Options state;
  };

  struct Committed {
    std::vector<edge::v1::ExecuteResponse> replies;  // In the order of the calls.
    bool appended = false;                           // Whether the head has moved.
  };

  // Brings back the open books. `log` and `clock` outlive the committer. Errors: those of reading
  // the log; CONFIG_INVALID if what is open is in another currency than the shop.
  static absl::StatusOr<std::unique_ptr<Committer>> Open(Options options, store::EventLog& log,
                                                         const Clock& clock);

  // Decides `calls` in order and makes what they lead to durable. A reply, a refusal too, may leave
  // only when this has returned. After an error nobody knows what is on disk, the callers are told
  // so (OutcomeUnknown), and the process must end.
  absl::StatusOr<Committed> Commit(absl::Span<const Call> calls);

  // Does what can wait until the replies have left: writes the snapshots that are due and brings
  // the state back to its bounds. REQUIRES: the last Commit succeeded.
  void TidyUp();

  // The shop as everything that was committed has left it.
  domain::Shop& shop() { return shop_; }

 private:
  Committer(Options options, store::EventLog& log, const Clock& clock);

  const Options options_;
  store::EventLog& log_;
  const Clock& clock_;
  const BatchContext batch_context_;
  ShopState shop_;
  RefusalBudget refusals_;
  store::Entries entries_;  // Of the last batch; kept for their memory.
};

// What the callers of a batch are told that could not be written.
absl::Status OutcomeUnknown();

}  // namespace daybook::engine
