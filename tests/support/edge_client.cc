#include "tests/support/edge_client.h"

#include "core/base/clock.h"

namespace daybook::test {
namespace {

constexpr absl::Duration kCallMax = absl::Seconds(30);

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  // Its own connection, which knows nothing of what was at a port before.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // A stream that is not read takes 64 KiB and no more, however fast the connection is.
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(const EdgeClient& client, Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request) {
  grpc::ClientContext context;
  client.Prepare(context, kCallMax);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return net::FromGrpc(status, "the edge");
  return response;
}

}  // namespace

EdgeClient::EdgeClient(const std::string& address, Identity identity)
    : identity_(std::move(identity)),
      channel_(Connect(address)),
      commands_(edge::v1::CommandService::NewStub(channel_)),
      events_(edge::v1::EventService::NewStub(channel_)),
      views_(edge::v1::ViewService::NewStub(channel_)) {}

void EdgeClient::Prepare(grpc::ClientContext& context, absl::Duration timeout) const {
  context.AddMetadata("daybook-device", identity_.device);
  if (!identity_.employee.empty()) context.AddMetadata("daybook-employee", identity_.employee);
  context.set_deadline(absl::ToChronoTime(SystemClock().Now() + timeout));
}

absl::StatusOr<edge::v1::ExecuteResponse> EdgeClient::Execute(
    std::vector<edge::v1::CommandEnvelope> commands) {
  edge::v1::ExecuteRequest request;
  for (edge::v1::CommandEnvelope& command : commands) *request.add_commands() = std::move(command);
  return Execute(request);
}

absl::StatusOr<edge::v1::ExecuteResponse> EdgeClient::Execute(
    const edge::v1::ExecuteRequest& request) {
  return Call(*this, *commands_, &edge::v1::CommandService::Stub::Execute, request);
}

absl::StatusOr<edge::v1::CommandResult> EdgeClient::ExecuteOne(edge::v1::CommandEnvelope command) {
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::ExecuteResponse response, Execute({std::move(command)}));
  if (response.results_size() != 1) return absl::InternalError("not one result");
  const edge::v1::CommandResult& result = response.results(0);
  if (result.outcome() == edge::v1::COMMAND_OUTCOME_REFUSED) return FromWire(result.error());
  return result;
}

absl::StatusOr<edge::v1::GetHeadResponse> EdgeClient::GetHead() {
  return Call(*this, *events_, &edge::v1::EventService::Stub::GetHead, edge::v1::GetHeadRequest());
}

int64_t EdgeClient::HeadPosition() {
  const absl::StatusOr<edge::v1::GetHeadResponse> response = GetHead();
  return response.ok() ? response->head().position() : -1;
}

absl::StatusOr<edge::v1::ReadEventsResponse> EdgeClient::ReadEvents(
    const edge::v1::ReadEventsRequest& request) {
  return Call(*this, *events_, &edge::v1::EventService::Stub::ReadEvents, request);
}

absl::StatusOr<edge::v1::ReadStreamResponse> EdgeClient::ReadStream(
    const edge::v1::ReadStreamRequest& request) {
  return Call(*this, *events_, &edge::v1::EventService::Stub::ReadStream, request);
}

absl::StatusOr<edge::v1::GetStoreTotalsResponse> EdgeClient::GetStoreTotals(
    const edge::v1::GetStoreTotalsRequest& request) {
  return Call(*this, *views_, &edge::v1::ViewService::Stub::GetStoreTotals, request);
}

absl::StatusOr<edge::v1::GetSaleResponse> EdgeClient::GetSale(
    const edge::v1::GetSaleRequest& request) {
  return Call(*this, *views_, &edge::v1::ViewService::Stub::GetSale, request);
}

absl::StatusOr<edge::v1::ListSalesResponse> EdgeClient::ListSales(
    const edge::v1::ListSalesRequest& request) {
  return Call(*this, *views_, &edge::v1::ViewService::Stub::ListSales, request);
}

absl::StatusOr<edge::v1::GetStockLevelResponse> EdgeClient::GetStockLevel(
    const edge::v1::GetStockLevelRequest& request) {
  return Call(*this, *views_, &edge::v1::ViewService::Stub::GetStockLevel, request);
}

absl::StatusOr<edge::v1::GetKitchenBoardResponse> EdgeClient::GetKitchenBoard(
    const edge::v1::GetKitchenBoardRequest& request) {
  return Call(*this, *views_, &edge::v1::ViewService::Stub::GetKitchenBoard, request);
}

absl::StatusOr<edge::v1::GetKitchenOrdersResponse> EdgeClient::GetKitchenOrders(
    const edge::v1::GetKitchenOrdersRequest& request) {
  return Call(*this, *views_, &edge::v1::ViewService::Stub::GetKitchenOrders, request);
}

std::unique_ptr<EventWatch> WatchEvents(EdgeClient& client,
                                        const edge::v1::WatchEventsRequest& request,
                                        absl::Duration timeout) {
  return std::make_unique<EventWatch>(client, timeout, [&](grpc::ClientContext* context) {
    return client.events().WatchEvents(context, request);
  });
}

std::unique_ptr<ViewWatch> WatchViews(EdgeClient& client,
                                      const edge::v1::WatchViewsRequest& request,
                                      absl::Duration timeout) {
  return std::make_unique<ViewWatch>(client, timeout, [&](grpc::ClientContext* context) {
    return client.views().WatchViews(context, request);
  });
}

}  // namespace daybook::test
