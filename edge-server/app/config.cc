#include "edge-server/app/config.h"

#include <set>

#include "core/base/config.h"
#include "core/base/names.h"
#include "core/domain/rules.h"
#include "edge-server/engine/command.h"

namespace daybook::app {
namespace {

absl::Status Invalid(std::string_view field, std::string_view problem) {
  return Error(Reason::ERROR_REASON_CONFIG_INVALID, "{field}: {problem}",
               {{"field", field}, {"problem", problem}});
}

std::string MustBeAName() { return "must be a name: " + std::string(kNameRule); }

absl::Status CompleteShop(edge::v1::ShopConfig& shop) {
  if (shop.tenant().empty()) shop.set_tenant("default");
  if (shop.stock_location().empty()) shop.set_stock_location("main");
  return domain::CheckShop(shop);
}

absl::Status CheckPeople(const edge::v1::EdgeConfig& config) {
  std::set<std::string> employees, devices;
  for (const edge::v1::EmployeeConfig& employee : config.employees()) {
    if (!IsName(employee.employee())) {
      return Invalid("employees.employee", MustBeAName());
    }
    if (!employees.insert(employee.employee()).second) {
      return Invalid("employees", employee.employee() + " stands twice");
    }
  }
  for (const edge::v1::DeviceConfig& device : config.devices()) {
    if (!IsName(device.device())) return Invalid("devices.device", MustBeAName());
    if (!device.register_().empty() && !IsName(device.register_())) {
      return Invalid("devices.register", MustBeAName());
    }
    if (!devices.insert(device.device()).second) {
      return Invalid("devices", device.device() + " stands twice");
    }
  }
  return absl::OkStatus();
}

absl::Status CompleteLimits(edge::v1::LimitsConfig& limits) {
  edge::v1::LimitsConfig defaults;
  defaults.set_queue_commands_max(4096);
  defaults.set_batch_commands_max(256);
  defaults.set_aggregates_max(4096);
  defaults.set_tail_bytes_max(16 << 20);
  defaults.set_watchers_max(256);
  defaults.set_request_bytes_max(4 << 20);
  defaults.set_reads_max(256);
  defaults.set_disk_soft_bytes_min(512 << 20);
  defaults.set_ballast_bytes(64 << 20);
  defaults.set_block_cache_bytes(32 << 20);
  defaults.set_watcher_stall_ms_max(30'000);
  const google::protobuf::Reflection& reflection = *limits.GetReflection();
  for (int i = 0; i < limits.GetDescriptor()->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = limits.GetDescriptor()->field(i);
    const bool is_int32 = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT32;
    const int64_t value =
        is_int32 ? reflection.GetInt32(limits, field) : reflection.GetInt64(limits, field);
    if (value < 0) return Invalid("limits." + field->name(), "must not be negative");
  }
  defaults.MergeFrom(limits);  // A bound that is set stands.
  limits = std::move(defaults);
  if (limits.queue_commands_max() < engine::kCallCommandsMax) {
    return Invalid("limits.queue_commands_max",
                   "must have room for a call of " + std::to_string(engine::kCallCommandsMax));
  }
  return absl::OkStatus();
}

// Adds the rows of the file of laws, if one is named.
absl::Status AddGiftCardLaws(edge::v1::EdgeConfig& config) {
  if (config.gift_card_laws_file().empty()) return absl::OkStatus();
  edge::v1::GiftCardConfig laws;
  DAYBOOK_RETURN_IF_ERROR(ReadConfigFile(config.gift_card_laws_file(), laws));
  config.mutable_shop()->mutable_gift_cards()->mutable_laws()->MergeFrom(laws.laws());
  return absl::OkStatus();
}

}  // namespace

absl::Status CompleteConfig(edge::v1::EdgeConfig& config) {
  if (config.data_directory().empty()) return Invalid("data_directory", "is required");
  if (config.listen_address().empty()) config.set_listen_address("127.0.0.1:7443");
  if (!PortOf(config.listen_address())) {
    return Invalid("listen_address", "must be such as 127.0.0.1:7443, its port from 0 to 65535");
  }
  if (config.employees().empty() && config.default_role() == edge::v1::ROLE_UNSPECIFIED) {
    config.set_default_role(edge::v1::ROLE_MANAGER);
  }
  DAYBOOK_RETURN_IF_ERROR(CompleteShop(*config.mutable_shop()));
  DAYBOOK_RETURN_IF_ERROR(CheckPeople(config));
  return CompleteLimits(*config.mutable_limits());
}

absl::StatusOr<edge::v1::EdgeConfig> LoadConfig(const std::string& path) {
  edge::v1::EdgeConfig config;
  DAYBOOK_RETURN_IF_ERROR(ReadConfigFile(path, config));
  DAYBOOK_RETURN_IF_ERROR(AddGiftCardLaws(config));
  if (absl::Status complete = CompleteConfig(config); !complete.ok()) {
    return Error(Reason::ERROR_REASON_CONFIG_INVALID, "{file}: {problem}",
                 {{"file", path}, {"problem", MessageOf(complete)}});
  }
  return config;
}

}  // namespace daybook::app
