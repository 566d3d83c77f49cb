// Who may do what: one table of commands, permissions and the least role that has them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

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

// Returns the name of the permission that neither the acting employee's role nor the approver's
// has, or nothing if the command may be carried out. No role (ROLE_UNSPECIFIED), or one that this
// version does not know, has no permission. A command without a case asks for none: the rules
// refuse it.
std::optional<std::string_view> MissingPermission(edge::v1::Role role, edge::v1::Role approver,
                                                  const edge::v1::Command& command);

// Whether the acting employee, or the approver, may count and close a drawer of another register
// ("drawer.force").
bool MayForceDrawer(edge::v1::Role role, edge::v1::Role approver);

}  // namespace daybook::domain
