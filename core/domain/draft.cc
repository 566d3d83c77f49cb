#include "core/domain/draft.h"

#include <algorithm>
#include <utility>

namespace daybook::domain {

absl::Status Draft::Object(absl::Status objection) {
  if (!context_.own) return objection;
  if (!objection.ok()) Flag(std::move(objection));
  return absl::OkStatus();
}

void Draft::Flag(absl::Status objection) {
  const Reason reason = ReasonOf(objection);
  const bool known = std::ranges::any_of(
      objections_, [&](const absl::Status& other) { return ReasonOf(other) == reason; });
  if (!known) objections_.push_back(std::move(objection));
}

absl::Status Draft::Require(StepUp step_up) {
  const auto missing = MissingPermission(context_.authority, step_up);
  return missing ? Object(PermissionMissing(context_.employee, *missing)) : absl::OkStatus();
}

Decision Draft::Take() && {
  Decision decision;
  decision.events = std::move(events_);
  if (!objections_.empty()) decision.objection = std::move(objections_.front());
  return decision;
}

}  // namespace daybook::domain
