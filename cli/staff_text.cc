#include "cli/staff_text.h"

#include "cli/json.h"
#include "cli/output.h"
#include "core/base/business_date.h"
#include "core/base/ids.h"
#include "core/base/money.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

constexpr int64_t kSecondsPerMinute = 60;
constexpr int64_t kMinutesPerHour = 60;

}  // namespace

std::string HoursText(int64_t seconds) {
  const int64_t minutes = seconds / kSecondsPerMinute;
  return fmt::format("{}:{:02}", minutes / kMinutesPerHour, minutes % kMinutesPerHour);
}

std::string EmployeeText(const edge::v1::EmployeeView& employee) {
  std::string text = fmt::format("{}: {}", Printable(employee.employee()),
                                 EnumText(*edge::v1::ClockState_descriptor(), employee.clock()));
  if (employee.days_size() > 0) {
    const edge::v1::WorkDay& day = employee.days(employee.days_size() - 1);
    text += fmt::format(", {} worked and {} of breaks on {}", HoursText(day.worked_seconds()),
                        HoursText(day.break_seconds()), BusinessDateText(day.business_date()));
  }
  for (const edge::v1::SignInView& sign_in : employee.sign_ins()) {
    const bool training = sign_in.mode() == event::v1::SIGN_IN_MODE_TRAINING;
    text += fmt::format(", signed in at {}{}", Printable(sign_in.register_()),
                        training ? " for training" : "");
  }
  if (employee.has_shift_start_time()) text += ", shift open";
  if (employee.locked_out()) text += ", locked out";
  if (!employee.has_last_shift()) return text;
  const event::v1::CashierShiftClosed& shift = employee.last_shift();
  return text + fmt::format(", last shift {} for {}",
                            CountText(shift.totals().sale_count(), "sale"),
                            FormatMoney(shift.totals().total_minor(), shift.currency_code()));
}

std::string ApprovalText(const edge::v1::ApprovalView& approval) {
  std::string text = fmt::format("{} {}: {} for {} at {}",
                                 Uuid::FromBytes(approval.approval_id()).value_or(Uuid{}).ToText(),
                                 EnumText(*edge::v1::ApprovalState_descriptor(), approval.state()),
                                 Printable(approval.permission()), Printable(approval.employee()),
                                 Printable(approval.register_()));
  if (!approval.subject().empty()) text += ", " + Printable(approval.subject());
  if (approval.has_amount()) {
    const common::v1::Money& amount = approval.amount();
    text += ", up to " + FormatMoney(amount.minor_units(), amount.currency_code());
  }
  text += fmt::format(": {}", Printable(approval.text()));
  if (!approval.answered_by().empty()) {
    text += fmt::format(" ({} by {})", approval.command().empty() ? "answered" : "used, answered",
                        Printable(approval.answered_by()));
  }
  return text;
}

}  // namespace daybook::cli
