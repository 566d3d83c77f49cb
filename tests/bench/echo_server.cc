#include "tests/bench/echo_server.h"

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>
#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <memory>

#include "daybook/edge/v1/command_service.grpc.pb.h"

namespace daybook::bench {
namespace {

using EchoBase =
    edge::v1::CommandService::WithRawCallbackMethod_Execute<edge::v1::CommandService::Service>;

class EchoService : public EchoBase {
 public:
  grpc::ServerUnaryReactor* Execute(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override {
    *response = *request;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

absl::Status RunEchoServer() {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  EchoService service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) {
    return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "the echo cannot listen on loopback");
  }
  fmt::print("listening on 127.0.0.1:{}\n", port);
  std::fflush(stdout);

  int signal = 0;
  sigwait(&stop, &signal);
  server->Shutdown();
  return absl::OkStatus();
}

}  // namespace daybook::bench
