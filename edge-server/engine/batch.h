// Decides the commands of one batch, one by one, each on the state that those before it left. What
// comes out is written with one fsync.
//
// There is no way back: the state has moved on when the batch is decided. If writing fails, the
// process ends and recovers from the log, so nobody ever sees a state that is not written.
#pragma once

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/entry/chain.h"
#include "edge-server/engine/command.h"
#include "edge-server/engine/shop_state.h"
#include "edge-server/store/event_log.h"

namespace daybook::engine {

// How many refusals of permission the audit trail takes in a minute; more are refused all the same
// and not recorded.
inline constexpr int kAuditedRefusalsPerMinuteMax = 60;

// What a batch is decided on. Outlives every batch.
struct BatchContext {
  const store::EventLog& log;
  const edge::v1::ShopConfig& shop_config;
};

// Bounds what the audit trail takes of refusals, across batches.
struct RefusalBudget {
  int64_t minute = 0;
  int used = 0;
};

class Batch {
 public:
  // All outlive this. `entries`, which are cleared, take what is to be appended.
  Batch(const BatchContext& context, ShopState& shop, RefusalBudget& refusals, absl::Time now,
        store::Entries& entries);

  // Decides the commands of a call and returns what will be its reply once the batch is durable.
  // The head is filled in by the caller.
  edge::v1::ExecuteResponse Decide(const Call& call);

 private:
  edge::v1::CommandResult DecideOne(const Caller& caller, const Request& request);
  edge::v1::CommandResult DecideAsk(const Caller& caller, const Request& request);
  edge::v1::CommandResult DecideOwn(const Caller& caller, const Request& request);
  // What a request that was accepted before was told.
  struct FirstReply {
    edge::v1::CommandResult result;
    bool same_number = true;  // False: an own command that was recorded under another number.
  };

  // Returns the first reply, or an error, if the request id is known; nothing if it is new.
  absl::StatusOr<std::optional<FirstReply>> FindFirstReply(const Request& request);
  absl::StatusOr<DeviceMark> FindMark(const Uuid& install_id);
  // Returns what is recorded before an own command's events: nothing, or the gap that the till
  // admits. Errors: SEQUENCE_GAP; INSTALLATION_DIVERGED, recorded as well.
  absl::StatusOr<std::vector<domain::NewEvent>> TakeNumber(const Caller& caller,
                                                           const Request& request);
  // Records the number, and nothing else, of an own command that is known under another one: those
  // behind it can follow. Errors: as TakeNumber.
  absl::Status SpendNumber(const Caller& caller, const Request& request);
  absl::Status CheckPermission(const Caller& caller, const Request& request) const;
  absl::Status CheckVersion(const Request& request);
  absl::StatusOr<domain::Decision> TryAsk(const Caller& caller, const Request& request);
  domain::Context ContextOf(const Caller& caller, const Request& request) const;
  // REQUIRES: FindMark has seen the installation.
  void Quarantine(const Caller& caller, const Request& request);
  void AuditRefusal(const Caller& caller, const Request& request, std::string_view permission);
  // Begins an entry: fills in where it comes from.
  event::v1::Entry& Begin(const Caller& caller, const Request& request, event::v1::EntryKind kind);
  // Ends it: gives the events their places and versions, and applies them.
  void Finish(event::v1::Entry& entry, std::vector<domain::NewEvent> events);

  const BatchContext& context_;
  ShopState& shop_;
  RefusalBudget& refusals_;
  const absl::Time now_;
  const google::protobuf::Timestamp record_time_;
  int64_t next_position_;
  store::Entries& entries_;
  absl::flat_hash_map<Uuid, const event::v1::Entry*> entry_of_request_;  // Those of this batch.
  absl::flat_hash_map<Uuid, DeviceMark> marks_;  // Those that this batch has looked at.
};

// Returns what an entry says to the caller who caused it: the first reply, whenever it is asked
// for.
edge::v1::CommandResult ResultOf(const event::v1::Entry& entry);

}  // namespace daybook::engine
