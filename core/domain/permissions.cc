#include "core/domain/permissions.h"

#include <algorithm>

#include "core/base/check.h"

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
    {Command::kOverridePrice, "price.override", edge::v1::ROLE_SUPERVISOR},
    {Command::kApplyDiscount, "discount.apply", edge::v1::ROLE_CASHIER},
    {Command::kRemoveDiscount, "discount.apply", edge::v1::ROLE_CASHIER},
    {Command::kChangeOrderType, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kApplyServiceCharge, "service_charge.apply", edge::v1::ROLE_CASHIER},
    {Command::kRedeemCoupon, "discount.apply", edge::v1::ROLE_CASHIER},
    {Command::kVerifyAge, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kChangeTable, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kSetGuestCount, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kChangeOwner, "sale.hand_over", edge::v1::ROLE_CASHIER},
    {Command::kPresentBill, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kMoveLines, "sale.move_lines", edge::v1::ROLE_CASHIER},
    {Command::kSplitSale, "sale.move_lines", edge::v1::ROLE_CASHIER},
    {Command::kMergeSales, "sale.move_lines", edge::v1::ROLE_CASHIER},
    {Command::kSuspendSale, "sale.suspend", edge::v1::ROLE_CASHIER},
    {Command::kRetrieveSale, "sale.retrieve", edge::v1::ROLE_CASHIER},
    {Command::kOpenDrawer, "drawer.open", edge::v1::ROLE_SUPERVISOR},
    {Command::kCountDrawer, "drawer.count", edge::v1::ROLE_CASHIER},
    {Command::kDropCash, "drawer.drop", edge::v1::ROLE_CASHIER},
    {Command::kPayIn, "drawer.pay_in", edge::v1::ROLE_SUPERVISOR},
    {Command::kPayOut, "drawer.payout", edge::v1::ROLE_SUPERVISOR},
    {Command::kOpenWithoutSale, "drawer.no_sale", edge::v1::ROLE_CASHIER},
    {Command::kHandOver, "drawer.hand_over", edge::v1::ROLE_SUPERVISOR},
    {Command::kDepositToSafe, "safe.deposit", edge::v1::ROLE_MANAGER},
    {Command::kWithdrawFromSafe, "safe.withdraw", edge::v1::ROLE_MANAGER},
    {Command::kCountSafe, "safe.count", edge::v1::ROLE_MANAGER},
    {Command::kPrepareBankDeposit, "safe.bank_deposit", edge::v1::ROLE_MANAGER},
    {Command::kCloseDrawer, "drawer.close", edge::v1::ROLE_SUPERVISOR},
    {Command::kOpenBusinessDay, "day.open", edge::v1::ROLE_MANAGER},
    {Command::kCloseBusinessDay, "day.close", edge::v1::ROLE_MANAGER},
    {Command::kReceiveStock, "stock.receive", edge::v1::ROLE_SUPERVISOR},
    {Command::kAdjustStock, "stock.adjust", edge::v1::ROLE_MANAGER},
    {Command::kCountStock, "stock.count", edge::v1::ROLE_SUPERVISOR},
    {Command::kReserveStock, "stock.reserve", edge::v1::ROLE_CASHIER},
    {Command::kReleaseStock, "stock.reserve", edge::v1::ROLE_CASHIER},
    {Command::kRequestTransfer, "stock.transfer", edge::v1::ROLE_SUPERVISOR},
    {Command::kShipTransfer, "stock.transfer", edge::v1::ROLE_SUPERVISOR},
    {Command::kReceiveTransfer, "stock.transfer", edge::v1::ROLE_SUPERVISOR},
    {Command::kCancelTransfer, "stock.transfer", edge::v1::ROLE_SUPERVISOR},
    {Command::kResolvePriceDiscrepancy, "price.resolve", edge::v1::ROLE_MANAGER},
    {Command::kUpsertItem, "catalogue.change", edge::v1::ROLE_MANAGER},
    {Command::kDiscontinueItem, "catalogue.change", edge::v1::ROLE_MANAGER},
    {Command::kAssignBarcode, "catalogue.change", edge::v1::ROLE_MANAGER},
    {Command::kChangePrice, "catalogue.change", edge::v1::ROLE_MANAGER},
    {Command::kChangeOffer, "catalogue.change", edge::v1::ROLE_MANAGER},
    {Command::kChangeFlag, "catalogue.switch", edge::v1::ROLE_MANAGER},
    {Command::kBeginImport, "catalogue.import", edge::v1::ROLE_MANAGER},
    {Command::kStageItems, "catalogue.import", edge::v1::ROLE_MANAGER},
    {Command::kActivateImport, "catalogue.import", edge::v1::ROLE_MANAGER},
    {Command::kAbortImport, "catalogue.import", edge::v1::ROLE_MANAGER},
    {Command::kStartPayment, "sale.pay", edge::v1::ROLE_CASHIER},
    {Command::kApprovePayment, "sale.pay", edge::v1::ROLE_CASHIER},
    {Command::kDeclinePayment, "sale.pay", edge::v1::ROLE_CASHIER},
    {Command::kReportPaymentUnknown, "sale.pay", edge::v1::ROLE_CASHIER},
    {Command::kForwardPayment, "sale.pay", edge::v1::ROLE_CASHIER},
    {Command::kReversePayment, "payment.reverse", edge::v1::ROLE_CASHIER},
    {Command::kCorrectTender, "payment.correct", edge::v1::ROLE_SUPERVISOR},
    {Command::kAddTip, "tip.add", edge::v1::ROLE_CASHIER},
    {Command::kAdjustTip, "tip.add", edge::v1::ROLE_CASHIER},
    {Command::kVoidSale, "sale.void", edge::v1::ROLE_MANAGER},
    {Command::kReturnItems, "sale.return", edge::v1::ROLE_CASHIER},
    {Command::kAddReturnLine, "sale.return", edge::v1::ROLE_CASHIER},
    {Command::kRemoveReturnLine, "sale.return", edge::v1::ROLE_CASHIER},
    {Command::kReprintDocument, "document.reprint", edge::v1::ROLE_CASHIER},
    {Command::kDeliverReceipt, "sale.create", edge::v1::ROLE_CASHIER},
    {Command::kClosePeriod, "period.close", edge::v1::ROLE_MANAGER},
    {Command::kClockIn, "staff.clock", edge::v1::ROLE_CASHIER},
    {Command::kClockOut, "staff.clock", edge::v1::ROLE_CASHIER},
    {Command::kStartBreak, "staff.clock", edge::v1::ROLE_CASHIER},
    {Command::kEndBreak, "staff.clock", edge::v1::ROLE_CASHIER},
    {Command::kCorrectClock, "staff.correct_clock", edge::v1::ROLE_MANAGER},
    {Command::kSetPin, "staff.set_pin", edge::v1::ROLE_CASHIER},
    {Command::kSignIn, "staff.sign_in", edge::v1::ROLE_UNSPECIFIED},  // Nobody is signed in yet.
    {Command::kSignOut, "staff.sign_out", edge::v1::ROLE_CASHIER},
    {Command::kRequestApproval, "approval.request", edge::v1::ROLE_CASHIER},
    {Command::kAnswerApproval, "approval.answer", edge::v1::ROLE_SUPERVISOR},
    {Command::kSendOrder, "order.send", edge::v1::ROLE_CASHIER},
    {Command::kFireCourse, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kStartTicketItem, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kReadyTicketItem, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kBumpTicket, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kRecallTicket, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kRefireTicket, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kMoveTicket, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kPrioritiseTicket, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kServeTicket, "kitchen.work", edge::v1::ROLE_CASHIER},
    {Command::kEightySixProduct, "kitchen.eighty_six", edge::v1::ROLE_CASHIER},
    {Command::kPutProductBack, "kitchen.eighty_six", edge::v1::ROLE_CASHIER},
    {Command::kCloseStation, "kitchen.station", edge::v1::ROLE_SUPERVISOR},
    {Command::kOpenStation, "kitchen.station", edge::v1::ROLE_SUPERVISOR},
    {Command::kReportPrinterFailed, "kitchen.print", edge::v1::ROLE_CASHIER},
    {Command::kReroutePrint, "kitchen.print", edge::v1::ROLE_CASHIER},
    {Command::kReportPrinterRestored, "kitchen.print", edge::v1::ROLE_CASHIER},
    {Command::kCashOutGiftCard, "gift_card.cash_out", edge::v1::ROLE_CASHIER},
    {Command::kCreateCustomer, "customer.create", edge::v1::ROLE_CASHIER},
    {Command::kUpdateCustomer, "customer.update", edge::v1::ROLE_SUPERVISOR},
    {Command::kEraseCustomer, "customer.erase", edge::v1::ROLE_MANAGER},
    {Command::kAttachCustomer, "sale.create", edge::v1::ROLE_CASHIER},
};

struct StepUpRule {
  StepUp step_up;
  std::string_view permission;
  Role least_role;
};

constexpr StepUpRule kStepUpRules[] = {
    {StepUp::kForceDrawer, "drawer.force", edge::v1::ROLE_MANAGER},
    {StepUp::kTakeOverSale, "sale.take_over", edge::v1::ROLE_MANAGER},
    {StepUp::kExceedDiscountLimit, "discount.over_limit", edge::v1::ROLE_SUPERVISOR},
    {StepUp::kWaiveServiceCharge, "service_charge.waive", edge::v1::ROLE_SUPERVISOR},
    {StepUp::kPayDespiteUnknown, "payment.despite_unknown", edge::v1::ROLE_SUPERVISOR},
    {StepUp::kRecountDrawer, "drawer.recount", edge::v1::ROLE_SUPERVISOR},
    {StepUp::kRefundOtherTender, "refund.other_tender", edge::v1::ROLE_MANAGER},
    {StepUp::kClockOthers, "staff.clock_others", edge::v1::ROLE_SUPERVISOR},
    {StepUp::kSetPinOfOthers, "staff.set_pin_of_others", edge::v1::ROLE_MANAGER},
    {StepUp::kSignOutOthers, "staff.sign_out_others", edge::v1::ROLE_SUPERVISOR},
    {StepUp::kUnlock, "staff.unlock", edge::v1::ROLE_SUPERVISOR},
};

bool Has(Role role, Role least_role) { return edge::v1::Role_IsValid(role) && role >= least_role; }

template <typename Rule>
std::optional<std::string_view> Missing(const Authority& authority, const Rule& rule) {
  if (Has(authority.role, rule.least_role)) return std::nullopt;
  if (Has(authority.approver_role, rule.least_role)) return std::nullopt;
  return rule.permission;
}

}  // namespace

std::span<const PermissionRule> PermissionRules() { return kPermissionRules; }

std::optional<std::string_view> MissingPermission(const Authority& authority,
                                                  const Command& command) {
  const auto* rule =
      std::ranges::find(kPermissionRules, command.command_case(), &PermissionRule::command);
  if (rule == std::end(kPermissionRules)) return std::nullopt;
  return Missing(authority, *rule);
}

std::optional<std::string_view> MissingPermission(const Authority& authority, StepUp step_up) {
  const auto* rule = std::ranges::find(kStepUpRules, step_up, &StepUpRule::step_up);
  DAYBOOK_CHECK(rule != std::end(kStepUpRules));
  return Missing(authority, *rule);
}

std::string_view PermissionFor(StepUp step_up) {
  const auto* rule = std::ranges::find(kStepUpRules, step_up, &StepUpRule::step_up);
  DAYBOOK_CHECK(rule != std::end(kStepUpRules));
  return rule->permission;
}

std::string_view PermissionFor(const Command& command) {
  const auto* rule =
      std::ranges::find(kPermissionRules, command.command_case(), &PermissionRule::command);
  return rule == std::end(kPermissionRules) ? std::string_view() : rule->permission;
}

std::optional<Role> LeastRoleFor(std::string_view permission) {
  for (const PermissionRule& rule : kPermissionRules) {
    if (rule.permission == permission) return rule.least_role;
  }
  for (const StepUpRule& rule : kStepUpRules) {
    if (rule.permission == permission) return rule.least_role;
  }
  return std::nullopt;
}

bool HasPermission(Role role, std::string_view permission) {
  const auto least_role = LeastRoleFor(permission);
  return least_role && Has(role, *least_role);
}

absl::Status PermissionMissing(std::string_view employee, std::string_view permission) {
  return Error(
      Reason::ERROR_REASON_PERMISSION_MISSING,
      "{employee} needs the permission {permission}, or the approval of somebody who has it",
      {{"employee", employee}, {"permission", permission}});
}

}  // namespace daybook::domain
