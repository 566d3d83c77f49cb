// Looks at a running server from the side: where its log stands, whether its views have come that
// far, and what a subscriber gets.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "core/base/status.h"
#include "daybook/edge/v1/event_service.grpc.pb.h"
#include "daybook/edge/v1/view_service.grpc.pb.h"

namespace daybook::bench {

// How much came and how long it took.
struct WatchResult {
  int64_t events = 0;
  int64_t bytes = 0;
  int64_t messages = 0;
  absl::Duration elapsed;
};

// For one thread.
class EdgeProbe {
 public:
  explicit EdgeProbe(const std::string& address);

  // Errors: CONNECTION_FAILED.
  absl::StatusOr<edge::v1::GetHeadResponse> Head();

  // Waits until the views have come as far as the log and returns how long that took.
  // Errors: CONNECTION_FAILED, also if they have not after five minutes.
  absl::StatusOr<absl::Duration> AwaitViews();

  // Reads the log from the start to `head` as a subscriber does, and leaves the entries as the
  // bytes they are. Errors: CONNECTION_FAILED.
  absl::StatusOr<WatchResult> WatchBytes(const edge::v1::GetHeadResponse& head);

  // The same, but decodes each entry and verifies the chain up to the head.
  // Errors: CONNECTION_FAILED; CHAIN_BROKEN; LOG_NOT_DENSE.
  absl::StatusOr<WatchResult> WatchVerified(const edge::v1::GetHeadResponse& head);

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<edge::v1::EventService::Stub> events_;
  std::unique_ptr<edge::v1::ViewService::Stub> views_;
};

}  // namespace daybook::bench
