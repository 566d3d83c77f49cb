// A gRPC server with every bound set.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/status.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace daybook::net {

struct ServerOptions {
  std::string listen_address;  // "127.0.0.1:7443"; port 0 takes a free one.
  int32_t message_bytes_max = 4 << 20;
  bool reflection = false;
};

struct ListeningServer {
  std::unique_ptr<grpc::Server> server;
  std::string address;  // With the port that was taken.

  ListeningServer();
  ListeningServer(ListeningServer&&) noexcept;
  ~ListeningServer();
};

// Starts to serve `services`, which outlive the server, and standard health checking.
// Errors: CONFIG_INVALID if the address is not one of loopback (without TLS nothing else is served)
// or cannot be listened on.
absl::StatusOr<ListeningServer> StartServer(const ServerOptions& options,
                                            const std::vector<grpc::Service*>& services);

}  // namespace daybook::net
