#include "tests/bench/load_worker.h"

#include <fmt/format.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <chrono>
#include <utility>

#include "core/base/check.h"
#include "tests/bench/interrupt.h"
#include "tests/bench/pause.h"

namespace daybook::bench {
namespace {

constexpr char kMethod[] = "/daybook.edge.v1.CommandService/Execute";
constexpr absl::Duration kCallTimeout = absl::Seconds(30);
constexpr absl::Duration kConnectTimeout = absl::Seconds(20);
constexpr absl::Duration kLookRound = absl::Milliseconds(100);
constexpr size_t kWaitingMax = 10'000;

bool IsAccepted(edge::v1::CommandOutcome outcome) {
  return outcome == edge::v1::COMMAND_OUTCOME_APPLIED ||
         outcome == edge::v1::COMMAND_OUTCOME_NO_EFFECT;
}

template <typename Message>
bool Parse(const grpc::ByteBuffer& bytes, Message& message) {
  grpc::ByteBuffer shared(bytes);
  grpc::ProtoBufferReader reader(&shared);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  // A connection of its own, as tills have, instead of one for all channels to an address.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

LoadWorker::LoadWorker(const LoadOptions& options, int64_t first_till, int64_t till_count)
    : options_(options) {
  for (int64_t i = 0; i < till_count; ++i) {
    tills_.push_back(std::make_unique<LoadTill>(first_till + i, options.seed));
  }
}

LoadWorker::~LoadWorker() {
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

absl::Status LoadWorker::Connect(const std::string& address) {
  stubs_.clear();
  for (size_t i = 0; i < tills_.size(); ++i) {
    if (i % static_cast<size_t>(options_.tills_per_channel) == 0) {
      const std::shared_ptr<grpc::Channel> channel = MakeChannel(address);
      if (!channel->WaitForConnected(absl::ToChronoTime(clock_.Now() + kConnectTimeout))) {
        return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "cannot reach {address}",
                     {{"address", address}});
      }
      stubs_.push_back(std::make_unique<grpc::GenericStub>(channel));
    }
    tills_[i]->stub = stubs_.back().get();
  }
  return absl::OkStatus();
}

SliceResult LoadWorker::OpenTills() {
  {
    MutexLock lock(mutex_);
    for (auto& till : tills_) Begin(*till, Step::kOpen, MonotonicNanoseconds());
  }
  AnswerLast();
  return Answer();
}

SliceResult LoadWorker::SellOnce() {
  {
    MutexLock lock(mutex_);
    Begin(*tills_.front(), Step::kSell, MonotonicNanoseconds());
  }
  AnswerLast();
  return Answer();
}

SliceResult LoadWorker::RunUntil(int64_t end_ns) {
  MutexLock lock(mutex_);
  for (auto& till : tills_) Begin(*till, Step::kSell, MonotonicNanoseconds());
  while (in_flight_ > 0) {
    LoadTill* till = Next();
    if (till == nullptr) continue;
    End(*till);
    const int64_t now_ns = MonotonicNanoseconds();
    if (now_ns < end_ns && !Interrupted()) Begin(*till, Step::kSell, now_ns);
  }
  return std::exchange(result_, SliceResult());
}

void LoadWorker::SellAt(int64_t till_index, int64_t due_ns) {
  MutexLock lock(mutex_);
  LoadTill& till = *tills_[static_cast<size_t>(till_index)];
  if (!till.busy) {
    Begin(till, Step::kSell, due_ns);
  } else if (till.waiting.size() < kWaitingMax) {
    till.waiting.push_back(due_ns);
  } else {
    CountError("more sales are waiting at a till than may");
  }
}

SliceResult LoadWorker::Answer() {
  for (;;) {
    LoadTill* till = Next();
    MutexLock lock(mutex_);
    if (till != nullptr) {
      End(*till);
      if (!till->waiting.empty() && !Interrupted()) {
        Begin(*till, Step::kSell, till->waiting.front());
        till->waiting.pop_front();
      }
    }
    if (last_ && in_flight_ == 0) break;
  }
  MutexLock lock(mutex_);
  for (auto& till : tills_) till->waiting.clear();
  last_ = false;
  return std::exchange(result_, SliceResult());
}

void LoadWorker::AnswerLast() {
  MutexLock lock(mutex_);
  last_ = true;
}

void LoadWorker::Begin(LoadTill& till, Step step, int64_t due_ns) {
  DAYBOOK_CHECK(!till.busy);
  const absl::Time now = clock_.Now();
  const edge::v1::ExecuteRequest& request =
      step == Step::kOpen ? till.script.Open(now)
                          : till.script.Sell(now, static_cast<int>(options_.sales_per_call));
  request.SerializeToString(&bytes_);
  const grpc::Slice slice(bytes_);
  const grpc::ByteBuffer buffer(&slice, 1);

  till.busy = true;
  till.due_ns = due_ns;
  till.context.emplace();
  till.context->set_deadline(absl::ToChronoTime(now + kCallTimeout));
  till.context->AddMetadata("daybook-device", till.script.device());
  till.context->AddMetadata("daybook-employee", till.script.employee());
  till.reader = till.stub->PrepareUnaryCall(&*till.context, kMethod, buffer, &queue_);
  till.reader->StartCall();
  till.reader->Finish(&till.reply, &till.status, &till);
  ++in_flight_;
}

LoadTill* LoadWorker::Next() {
  void* tag = nullptr;
  bool ok = false;
  const auto deadline = absl::ToChronoTime(clock_.Now() + kLookRound);
  if (queue_.AsyncNext(&tag, &ok, deadline) != grpc::CompletionQueue::GOT_EVENT) return nullptr;
  return static_cast<LoadTill*>(tag);
}

void LoadWorker::End(LoadTill& till) {
  --in_flight_;
  till.busy = false;
  result_.latency.Record(MonotonicNanoseconds() - till.due_ns);
  if (till.status.ok()) {
    CountReply(till.reply);
  } else {
    CountError(fmt::format("code {}: {}", static_cast<int>(till.status.error_code()),
                           till.status.error_message()));
  }
}

void LoadWorker::CountReply(const grpc::ByteBuffer& reply) {
  if (options_.echo) {
    if (!Parse(reply, echoed_)) return CountError("the echo is not what was sent");
    result_.sales += echoed_.commands_size() / kSaleCommands;
    return;
  }
  if (!Parse(reply, response_)) return CountError("the reply cannot be read");
  for (const edge::v1::CommandResult& result : response_.results()) {
    if (!IsAccepted(result.outcome())) {
      return CountError(fmt::format("refused: {}", result.error().message()));
    }
    result_.events += result.event_count();
  }
  result_.sales += response_.results_size() / kSaleCommands;
}

void LoadWorker::CountError(std::string message) {
  ++result_.errors;
  if (result_.first_error.empty()) result_.first_error = std::move(message);
}

}  // namespace daybook::bench
