#include "core/scenarios/played_shop.h"

namespace daybook::scenarios {

absl::StatusOr<domain::Decision> DecideAsServer(const edge::v1::Command& command,
                                                const domain::Context& context, domain::Shop& shop,
                                                Permissions permissions) {
  domain::Context checked = context;
  const bool names_approval = !command.approval_id().empty();
  const auto missing = domain::MissingPermission(context.authority, command);
  if (missing && (names_approval || permissions == Permissions::kAsServer)) {
    checked.objection = domain::PermissionMissing(context.employee, *missing);
    if (!context.own && !names_approval) return checked.objection;
  }
  return domain::Decide(command, checked, shop);
}

absl::StatusOr<Outcome> NewShop::Execute(const edge::v1::Command& command,
                                         const domain::Context& context) {
  Outcome outcome{.decision = DecideAsServer(command, context, shop_, permissions_)};
  if (outcome.decision.ok()) {
    shop_.Apply(domain::OriginOf(command, context), outcome.decision->events);
  }
  return outcome;
}

}  // namespace daybook::scenarios
