// The client against a real gRPC server on loopback whose answers the test decides.
#include "cli/client.h"

#include <deque>
#include <memory>

#include "core/base/mutex.h"
#include "daybook/edge/v1/command_service.grpc.pb.h"
#include "daybook/edge/v1/event_service.grpc.pb.h"
#include "fmt/format.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

using edge::v1::CommandOutcome;
using edge::v1::ExecuteRequest;
using edge::v1::ExecuteResponse;

grpc::Status ToGrpc(const absl::Status& status) {
  const common::v1::ErrorStatus wire = ToWire(status);
  return {static_cast<grpc::StatusCode>(wire.code()), wire.message(), wire.SerializeAsString()};
}

// Answers each call with the next of its script.
class ScriptedCommands : public edge::v1::CommandService::Service {
 public:
  struct Answer {
    grpc::Status status;
    ExecuteResponse response = {};
  };

  explicit ScriptedCommands(std::deque<Answer> answers) : answers_(std::move(answers)) {}

  grpc::Status Execute(grpc::ServerContext* context, const ExecuteRequest* request,
                       ExecuteResponse* response) override {
    MutexLock lock(mutex_);
    request_bytes_.push_back(request->SerializeAsString());
    const auto device = context->client_metadata().find("daybook-device");
    if (device != context->client_metadata().end()) {
      device_ = std::string(device->second.data(), device->second.size());
    }
    if (answers_.empty()) return ToGrpc(Error(Reason::ERROR_REASON_STOPPING, "stopping"));
    Answer answer = std::move(answers_.front());
    answers_.pop_front();
    *response = std::move(answer.response);
    return answer.status;
  }

  std::vector<std::string> request_bytes() {
    MutexLock lock(mutex_);
    return request_bytes_;
  }
  std::string device() {
    MutexLock lock(mutex_);
    return device_;
  }

 private:
  Mutex mutex_;
  std::deque<Answer> answers_ DAYBOOK_GUARDED_BY(mutex_);
  std::vector<std::string> request_bytes_ DAYBOOK_GUARDED_BY(mutex_);
  std::string device_ DAYBOOK_GUARDED_BY(mutex_);
};

// Sends one heartbeat a call, then breaks the watch off.
class BreakingEvents : public edge::v1::EventService::Service {
 public:
  grpc::Status WatchEvents(grpc::ServerContext*, const edge::v1::WatchEventsRequest* request,
                           grpc::ServerWriter<edge::v1::WatchEventsResponse>* writer) override {
    edge::v1::WatchEventsResponse message;
    message.mutable_scanned()->set_epoch(1);
    message.mutable_scanned()->set_position(request->after().position() + 10);
    writer->Write(message);
    return ToGrpc(Error(Reason::ERROR_REASON_STOPPING, "stopping"));
  }
};

ExecuteResponse Applied() {
  ExecuteResponse response;
  response.add_results()->set_outcome(CommandOutcome::COMMAND_OUTCOME_APPLIED);
  return response;
}

ExecuteResponse Refused(const absl::Status& error) {
  ExecuteResponse response;
  response.add_results()->set_outcome(CommandOutcome::COMMAND_OUTCOME_REFUSED);
  *response.mutable_results(0)->mutable_error() = ToWire(error);
  return response;
}

ExecuteRequest OneCommand() {
  ExecuteRequest request;
  request.add_commands()->set_request_id(std::string(16, 'r'));
  return request;
}

class ClientTest : public testing::Test {
 protected:
  void Serve(grpc::Service& service) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }

  Client MakeClient(absl::Duration timeout = absl::Seconds(30)) {
    return Client({.address = fmt::format("127.0.0.1:{}", port_),
                   .caller = {.device = "office"},
                   .timeout = timeout},
                  clock_, random_);
  }

  const SystemClock clock_{};
  SystemRandom random_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

const Caller kTill{.device = "till-1", .employee = "anna"};

TEST_F(ClientTest, RepeatsTheSameBytesUntilItIsAnswered) {
  ScriptedCommands service({{ToGrpc(Error(Reason::ERROR_REASON_QUEUE_FULL, "full"))},
                            {ToGrpc(Error(Reason::ERROR_REASON_OUTCOME_UNKNOWN, "unknown"))},
                            {grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed")},
                            {grpc::Status::OK, Applied()}});
  Serve(service);
  Client client = MakeClient();

  const auto response = client.Execute(kTill, OneCommand());

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results(0).outcome(), CommandOutcome::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(service.request_bytes(), std::vector<std::string>(4, OneCommand().SerializeAsString()));
  EXPECT_EQ(service.device(), "till-1");
}

TEST_F(ClientTest, RepeatsACallOfWhichACommandWasNotReached) {
  ExecuteResponse not_attempted = Applied();
  not_attempted.add_results()->set_outcome(CommandOutcome::COMMAND_OUTCOME_NOT_ATTEMPTED);
  ExecuteResponse both = Applied();
  both.add_results()->set_outcome(CommandOutcome::COMMAND_OUTCOME_APPLIED);
  ScriptedCommands service({{grpc::Status::OK, not_attempted}, {grpc::Status::OK, both}});
  Serve(service);
  Client client = MakeClient();
  ExecuteRequest request = OneCommand();
  request.add_commands()->set_request_id(std::string(16, 's'));

  const auto response = client.Execute(kTill, request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results(1).outcome(), CommandOutcome::COMMAND_OUTCOME_APPLIED);
}

TEST_F(ClientTest, RepeatsACommandThatWasRefusedForNow) {
  ScriptedCommands service(
      {{grpc::Status::OK, Refused(Error(Reason::ERROR_REASON_QUEUE_FULL, "full"))},
       {grpc::Status::OK, Applied()}});
  Serve(service);
  Client client = MakeClient();

  const auto response = client.Execute(kTill, OneCommand());

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results(0).outcome(), CommandOutcome::COMMAND_OUTCOME_APPLIED);
}

TEST_F(ClientTest, HandsARefusalBackAtOnce) {
  ScriptedCommands service(
      {{grpc::Status::OK, Refused(Error(Reason::ERROR_REASON_SALE_NOT_OPEN, "not open"))}});
  Serve(service);
  Client client = MakeClient();

  const auto response = client.Execute(kTill, OneCommand());

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(ReasonOf(FromWire(response->results(0).error())), Reason::ERROR_REASON_SALE_NOT_OPEN);
  EXPECT_EQ(service.request_bytes().size(), 1u);
}

TEST_F(ClientTest, DoesNotRepeatWhatCannotWork) {
  ScriptedCommands service({{ToGrpc(Error(Reason::ERROR_REASON_TOO_LARGE, "too large"))}});
  Serve(service);
  Client client = MakeClient();

  const auto response = client.Execute(kTill, OneCommand());

  EXPECT_EQ(ReasonOf(response.status()), Reason::ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(service.request_bytes().size(), 1u);
}

TEST_F(ClientTest, ReportsTheLastErrorWhenItsTimeIsOver) {
  ScriptedCommands service({});
  Serve(service);
  Client client = MakeClient(absl::Milliseconds(100));

  const auto response = client.Execute(kTill, OneCommand());

  EXPECT_EQ(ReasonOf(response.status()), Reason::ERROR_REASON_STOPPING);
  EXPECT_GT(service.request_bytes().size(), 1u);
}

TEST_F(ClientTest, RefusesAnAnswerThatDoesNotFitTheRequest) {
  ScriptedCommands service({{grpc::Status::OK, ExecuteResponse()}});
  Serve(service);
  Client client = MakeClient();

  EXPECT_EQ(ReasonOf(client.Execute(kTill, OneCommand()).status()), Reason::ERROR_REASON_BUG);
}

TEST_F(ClientTest, SaysThatNobodyAnswers) {
  ScriptedCommands service({});
  Serve(service);
  server_.reset();
  Client client = MakeClient(absl::Milliseconds(50));

  const auto head = client.GetHead();

  EXPECT_EQ(ReasonOf(head.status()), Reason::ERROR_REASON_CONNECTION_FAILED);
}

TEST_F(ClientTest, GoesOnWatchingAfterTheLastThatItSaw) {
  BreakingEvents service;
  Serve(service);
  Client client = MakeClient();
  std::vector<int64_t> positions;

  const absl::Status status = client.WatchEvents({}, [&](const auto& message) {
    positions.push_back(message.scanned().position());
    return positions.size() < 3;
  });

  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(positions, (std::vector<int64_t>{10, 20, 30}));
}

TEST(RetryDelayTest, DoublesUpToItsMaximumAndVaries) {
  EXPECT_EQ(RetryDelay(1, 0), absl::Milliseconds(10));
  EXPECT_EQ(RetryDelay(2, 0), absl::Milliseconds(20));
  EXPECT_EQ(RetryDelay(60, 0), absl::Seconds(1));
  EXPECT_GT(RetryDelay(60, 999), absl::Milliseconds(1990));
  EXPECT_LE(RetryDelay(60, 999), absl::Seconds(2));
}

}  // namespace
}  // namespace daybook::cli
