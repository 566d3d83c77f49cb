// daybook.edge.v1.EventService: translates between gRPC and the engine, and does nothing else.
#pragma once

#include <string>
#include <utility>

#include "daybook/edge/v1/event_service.grpc.pb.h"
#include "edge-server/engine/engine.h"
#include "edge-server/rpc/caller.h"

namespace daybook::rpc {

class EventServiceImpl : public edge::v1::EventService::CallbackService {
 public:
  // The engine and the callers outlive this. `shop_fingerprint`: of the shop's configuration.
  EventServiceImpl(engine::Engine& engine, const Callers& callers, std::string shop_fingerprint)
      : engine_(engine), callers_(callers), shop_fingerprint_(std::move(shop_fingerprint)) {}

  grpc::ServerUnaryReactor* ReadStream(grpc::CallbackServerContext* context,
                                       const edge::v1::ReadStreamRequest* request,
                                       edge::v1::ReadStreamResponse* response) override;
  grpc::ServerUnaryReactor* ReadEvents(grpc::CallbackServerContext* context,
                                       const edge::v1::ReadEventsRequest* request,
                                       edge::v1::ReadEventsResponse* response) override;
  grpc::ServerWriteReactor<edge::v1::WatchEventsResponse>* WatchEvents(
      grpc::CallbackServerContext* context, const edge::v1::WatchEventsRequest* request) override;
  grpc::ServerUnaryReactor* GetHead(grpc::CallbackServerContext* context,
                                    const edge::v1::GetHeadRequest* request,
                                    edge::v1::GetHeadResponse* response) override;

 private:
  engine::Engine& engine_;
  const Callers& callers_;
  const std::string shop_fingerprint_;
};

// Errors: FIELD_INVALID, TOO_LARGE.
absl::StatusOr<store::Filter> ToFilter(const edge::v1::EventFilter& filter);

}  // namespace daybook::rpc
