// The configuration of daybook-edge: what the file says, with every default filled in and
// everything checked.
#pragma once

#include <string>

#include "core/base/status.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::app {

// Reads and checks the file. Errors: CONFIG_INVALID, naming file, line or field, and what it may
// be.
absl::StatusOr<edge::v1::EdgeConfig> LoadConfig(const std::string& path);

// Fills in what is absent. Whoever is not among the employees has no role, once there are any.
// Errors: CONFIG_INVALID for what cannot be used.
absl::Status CompleteConfig(edge::v1::EdgeConfig& config);

}  // namespace daybook::app
