// The first baseline: a gRPC server on the callback API that answers each call with the bytes it
// was sent. Nothing that speaks gRPC can be faster than this on the machine at hand.
#pragma once

#include "core/base/status.h"

namespace daybook::bench {

// Serves until SIGTERM; says where on standard output, in the words of daybook-edge.
// Errors: CONNECTION_FAILED.
absl::Status RunEchoServer();

}  // namespace daybook::bench
