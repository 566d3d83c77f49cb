// Commands that only the shop can decide: no till acts on them by itself.
#pragma once

#include <string_view>

#include "core/domain/draft.h"

namespace daybook::domain {

// Errors: NOT_AN_OWN_COMMAND; `what` a till cannot say by itself.
inline absl::Status RequireAsk(const Draft& draft, std::string_view what) {
  if (!draft.context().own) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_NOT_AN_OWN_COMMAND, "a till cannot say by itself {what}",
               {{"what", what}});
}

}  // namespace daybook::domain
