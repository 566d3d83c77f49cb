// daybook.edge.v1.CommandService: translates between gRPC and the engine, and does nothing else.
#pragma once

#include "daybook/edge/v1/command_service.grpc.pb.h"
#include "edge-server/engine/engine.h"
#include "edge-server/rpc/caller.h"

namespace daybook::rpc {

// Takes requests as bytes: what gRPC cannot parse it would call UNIMPLEMENTED, without a reason.
class CommandServiceImpl : public edge::v1::CommandService::WithRawCallbackMethod_Execute<
                               edge::v1::CommandService::Service> {
 public:
  // `engine` and `callers` outlive this. A request of more bytes than `request_bytes_max` is
  // refused.
  CommandServiceImpl(engine::Engine& engine, const Callers& callers, int32_t request_bytes_max)
      : engine_(engine), callers_(callers), request_bytes_max_(request_bytes_max) {}

  grpc::ServerUnaryReactor* Execute(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;

 private:
  absl::StatusOr<std::vector<engine::Request>> Translate(const grpc::ByteBuffer& bytes) const;

  engine::Engine& engine_;
  const Callers& callers_;
  const int32_t request_bytes_max_;
};

// Returns what `request` asks for, decoded and checked as far as it can be without the shop's
// state. A command that cannot be read is handed on as such: only the call as a whole fails here.
// Errors: FIELD_MISSING, FIELD_INVALID, TOO_LARGE.
absl::StatusOr<std::vector<engine::Request>> ToRequests(const edge::v1::ExecuteRequest& request,
                                                        const Callers& callers);

}  // namespace daybook::rpc
