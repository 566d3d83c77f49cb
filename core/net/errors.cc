#include "core/net/errors.h"

namespace daybook::net {
namespace {

// What says nothing of its own reason came from the connection.
bool IsTransportCode(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::DEADLINE_EXCEEDED ||
         code == grpc::StatusCode::CANCELLED || code == grpc::StatusCode::UNKNOWN;
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return {static_cast<grpc::StatusCode>(status.code()), std::string(MessageOf(status)),
          ToWire(status).SerializeAsString()};
}

absl::Status FromGrpc(const grpc::Status& status, std::string_view peer) {
  if (status.ok()) return absl::OkStatus();
  common::v1::ErrorStatus wire;
  if (!status.error_details().empty() && wire.ParseFromString(status.error_details()) &&
      wire.code() == static_cast<int>(status.error_code())) {
    return FromWire(wire);
  }
  if (IsTransportCode(status.error_code())) {
    return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "no answer from {address}: {problem}",
                 {{"address", peer}, {"problem", status.error_message()}});
  }
  return {static_cast<absl::StatusCode>(status.error_code()), status.error_message()};
}

}  // namespace daybook::net
