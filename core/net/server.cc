#include "core/net/server.h"

#include "absl/synchronization/mutex.h"
#include "grpc/grpc.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/resource_quota.h"

namespace daybook::net {
namespace {

constexpr size_t kMemoryBytesMax = 128 << 20;  // Of gRPC's own buffers, all connections together.
constexpr int kMetadataBytesMax = 16 << 10;
constexpr int kConcurrentStreamsMax = 256;  // A connection.
constexpr int kPingIntervalMinMs = 10'000;
constexpr int kKeepaliveMs = 30'000;
constexpr int kKeepaliveTimeoutMs = 10'000;

bool IsLoopback(const std::string& address) {
  const std::string host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "[::1]" || host.rfind("127.", 0) == 0;
}

void SetBounds(const ServerOptions& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(options.message_bytes_max);
  builder.SetResourceQuota(grpc::ResourceQuota("server").Resize(kMemoryBytesMax));
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kConcurrentStreamsMax);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kPingIntervalMinMs);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

}  // namespace

ListeningServer::ListeningServer() = default;
ListeningServer::ListeningServer(ListeningServer&&) noexcept = default;
ListeningServer::~ListeningServer() = default;

absl::StatusOr<ListeningServer> StartServer(const ServerOptions& options,
                                            const std::vector<grpc::Service*>& services) {
  if (!IsLoopback(options.listen_address)) {
    return Error(Reason::ERROR_REASON_CONFIG_INVALID,
                 "listen_address {address} is not on loopback: without TLS nothing else is served",
                 {{"address", options.listen_address}});
  }
  // gRPC's own end would wait for a poller that watches over a stalled write, up to ten seconds: it
  // is left to the end of the process.
  grpc_init();
  // Debian's Abseil keeps a graph of every lock that gRPC takes, to find dead ends.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  SetBounds(options, builder);
  int port = 0;
  builder.AddListeningPort(options.listen_address, grpc::InsecureServerCredentials(), &port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  ListeningServer listening;
  listening.server = builder.BuildAndStart();
  if (!listening.server || port == 0) {
    return Error(Reason::ERROR_REASON_CONFIG_INVALID,
                 "cannot listen on {address}: is another server running there?",
                 {{"address", options.listen_address}});
  }
  listening.address = options.listen_address.substr(0, options.listen_address.rfind(':') + 1) +
                      std::to_string(port);
  return listening;
}

}  // namespace daybook::net
