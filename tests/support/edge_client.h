// A caller of daybook-edge in tests: its own connection, a device name, an employee, and every
// method with a deadline.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "core/base/status.h"
#include "core/net/errors.h"
#include "daybook/edge/v1/command_service.grpc.pb.h"
#include "daybook/edge/v1/event_service.grpc.pb.h"
#include "daybook/edge/v1/view_service.grpc.pb.h"
#include "grpcpp/grpcpp.h"

namespace daybook::test {

// Thread-safe.
class EdgeClient {
 public:
  // What the caller says of itself.
  struct Identity {
    std::string device = "till1";
    std::string employee = {};
  };

  // Connects by itself, when it is first needed.
  explicit EdgeClient(const std::string& address) : EdgeClient(address, Identity()) {}
  EdgeClient(const std::string& address, Identity identity);

  // Executes the commands in one call. Errors: those of the call.
  absl::StatusOr<edge::v1::ExecuteResponse> Execute(
      std::vector<edge::v1::CommandEnvelope> commands);
  absl::StatusOr<edge::v1::ExecuteResponse> Execute(const edge::v1::ExecuteRequest& request);

  // The same for one command: its result, or the error that it, or the call, was refused with.
  absl::StatusOr<edge::v1::CommandResult> ExecuteOne(edge::v1::CommandEnvelope command);

  absl::StatusOr<edge::v1::GetHeadResponse> GetHead();
  // The position of the durable head; -1 if it cannot be asked.
  int64_t HeadPosition();
  absl::StatusOr<edge::v1::ReadEventsResponse> ReadEvents(
      const edge::v1::ReadEventsRequest& request);
  absl::StatusOr<edge::v1::ReadStreamResponse> ReadStream(
      const edge::v1::ReadStreamRequest& request);
  absl::StatusOr<edge::v1::GetStoreTotalsResponse> GetStoreTotals(
      const edge::v1::GetStoreTotalsRequest& request);
  absl::StatusOr<edge::v1::GetSaleResponse> GetSale(const edge::v1::GetSaleRequest& request);
  absl::StatusOr<edge::v1::ListSalesResponse> ListSales(const edge::v1::ListSalesRequest& request);
  absl::StatusOr<edge::v1::GetStockLevelResponse> GetStockLevel(
      const edge::v1::GetStockLevelRequest& request);
  absl::StatusOr<edge::v1::GetKitchenBoardResponse> GetKitchenBoard(
      const edge::v1::GetKitchenBoardRequest& request);
  absl::StatusOr<edge::v1::GetKitchenOrdersResponse> GetKitchenOrders(
      const edge::v1::GetKitchenOrdersRequest& request);

  // A context that says who calls, with a deadline.
  void Prepare(grpc::ClientContext& context, absl::Duration timeout) const;

  edge::v1::EventService::Stub& events() { return *events_; }
  edge::v1::ViewService::Stub& views() { return *views_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  const Identity identity_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<edge::v1::CommandService::Stub> commands_;
  const std::unique_ptr<edge::v1::EventService::Stub> events_;
  const std::unique_ptr<edge::v1::ViewService::Stub> views_;
};

// A server stream that is read to its end. Not thread-safe, but Cancel is.
template <typename Response>
class Watch {
 public:
  // `open` starts the call: (grpc::ClientContext*) ->
  // std::unique_ptr<grpc::ClientReader<Response>>.
  template <typename Open>
  Watch(const EdgeClient& client, absl::Duration timeout, Open open) {
    client.Prepare(context_, timeout);
    reader_ = open(&context_);
  }
  ~Watch() {
    if (reader_ == nullptr) return;
    context_.TryCancel();
    (void)Finish();  // It was cancelled.
  }

  // Returns the next message, or nothing at the end of the call.
  std::optional<Response> Next() {
    Response response;
    ended_ = ended_ || !reader_->Read(&response);
    return ended_ ? std::nullopt : std::optional<Response>(std::move(response));
  }

  void Cancel() { context_.TryCancel(); }

  // Reads on to the end of the call and returns how it ended.
  absl::Status Finish() {
    while (Next()) {
    }
    return net::FromGrpc(std::exchange(reader_, nullptr)->Finish(), "the edge");
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
  bool ended_ = false;
};

using EventWatch = Watch<edge::v1::WatchEventsResponse>;
using ViewWatch = Watch<edge::v1::WatchViewsResponse>;

std::unique_ptr<EventWatch> WatchEvents(EdgeClient& client,
                                        const edge::v1::WatchEventsRequest& request,
                                        absl::Duration timeout = absl::Seconds(60));
std::unique_ptr<ViewWatch> WatchViews(EdgeClient& client,
                                      const edge::v1::WatchViewsRequest& request,
                                      absl::Duration timeout = absl::Seconds(60));

}  // namespace daybook::test
