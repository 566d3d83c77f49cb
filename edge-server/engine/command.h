// What rpc hands to the engine: decoded, with its caller known.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/edge/v1/command_service.pb.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::engine {

// Commands of one call, at most.
inline constexpr int kCallCommandsMax = 512;

// Who calls.
struct Caller {
  std::string device;
  std::string register_name;  // May be empty: a display, the command line.
  std::string employee;       // May be empty.
  edge::v1::Role role = edge::v1::ROLE_UNSPECIFIED;
};

// Where an own command stands in its installation.
struct OwnNumber {
  Uuid install_id;
  int64_t sequence = 0;
  Digest previous_chain;
  int64_t missing_from = 0;  // 0: nothing is missing.
};

// One command.
struct Request {
  Uuid request_id;
  Digest digest;              // Of the bytes as received.
  edge::v1::Command command;  // Meaningful if `readable` is OK.
  absl::Status readable;
  std::string encoded;  // The bytes as received; own commands only.
  int64_t expected_version = 0;
  edge::v1::Role approver_role = edge::v1::ROLE_UNSPECIFIED;
  std::optional<OwnNumber> own;           // Absent: an ask.
  google::protobuf::Timestamp send_time;  // Own commands only.
};

using Reply = absl::StatusOr<edge::v1::ExecuteResponse>;

// One call: commands to execute in order, and where the reply goes.
struct Call {
  Caller caller;
  std::vector<Request> requests;
  std::function<void(Reply)>
      done;  // Called exactly once, from a thread of the engine; never blocks.
};

}  // namespace daybook::engine
