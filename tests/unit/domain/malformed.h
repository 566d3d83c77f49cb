// Malformed commands: each is refused with a stable reason that names the field.
#pragma once

#include <string_view>
#include <vector>

#include "tests/unit/domain/expect.h"

namespace daybook::domain {

struct MalformedCase {
  std::string_view reason;
  std::string_view field;
  edge::v1::Command command;
};

// Returns `command` after `change`.
template <typename Change>
edge::v1::Command With(edge::v1::Command command, Change change) {
  change(command);
  return command;
}

// Expects that a shop to which `before` has happened refuses each of them.
inline void ExpectMalformed(const std::vector<edge::v1::Command>& before,
                            const std::vector<MalformedCase>& cases) {
  for (const MalformedCase& c : cases) {
    ShopAtWork shop;
    shop.MustAsk(before);

    const auto decision = shop.Ask(c.command);

    EXPECT_EQ(ReasonNameOf(decision), c.reason) << c.field;
    EXPECT_EQ(ErrorMetadata(decision.status(), "field"), c.field);
    EXPECT_EQ(decision.status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace daybook::domain
