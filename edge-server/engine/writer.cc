#include "edge-server/engine/writer.h"

#include "core/base/check.h"
#include "core/base/logging.h"

namespace daybook::engine {

absl::StatusOr<std::unique_ptr<Writer>> Writer::Open(Options options, store::EventLog& log,
                                                     const Clock& clock) {
  DAYBOOK_ASSIGN_OR_RETURN(
      std::unique_ptr<Committer> committer,
      Committer::Open({.shop = options.shop, .state = {.aggregates_max = options.aggregates_max}},
                      log, clock));
  std::unique_ptr<Writer> writer(new Writer(std::move(options), log, std::move(committer)));
  writer->thread_ = NamedThread("writer", [raw = writer.get()] { raw->Run(); });
  return writer;
}

Writer::Writer(Options options, const store::EventLog& log, std::unique_ptr<Committer> committer)
    : options_(std::move(options)), log_(log), committer_(std::move(committer)) {}

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

void Writer::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  thread_.Join();
  replier_.Stop();
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
  mutex_.Await([this]() DAYBOOK_REQUIRES(mutex_) { return stopping_ || !queue_.empty(); });
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

void Writer::CommitBatch(std::vector<Call> calls) {
  absl::StatusOr<Committer::Committed> committed = committer_->Commit(calls);
  if (!committed.ok()) {
    Log(LogLevel::kError, "the log is in an unknown state; stopping to recover from it",
        {{"problem", MessageOf(committed.status())}});
    for (Call& call : calls) call.done(OutcomeUnknown());
  }
  DAYBOOK_CHECK(committed.ok());

  ReleaseInstallations(calls);
  replier_.Send({.calls = std::move(calls), .responses = std::move(committed->replies)});
  if (committed->appended) options_.on_commit();
  committer_->TidyUp();
}

void Writer::ReleaseInstallations(const std::vector<Call>& calls) {
  MutexLock lock(mutex_);
  for (const Call& call : calls) {
    if (const auto& own = call.requests.front().own) busy_installations_.erase(own->install_id);
  }
}

}  // namespace daybook::engine
