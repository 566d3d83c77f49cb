#include "core/domain/draft.h"

#include <algorithm>
#include <utility>

#include "core/base/business_date.h"
#include "core/base/clock.h"
#include "core/domain/at_stake.h"
#include "core/domain/bounds.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

constexpr int64_t kSecondsPerMinute = 60;

// The audit trail of the command's business day; of the till's calendar day if it has none.
StreamId AuditStream(const edge::v1::Command& command) {
  int32_t date = command.business_date();
  if (!IsBusinessDate(date)) {
    const int64_t local_seconds = AddClamped(command.occur_time().seconds(),
                                             command.utc_offset_minutes() * kSecondsPerMinute);
    date =
        BusinessDateOf(absl::ToCivilDay(absl::FromUnixSeconds(local_seconds), absl::UTCTimeZone()));
  }
  return {Category::CATEGORY_AUDIT, BusinessDateText(date)};
}

}  // namespace

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

absl::Status Draft::RequireForCommand() {
  const std::string_view permission = PermissionFor(command_);
  if (context_.objection.ok()) {
    const bool lent = !HasPermission(context_.authority.role, permission) &&
                      HasPermission(context_.authority.approver_role, permission);
    if (lent) Note({std::string(permission), command_.approver(), std::nullopt});
    return absl::OkStatus();
  }
  if (command_.approval_id().empty()) return Object(context_.objection);
  return Object(Borrow(permission, AmountAtStake(*this)));
}

absl::Status Draft::Require(StepUp step_up, std::optional<int64_t> amount_minor) {
  Amount amount;
  if (amount_minor) {
    amount.emplace().set_currency_code(config().currency_code());
    amount->set_minor_units(*amount_minor);
  }
  return Object(Borrow(PermissionFor(step_up), amount));
}

absl::Status Draft::BorrowFromOther(StepUp step_up, std::string_view employee) {
  const std::string_view permission = PermissionFor(step_up);
  DAYBOOK_ASSIGN_OR_RETURN(Lent lent, BorrowByOther(permission, std::nullopt));
  if (lent.approver == employee) return PermissionMissing(context_.employee, permission);
  Note(std::move(lent));
  return absl::OkStatus();
}

absl::StatusOr<std::string> Draft::WhoHas(std::string_view permission) const {
  if (HasPermission(context_.authority.role, permission)) return context_.employee;
  if (HasPermission(context_.authority.approver_role, permission)) return command_.approver();
  return PermissionMissing(context_.employee, permission);
}

absl::Status Draft::Borrow(std::string_view permission, const Amount& amount) {
  if (HasPermission(context_.authority.role, permission)) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(Lent lent, BorrowByOther(permission, amount));
  Note(std::move(lent));
  return absl::OkStatus();
}

absl::StatusOr<Draft::Lent> Draft::BorrowByOther(std::string_view permission,
                                                 const Amount& amount) const {
  if (HasPermission(context_.authority.approver_role, permission)) {
    return Lent{std::string(permission), command_.approver(), std::nullopt};
  }
  if (command_.approval_id().empty()) return PermissionMissing(context_.employee, permission);
  absl::StatusOr<Lent> lent = BorrowByApproval(permission, amount);
  if (!lent.ok()) return WithValue(lent.status(), {"permission", permission});
  return lent;
}

absl::StatusOr<Draft::Lent> Draft::BorrowByApproval(std::string_view permission,
                                                    const Amount& amount) const {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("approval_id", command_.approval_id()));
  const Approval& approval = FindApproval(id);
  const int64_t now = command_.occur_time().seconds();
  DAYBOOK_RETURN_IF_ERROR(CheckApprovalState(approval, now, ApprovalAct::kUse, id));
  const std::string subject = SubjectText(command_, config());
  const ApprovalUse use{.permission = permission,
                        .subject = subject,
                        .employee = context_.employee,
                        .amount = amount ? &*amount : nullptr};
  DAYBOOK_RETURN_IF_ERROR(CheckApprovalCovers(approval, use, id));
  return Lent{std::string(permission), approval.granted_by, id};
}

void Draft::UseApproval() {
  const auto id = Uuid::FromBytes(command_.approval_id());
  if (!id || id->IsNil()) return;
  const Approval& approval = FindApproval(*id);
  if (HasPermission(context_.authority.role, approval.permission)) return;
  if (HasPermission(context_.authority.approver_role, approval.permission)) return;
  Amount amount;  // What it is good for: the rules may not have come as far as to say another.
  amount.emplace().set_currency_code(approval.currency_code);
  amount->set_minor_units(approval.amount_minor);
  if (auto lent = BorrowByApproval(approval.permission, amount); lent.ok()) Note(*std::move(lent));
}

void Draft::Note(Lent lent) {
  const auto known = std::ranges::find(lent_, lent.permission, &Lent::permission);
  if (known == lent_.end()) lent_.push_back(std::move(lent));
}

const edge::v1::TillDocument* Draft::TakeTillDocument() {
  const int count = std::min(command_.documents_size(), kTillDocumentsMax);
  const bool has_more = context_.own && till_documents_taken_ < count;
  return has_more ? &command_.documents(till_documents_taken_++) : nullptr;
}

void Draft::RecordLent() {
  if (events_.empty()) return;
  for (const Lent& lent : lent_) {
    if (lent.approval_id) {
      event::v1::ApprovalUsed& used = *RecordOnApproval(*lent.approval_id).mutable_approval_used();
      used.set_command(std::string(CommandName(command_)));
      used.set_start_business_date(FindApproval(*lent.approval_id).business_date);
    }
    event::v1::PrivilegeUsed& used = *Record(AuditStream(command_)).mutable_privilege_used();
    used.set_permission(lent.permission);
    used.set_command(std::string(CommandName(command_)));
    used.set_subject(SubjectText(command_, config()));
    used.set_approver(lent.approver);
    if (lent.approval_id) used.set_approval_id(std::string(lent.approval_id->AsBytes()));
  }
}

Decision Draft::Take() && {
  Decision decision;
  decision.events = std::move(events_);
  if (!objections_.empty()) decision.objection = std::move(objections_.front());
  return decision;
}

}  // namespace daybook::domain
