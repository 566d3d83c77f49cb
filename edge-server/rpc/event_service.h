// daybook.edge.v1.EventService: translates between gRPC and the engine, and does nothing else.
#pragma once

#include "daybook/edge/v1/event_service.grpc.pb.h"
#include "edge-server/engine/engine.h"
#include "edge-server/rpc/caller.h"

namespace daybook::rpc {

class EventServiceImpl : public edge::v1::EventService::CallbackService {
 public:
  // Both outlive this.
  EventServiceImpl(engine::Engine& engine, const Callers& callers)
      : engine_(engine), callers_(callers) {}

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
};

// Errors: FIELD_INVALID, TOO_LARGE.
absl::StatusOr<store::Filter> ToFilter(const edge::v1::EventFilter& filter);

}  // namespace daybook::rpc
