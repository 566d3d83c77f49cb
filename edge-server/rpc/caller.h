// Who calls: the one place where a connection becomes a Caller.
//
// Until enrolment and sign-in, callers on loopback name their device and employee in metadata
// ("daybook-device", "daybook-employee"), and roles come from the configuration.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/status.h"
#include "daybook/edge/v1/config.pb.h"
#include "edge-server/engine/engine.h"

namespace grpc {
class CallbackServerContext;
}  // namespace grpc

namespace daybook::rpc {

// Thread-safe: constant after construction.
class Callers {
 public:
  // REQUIRES: the configuration is complete.
  explicit Callers(const edge::v1::EdgeConfig& config);

  // Errors: DEVICE_UNKNOWN if the caller is not on loopback; FIELD_INVALID if a name is too long or
  // not printable.
  absl::StatusOr<engine::Caller> CallerOf(const grpc::CallbackServerContext& context) const;

  // Returns the role of an employee, the default role for one that is not listed. An empty name has
  // no role: nobody approves.
  edge::v1::Role ApproverRole(std::string_view employee) const;

 private:
  edge::v1::Role RoleOf(std::string_view employee) const;

  edge::v1::Role default_role_;
  std::map<std::string, edge::v1::Role, std::less<>> roles_;
  std::map<std::string, std::string, std::less<>> registers_;
};

}  // namespace daybook::rpc
