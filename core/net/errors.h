// Our errors on the wire of gRPC, and back.
#pragma once

#include <string_view>

#include "core/base/status.h"
#include "grpcpp/support/status.h"

namespace daybook::net {

// The details travel as a serialised google.rpc.Status, in grpc-status-details-bin.
grpc::Status ToGrpc(const absl::Status& status);

// An error that `peer` did not send, because the connection broke or nobody answered in time, is
// CONNECTION_FAILED; another that gRPC itself has made has no reason.
absl::Status FromGrpc(const grpc::Status& status, std::string_view peer);

}  // namespace daybook::net
