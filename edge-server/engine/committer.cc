#include "edge-server/engine/committer.h"

#include <numeric>
#include <utility>

#include "core/base/logging.h"

namespace daybook::engine {
namespace {

// Events of a batch whose memory is kept for the next one.
constexpr int64_t kKeptEventsMax = 1024;

void FillHead(const store::Head& head, edge::v1::LogHead& wire) {
  wire.set_epoch(head.epoch);
  wire.set_position(head.position);
  wire.set_hash(std::string(head.hash.AsBytes()));
}

}  // namespace

absl::Status OutcomeUnknown() {
  return Error(Reason::ERROR_REASON_OUTCOME_UNKNOWN,
               "the write failed and nobody knows what is on disk; repeat the same request");
}

absl::StatusOr<std::unique_ptr<Committer>> Committer::Open(Options options, store::EventLog& log,
                                                           const Clock& clock) {
  std::unique_ptr<Committer> committer(new Committer(std::move(options), log, clock));
  DAYBOOK_RETURN_IF_ERROR(committer->shop_.Open());
  DAYBOOK_RETURN_IF_ERROR(committer->shop_.CheckCurrency(committer->options_.shop.currency_code()));
  return committer;
}

Committer::Committer(Options options, store::EventLog& log, const Clock& clock)
    : options_(std::move(options)),
      log_(log),
      clock_(clock),
      batch_context_{.log = log, .shop_config = options_.shop},
      shop_(log, options_.state) {}

absl::StatusOr<Committer::Committed> Committer::Commit(absl::Span<const Call> calls) {
  Batch batch(batch_context_, shop_, refusals_, clock_.Now(), entries_);
  Committed committed;
  committed.replies.reserve(calls.size());
  for (const Call& call : calls) committed.replies.push_back(batch.Decide(call));

  DAYBOOK_RETURN_IF_ERROR(shop_.status());
  committed.appended = !entries_.empty();
  if (committed.appended) DAYBOOK_RETURN_IF_ERROR(log_.Append(entries_).status());
  const store::Head head = log_.head();
  for (edge::v1::ExecuteResponse& reply : committed.replies) FillHead(head, *reply.mutable_head());
  return committed;
}

void Committer::TidyUp() {
  const bool large = std::accumulate(entries_.begin(), entries_.end(), int64_t{0},
                                     [](int64_t sum, const event::v1::Entry& entry) {
                                       return sum + entry.events_size();
                                     }) > kKeptEventsMax;
  if (large) entries_ = store::Entries();
  if (const auto snapshots = shop_.TakeSnapshots(log_.head().position); !snapshots.empty()) {
    const absl::Status written = log_.WriteSnapshots(snapshots);
    if (!written.ok()) {
      Log(LogLevel::kWarning, "a snapshot was not written; the next start takes longer",
          {{"problem", MessageOf(written)}});
    }
  }
  shop_.Trim();
}

}  // namespace daybook::engine
