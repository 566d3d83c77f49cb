// Our errors on the wire of gRPC, and back.
#pragma once

#include "core/base/status.h"
#include "grpcpp/support/status.h"

namespace daybook::net {

// The details travel as a serialised google.rpc.Status, in grpc-status-details-bin.
grpc::Status ToGrpc(const absl::Status& status);

// An error that did not come from us (a broken connection) gets CONNECTION_FAILED if it is
// UNAVAILABLE or DEADLINE_EXCEEDED, and no reason otherwise.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace daybook::net
