// What the tests of the domain assert with.
#pragma once

#include "core/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/domain/shop_at_work.h"

namespace daybook::domain {

// Returns the name of the error's reason, "OK" without an error.
inline std::string ReasonNameOf(const absl::Status& status) {
  return status.ok() ? "OK" : std::string(ReasonName(ReasonOf(status)));
}
inline std::string ReasonNameOf(const absl::StatusOr<Decision>& decision) {
  return ReasonNameOf(decision.status());
}

// Returns the names of the recorded events of an accepted command.
inline std::vector<std::string> Recorded(const absl::StatusOr<Decision>& decision) {
  EXPECT_TRUE(decision.ok()) << decision.status();
  return decision.ok() ? EventNames(decision->events) : std::vector<std::string>();
}

}  // namespace daybook::domain
