#include "core/domain/permissions.h"

#include <algorithm>

namespace daybook::domain {
namespace {

using edge::v1::Command;
using edge::v1::Role;

constexpr PermissionRule kPermissionRules[] = {
    {Command::kStartSale, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kAddLineItem, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kChangeQuantity, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kRemoveLineItem, "sale.remove_line", edge::v1::ROLE_CASHIER},
    {Command::kReportItemNotFound, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kReceivePayment, "sale.pay", edge::v1::ROLE_CASHIER},
    {Command::kCompleteSale, "sale.complete", edge::v1::ROLE_CASHIER},
    {Command::kAbandonSale, "sale.abandon", edge::v1::ROLE_CASHIER},
    {Command::kOpenDrawer, "drawer.open", edge::v1::ROLE_SUPERVISOR},
    {Command::kCountDrawer, "drawer.count", edge::v1::ROLE_SUPERVISOR},
    {Command::kCloseDrawer, "drawer.close", edge::v1::ROLE_SUPERVISOR},
    {Command::kOpenBusinessDay, "day.open", edge::v1::ROLE_MANAGER},
    {Command::kCloseBusinessDay, "day.close", edge::v1::ROLE_MANAGER},
    {Command::kReceiveStock, "stock.receive", edge::v1::ROLE_SUPERVISOR},
};

constexpr Role kForceDrawerRole = edge::v1::ROLE_MANAGER;

bool Has(Role role, Role least_role) { return edge::v1::Role_IsValid(role) && role >= least_role; }

}  // namespace

std::span<const PermissionRule> PermissionRules() { return kPermissionRules; }

std::optional<std::string_view> MissingPermission(Role role, Role approver,
                                                  const Command& command) {
  const auto* rule =
      std::ranges::find(kPermissionRules, command.command_case(), &PermissionRule::command);
  if (rule == std::end(kPermissionRules)) return std::nullopt;
  if (Has(role, rule->least_role) || Has(approver, rule->least_role)) return std::nullopt;
  return rule->permission;
}

bool MayForceDrawer(Role role, Role approver) {
  return Has(role, kForceDrawerRole) || Has(approver, kForceDrawerRole);
}

}  // namespace daybook::domain
