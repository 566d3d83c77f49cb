#include "edge-server/rpc/caller.h"

#include <algorithm>

#include "grpcpp/grpcpp.h"

namespace daybook::rpc {
namespace {

constexpr char kDeviceKey[] = "daybook-device";
constexpr char kEmployeeKey[] = "daybook-employee";
constexpr char kUnnamedDevice[] = "local";
constexpr size_t kNameBytesMax = 64;

bool IsLoopback(const std::string& peer) {
  return peer.starts_with("ipv4:127.") || peer.starts_with("ipv6:%5B::1%5D") ||
         peer.starts_with("ipv6:[::1]") || peer.starts_with("unix:");
}

absl::StatusOr<std::string> Name(const grpc::CallbackServerContext& context, const char* key,
                                 std::string_view otherwise) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  if (found == metadata.end()) return std::string(otherwise);
  const std::string name(found->second.data(), found->second.size());
  const bool printable =
      std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (name.empty() || name.size() > kNameBytesMax || !printable) {
    return Error(Reason::ERROR_REASON_FIELD_INVALID,
                 "metadata {key} must be 1 to {bytes} printable characters without spaces",
                 {{"key", key}, {"bytes", kNameBytesMax}});
  }
  return name;
}

}  // namespace

Callers::Callers(const edge::v1::EdgeConfig& config) : default_role_(config.default_role()) {
  for (const edge::v1::EmployeeConfig& employee : config.employees()) {
    roles_[employee.employee()] = employee.role();
  }
  for (const edge::v1::DeviceConfig& device : config.devices()) {
    registers_[device.device()] = device.register_();
  }
}

absl::StatusOr<engine::Caller> Callers::CallerOf(const grpc::CallbackServerContext& context) const {
  if (!IsLoopback(context.peer())) {
    return Error(Reason::ERROR_REASON_DEVICE_UNKNOWN, "{peer} is not a device of this shop",
                 {{"peer", context.peer()}});
  }
  engine::Caller caller;
  DAYBOOK_ASSIGN_OR_RETURN(caller.device, Name(context, kDeviceKey, kUnnamedDevice));
  DAYBOOK_ASSIGN_OR_RETURN(caller.employee, Name(context, kEmployeeKey, ""));
  const auto listed = registers_.find(caller.device);
  caller.register_name = listed == registers_.end() ? caller.device : listed->second;
  caller.role = RoleOf(caller.employee);
  return caller;
}

edge::v1::Role Callers::ApproverRole(std::string_view employee) const {
  return employee.empty() ? edge::v1::ROLE_UNSPECIFIED : RoleOf(employee);
}

edge::v1::Role Callers::RoleOf(std::string_view employee) const {
  const auto listed = roles_.find(employee);
  return listed == roles_.end() ? default_role_ : listed->second;
}

}  // namespace daybook::rpc
