// Who may do what: one table of the permissions that commands need, one of those that only some
// uses of a command need (step-up: the acting employee's own, or an approver's).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/base/status.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::domain {

struct PermissionRule {
  edge::v1::Command::CommandCase command;
  std::string_view permission;
  edge::v1::Role least_role;  // A higher role has it too.
};

// The table, one row for every command.
std::span<const PermissionRule> PermissionRules();

// A permission that a rule asks for where a command goes beyond what everybody with the command's
// own permission may do.
enum class StepUp {
  kForceDrawer,
  kTakeOverSale,
  kExceedDiscountLimit,
  kWaiveServiceCharge,
  kPayDespiteUnknown,
  kRefundOtherTender,
  kRecountDrawer,
  kClockOthers,
  kSetPinOfOthers,
  kSignOutOthers,
  kUnlock
};

// Who acts and who approves. No role: nobody.
struct Authority {
  edge::v1::Role role = edge::v1::ROLE_UNSPECIFIED;
  edge::v1::Role approver_role = edge::v1::ROLE_UNSPECIFIED;
};

// Returns the name of the permission that neither the acting employee's role nor the approver's
// has, or nothing if the command may be carried out. No role (ROLE_UNSPECIFIED), or one that this
// version does not know, has no permission. A command without a case asks for none: the rules
// refuse it.
std::optional<std::string_view> MissingPermission(const Authority& authority,
                                                  const edge::v1::Command& command);
std::optional<std::string_view> MissingPermission(const Authority& authority, StepUp step_up);

// Returns the name of a permission.
std::string_view PermissionFor(StepUp step_up);
std::string_view PermissionFor(const edge::v1::Command& command);  // Empty without a case.

// Returns the lowest role that has the permission; nothing if there is no such permission.
std::optional<edge::v1::Role> LeastRoleFor(std::string_view permission);

// Whether the role has the permission. One that this version does not know has none.
bool HasPermission(edge::v1::Role role, std::string_view permission);

// Returns PERMISSION_MISSING, with the "permission".
absl::Status PermissionMissing(std::string_view employee, std::string_view permission);

}  // namespace daybook::domain
