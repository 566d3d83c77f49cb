#include "cli/client.h"

#include <algorithm>
#include <utility>

#include "core/base/mutex.h"
#include "core/net/errors.h"
#include "core/net/metadata.h"
#include "daybook/edge/v1/command_service.grpc.pb.h"
#include "daybook/edge/v1/event_service.grpc.pb.h"
#include "daybook/edge/v1/view_service.grpc.pb.h"
#include "grpcpp/grpcpp.h"

namespace daybook::cli {
namespace {

using edge::v1::CommandOutcome;
using edge::v1::CommandResult;
using edge::v1::ExecuteRequest;
using edge::v1::ExecuteResponse;

constexpr absl::Duration kFirstDelay = absl::Milliseconds(20);
constexpr absl::Duration kDelayMax = absl::Seconds(2);
// One attempt that is not answered for so long is given up and repeated.
constexpr absl::Duration kAttemptMax = absl::Seconds(10);
constexpr int kResponseBytesMax = 64 << 20;
constexpr int kKeepaliveMs = 20'000;
constexpr int kReconnectMsMax = 1'000;

// gRPC itself says RESOURCE_EXHAUSTED of a message that is too large: only the edge's own counts.
bool MayRepeat(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         (status.code() == absl::StatusCode::kResourceExhausted &&
          ReasonOf(status) != Reason::ERROR_REASON_UNSPECIFIED);
}

// Returns the first answer that asks to come back, or OK if all are for good.
absl::Status FirstToRepeat(const ExecuteResponse& response) {
  for (const CommandResult& result : response.results()) {
    const absl::Status error = FromWire(result.error());
    if (result.outcome() == CommandOutcome::COMMAND_OUTCOME_REFUSED && MayRepeat(error))
      return error;
    if (result.outcome() == CommandOutcome::COMMAND_OUTCOME_NOT_ATTEMPTED) {
      return Error(Reason::ERROR_REASON_NOT_ATTEMPTED, "the edge did not come to the command");
    }
  }
  return absl::OkStatus();
}

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kResponseBytesMax);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   static_cast<int>(absl::ToInt64Milliseconds(kFirstDelay)));
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kReconnectMsMax);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMsMax);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void AddCaller(const Caller& caller, grpc::ClientContext& context) {
  if (!caller.device.empty()) context.AddMetadata("daybook-device", caller.device);
  if (!caller.employee.empty()) context.AddMetadata("daybook-employee", caller.employee);
}

}  // namespace

class Client::Channel {
 public:
  explicit Channel(const std::string& address)
      : channel_(Connect(address)), commands(channel_), events(channel_), views(channel_) {}

  // Waits for `duration`, or until a lost connection is there again. gRPC makes no progress with a
  // connection while nobody waits on its channel, so this must not merely let time pass.
  void Wait(absl::Duration duration, const Clock& clock) {
    if (channel_->GetState(false) == GRPC_CHANNEL_READY) {
      Mutex mutex;
      MutexLock lock(mutex);
      mutex.AwaitFor(absl::ToChronoNanoseconds(duration), [] { return false; });
    } else {
      channel_->WaitForConnected(absl::ToChronoTime(clock.Now() + duration));
    }
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;  // gRPC's way of sharing it among stubs.

 public:
  edge::v1::CommandService::Stub commands;
  edge::v1::EventService::Stub events;
  edge::v1::ViewService::Stub views;
};

// The time and the attempts that one call has.
class Client::Retry {
 public:
  explicit Retry(Client& client)
      : client_(client), end_(client.clock_.Monotonic() + client.options_.timeout) {}

  // Calls `method` of `stub` once. An attempt that the end of the time cuts off tells less than the
  // one before it, whose error is returned instead.
  template <typename Stub, typename Method, typename Request, typename Response>
  absl::Status Attempt(Stub& stub, Method method, const Caller& caller, const Request& request,
                       Response& response) {
    grpc::ClientContext context;
    AddCaller(caller, context);
    const absl::Duration left = end_ - client_.clock_.Monotonic();
    context.set_deadline(absl::ToChronoTime(client_.clock_.Now() + std::min(left, kAttemptMax)));
    const grpc::Status ended = (stub.*method)(&context, request, &response);
    if (ended.ok()) KeepFingerprint(context);
    const bool cut_off = ended.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED &&
                         client_.clock_.Monotonic() >= end_;
    if (cut_off && !before_.ok()) return before_;
    return net::FromGrpc(ended, client_.options_.address);
  }

  // What the last answer said; "": nothing.
  const std::string& shop_fingerprint() const { return shop_fingerprint_; }

  // Waits before the next attempt. Returns false, at once, if `status` is final or the time is
  // over.
  bool WaitToRepeat(const absl::Status& status) {
    if (status.ok() || !MayRepeat(status)) return false;
    before_ = status;
    const absl::Duration delay = RetryDelay(++attempt_, client_.random_.Next());
    if (client_.clock_.Monotonic() + delay >= end_) return false;
    client_.channel_->Wait(delay, client_.clock_);
    return true;
  }

  // Calls until the answer is final or the time is over.
  template <typename Response, typename Stub, typename Method, typename Request>
  absl::StatusOr<Response> Call(Stub& stub, Method method, const Request& request) {
    Response response;
    absl::Status status;
    do {
      status = Attempt(stub, method, client_.options_.caller, request, response);
    } while (WaitToRepeat(status));
    if (!status.ok()) return status;
    return response;
  }

  // Watches until `on_message` returns false, the answer is final or the time is over. `request` is
  // read anew for every attempt.
  template <typename Response, typename Stub, typename Method, typename Request, typename OnMessage>
  absl::Status Watch(Stub& stub, Method method, const Request& request,
                     const OnMessage& on_message) {
    absl::Status status;
    do {
      grpc::ClientContext context;
      AddCaller(client_.options_.caller, context);
      const auto reader = (stub.*method)(&context, request);
      Response message;
      while (reader->Read(&message)) {
        Restart();
        if (on_message(message)) continue;
        context.TryCancel();
        reader->Finish();
        return absl::OkStatus();
      }
      const grpc::Status end = reader->Finish();
      status = end.ok() ? Error(Reason::ERROR_REASON_CONNECTION_FAILED, "the edge ended the watch")
                        : net::FromGrpc(end, client_.options_.address);
    } while (WaitToRepeat(status));
    return status;
  }

 private:
  void KeepFingerprint(const grpc::ClientContext& context) {
    const auto& metadata = context.GetServerInitialMetadata();
    const auto found = metadata.find(net::kShopFingerprintKey);
    shop_fingerprint_ =
        found == metadata.end() ? "" : std::string(found->second.data(), found->second.size());
  }

  // Begins the time anew: the call has made progress.
  void Restart() {
    end_ = client_.clock_.Monotonic() + client_.options_.timeout;
    attempt_ = 0;
  }

  Client& client_;
  absl::Duration end_;
  absl::Status before_;  // What the attempt before came to.
  int attempt_ = 0;
  std::string shop_fingerprint_;
};

absl::Duration RetryDelay(int attempt, uint64_t random) {
  const absl::Duration full =
      std::min(kDelayMax, kFirstDelay * (int64_t{1} << std::clamp(attempt - 1, 0, 20)));
  return full / 2 + full / 2 * static_cast<double>(random % 1000) / 1000.0;
}

Client::Client(Options options, const Clock& clock, RandomSource& random)
    : options_(std::move(options)),
      clock_(clock),
      random_(random),
      channel_(std::make_unique<Channel>(options_.address)) {}

Client::~Client() = default;

absl::StatusOr<ExecuteResponse> Client::Execute(const Caller& caller,
                                                const ExecuteRequest& request) {
  Retry retry(*this);
  ExecuteResponse response;
  absl::Status status;
  do {
    status = retry.Attempt(channel_->commands, &edge::v1::CommandService::Stub::Execute, caller,
                           request, response);
    if (status.ok()) status = FirstToRepeat(response);
  } while (retry.WaitToRepeat(status));
  if (!status.ok()) return status;
  if (response.results_size() != request.commands_size()) {
    return Error(
        Reason::ERROR_REASON_BUG, "{result_count} results for {command_count} commands",
        {{"result_count", response.results_size()}, {"command_count", request.commands_size()}});
  }
  return response;
}

absl::StatusOr<edge::v1::GetHeadResponse> Client::GetHead() {
  return Retry(*this).Call<edge::v1::GetHeadResponse>(
      channel_->events, &edge::v1::EventService::Stub::GetHead, edge::v1::GetHeadRequest());
}

absl::StatusOr<std::string> Client::GetShopFingerprint() {
  Retry retry(*this);
  DAYBOOK_RETURN_IF_ERROR(
      retry
          .Call<edge::v1::GetHeadResponse>(channel_->events, &edge::v1::EventService::Stub::GetHead,
                                           edge::v1::GetHeadRequest())
          .status());
  return retry.shop_fingerprint();
}

absl::StatusOr<edge::v1::ReadStreamResponse> Client::ReadStream(
    const edge::v1::ReadStreamRequest& request) {
  return Retry(*this).Call<edge::v1::ReadStreamResponse>(
      channel_->events, &edge::v1::EventService::Stub::ReadStream, request);
}

absl::StatusOr<edge::v1::ReadEventsResponse> Client::ReadEvents(
    const edge::v1::ReadEventsRequest& request) {
  return Retry(*this).Call<edge::v1::ReadEventsResponse>(
      channel_->events, &edge::v1::EventService::Stub::ReadEvents, request);
}

absl::StatusOr<edge::v1::GetStoreTotalsResponse> Client::GetStoreTotals(
    const edge::v1::GetStoreTotalsRequest& request) {
  return Retry(*this).Call<edge::v1::GetStoreTotalsResponse>(
      channel_->views, &edge::v1::ViewService::Stub::GetStoreTotals, request);
}

absl::StatusOr<edge::v1::GetSaleResponse> Client::GetSale(const edge::v1::GetSaleRequest& request) {
  return Retry(*this).Call<edge::v1::GetSaleResponse>(
      channel_->views, &edge::v1::ViewService::Stub::GetSale, request);
}

absl::StatusOr<edge::v1::ListSalesResponse> Client::ListSales(
    const edge::v1::ListSalesRequest& request) {
  return Retry(*this).Call<edge::v1::ListSalesResponse>(
      channel_->views, &edge::v1::ViewService::Stub::ListSales, request);
}

absl::StatusOr<edge::v1::GetStockLevelResponse> Client::GetStockLevel(
    const edge::v1::GetStockLevelRequest& request) {
  return Retry(*this).Call<edge::v1::GetStockLevelResponse>(
      channel_->views, &edge::v1::ViewService::Stub::GetStockLevel, request);
}

absl::StatusOr<edge::v1::ListEmployeesResponse> Client::ListEmployees(
    const edge::v1::ListEmployeesRequest& request) {
  return Retry(*this).Call<edge::v1::ListEmployeesResponse>(
      channel_->views, &edge::v1::ViewService::Stub::ListEmployees, request);
}

absl::StatusOr<edge::v1::ListApprovalsResponse> Client::ListApprovals(
    const edge::v1::ListApprovalsRequest& request) {
  return Retry(*this).Call<edge::v1::ListApprovalsResponse>(
      channel_->views, &edge::v1::ViewService::Stub::ListApprovals, request);
}

absl::StatusOr<edge::v1::ListStockLevelsResponse> Client::ListStockLevels(
    const edge::v1::ListStockLevelsRequest& request) {
  return Retry(*this).Call<edge::v1::ListStockLevelsResponse>(
      channel_->views, &edge::v1::ViewService::Stub::ListStockLevels, request);
}

absl::StatusOr<edge::v1::ListAvailabilityResponse> Client::ListAvailability(
    const edge::v1::ListAvailabilityRequest& request) {
  return Retry(*this).Call<edge::v1::ListAvailabilityResponse>(
      channel_->views, &edge::v1::ViewService::Stub::ListAvailability, request);
}

absl::StatusOr<edge::v1::GetItemResponse> Client::GetItem(const edge::v1::GetItemRequest& request) {
  return Retry(*this).Call<edge::v1::GetItemResponse>(
      channel_->views, &edge::v1::ViewService::Stub::GetItem, request);
}

absl::StatusOr<edge::v1::GetCustomerResponse> Client::GetCustomer(
    const edge::v1::GetCustomerRequest& request) {
  return Retry(*this).Call<edge::v1::GetCustomerResponse>(
      channel_->views, &edge::v1::ViewService::Stub::GetCustomer, request);
}

absl::StatusOr<edge::v1::GetGiftCardResponse> Client::GetGiftCard(
    const edge::v1::GetGiftCardRequest& request) {
  return Retry(*this).Call<edge::v1::GetGiftCardResponse>(
      channel_->views, &edge::v1::ViewService::Stub::GetGiftCard, request);
}

absl::StatusOr<edge::v1::ListItemsResponse> Client::ListItems(
    const edge::v1::ListItemsRequest& request) {
  return Retry(*this).Call<edge::v1::ListItemsResponse>(
      channel_->views, &edge::v1::ViewService::Stub::ListItems, request);
}

absl::StatusOr<edge::v1::GetKitchenBoardResponse> Client::GetKitchenBoard(
    const edge::v1::GetKitchenBoardRequest& request) {
  return Retry(*this).Call<edge::v1::GetKitchenBoardResponse>(
      channel_->views, &edge::v1::ViewService::Stub::GetKitchenBoard, request);
}

absl::StatusOr<edge::v1::GetKitchenOrdersResponse> Client::GetKitchenOrders(
    const edge::v1::GetKitchenOrdersRequest& request) {
  return Retry(*this).Call<edge::v1::GetKitchenOrdersResponse>(
      channel_->views, &edge::v1::ViewService::Stub::GetKitchenOrders, request);
}

absl::Status Client::WatchEvents(edge::v1::WatchEventsRequest request, const OnEvents& on_message) {
  Retry retry(*this);
  return retry.Watch<edge::v1::WatchEventsResponse>(
      channel_->events, &edge::v1::EventService::Stub::WatchEvents, request,
      [&](const edge::v1::WatchEventsResponse& message) {
        if (message.has_scanned()) *request.mutable_after() = message.scanned();
        return on_message(message);
      });
}

absl::Status Client::WatchViews(const edge::v1::WatchViewsRequest& request,
                                const OnViews& on_message) {
  Retry retry(*this);
  return retry.Watch<edge::v1::WatchViewsResponse>(
      channel_->views, &edge::v1::ViewService::Stub::WatchViews, request, on_message);
}

}  // namespace daybook::cli
