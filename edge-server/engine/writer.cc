#include "edge-server/engine/writer.h"

#include "core/base/check.h"
#include "core/base/logging.h"

namespace daybook::engine {
namespace {

absl::Status OutcomeUnknown() {
  return Error(Reason::ERROR_REASON_OUTCOME_UNKNOWN,
               "the write failed and nobody knows what is on disk; repeat the same request");
}

void FillHead(const store::Head& head, edge::v1::LogHead& wire) {
  wire.set_epoch(head.epoch);
  wire.set_position(head.position);
  wire.set_hash(std::string(head.hash.AsBytes()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Writer>> Writer::Open(Options options, store::EventLog& log,
                                                     const Clock& clock) {
  std::unique_ptr<Writer> writer(new Writer(std::move(options), log, clock));
  DAYBOOK_RETURN_IF_ERROR(writer->shop_.Open());
  writer->thread_ = NamedThread("writer", [raw = writer.get()] { raw->Run(); });
  return writer;
}

Writer::Writer(Options options, store::EventLog& log, const Clock& clock)
    : options_(std::move(options)),
      log_(log),
      clock_(clock),
      batch_context_{.log = log, .shop_config = options_.shop},
      shop_(log, options_.aggregates_max) {}

void Writer::Submit(Call call) {
  if (absl::Status queued = Enqueue(call); !queued.ok()) call.done(std::move(queued));
}

absl::Status Writer::Enqueue(Call& call) {
  DAYBOOK_CHECK(!call.requests.empty() && call.requests.size() <= kCallCommandsMax);
  DAYBOOK_RETURN_IF_ERROR(log_.Writable());
  MutexLock lock(mutex_);
  if (stopping_) return Error(Reason::ERROR_REASON_STOPPING, "the server is stopping");
  if (queued_commands_ + call.requests.size() > options_.queue_commands_max) {
    return Error(Reason::ERROR_REASON_QUEUE_FULL, "{commands} commands are waiting already",
                 {{"commands", queued_commands_}});
  }
  if (const std::optional<OwnNumber>& own = call.requests.front().own) {
    if (!busy_installations_.insert(own->install_id).second) {
      return Error(Reason::ERROR_REASON_INSTALLATION_BUSY,
                   "an earlier call of installation {installation} is still being answered",
                   {{"installation", own->install_id.ToText()}});
    }
  }
  queued_commands_ += call.requests.size();
  queue_.push_back(std::move(call));
  return absl::OkStatus();
}

size_t Writer::QueuedCommands() {
  MutexLock lock(mutex_);
  return queued_commands_;
}

void Writer::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  thread_.Join();
}

void Writer::Run() {
  while (true) {
    std::vector<Call> calls = TakeBatch();
    if (calls.empty()) return;
    CommitBatch(std::move(calls));
  }
}

std::vector<Call> Writer::TakeBatch() {
  MutexLock lock(mutex_);
  mutex_.Await([this] { return stopping_ || !queue_.empty(); });
  std::vector<Call> calls;
  size_t commands = 0;
  while (!queue_.empty() && commands < options_.batch_commands_max) {
    commands += queue_.front().requests.size();
    calls.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_commands_ -= commands;
  return calls;
}

// One fsync pays for the whole batch; a reply, a refusal too, leaves only after it.
void Writer::CommitBatch(std::vector<Call> calls) {
  Batch batch(batch_context_, shop_, refusals_, clock_.Now());
  std::vector<edge::v1::ExecuteResponse> responses;
  responses.reserve(calls.size());
  for (const Call& call : calls) responses.push_back(batch.Decide(call));

  absl::Status written = shop_.status();
  if (written.ok() && !batch.entries().empty()) written = log_.Append(batch.entries()).status();
  if (!written.ok()) {
    Log(LogLevel::kError, "the log is in an unknown state; stopping to recover from it",
        {{"problem", MessageOf(written)}});
    for (Call& call : calls) call.done(OutcomeUnknown());
  }
  DAYBOOK_CHECK(written.ok());

  ReleaseInstallations(calls);
  const store::Head head = log_.head();
  for (size_t i = 0; i < calls.size(); ++i) {
    FillHead(head, *responses[i].mutable_head());
    calls[i].done(std::move(responses[i]));
  }
  if (!batch.entries().empty()) {
    options_.on_commit();
    WriteSnapshots();
  }
  shop_.Trim();
}

void Writer::WriteSnapshots() {
  const auto snapshots = shop_.TakeSnapshots(log_.head().position);
  if (snapshots.empty()) return;
  const absl::Status written = log_.WriteSnapshots(snapshots);
  if (!written.ok()) {
    Log(LogLevel::kWarning, "a snapshot was not written; the next start takes longer",
        {{"problem", MessageOf(written)}});
  }
}

void Writer::ReleaseInstallations(const std::vector<Call>& calls) {
  MutexLock lock(mutex_);
  for (const Call& call : calls) {
    if (const auto& own = call.requests.front().own) busy_installations_.erase(own->install_id);
  }
}

}  // namespace daybook::engine
