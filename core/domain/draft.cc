#include "core/domain/draft.h"

#include <algorithm>
#include <utility>

#include "core/base/business_date.h"
#include "core/base/clock.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

// The audit trail of the command's business day; of the till's calendar day if it has none.
StreamId AuditStream(const edge::v1::Command& command) {
  int32_t date = command.business_date();
  if (!IsBusinessDate(date)) {
    const absl::Time time = absl::FromUnixSeconds(command.occur_time().seconds());
    date = BusinessDateOf(absl::ToCivilDay(time, absl::UTCTimeZone()));
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
  return Object(Borrow(permission));
}

bool Draft::ApproverMay(StepUp step_up) {
  const std::string_view permission = PermissionFor(step_up);
  if (!HasPermission(context_.authority.approver_role, permission)) return false;
  Note({std::string(permission), command_.approver(), std::nullopt});
  return true;
}

absl::StatusOr<std::string> Draft::WhoHas(std::string_view permission) const {
  if (HasPermission(context_.authority.role, permission)) return context_.employee;
  if (HasPermission(context_.authority.approver_role, permission)) return command_.approver();
  return PermissionMissing(context_.employee, permission);
}

absl::Status Draft::Borrow(std::string_view permission) {
  if (HasPermission(context_.authority.role, permission)) return absl::OkStatus();
  if (HasPermission(context_.authority.approver_role, permission)) {
    Note({std::string(permission), command_.approver(), std::nullopt});
    return absl::OkStatus();
  }
  if (command_.approval_id().empty()) return PermissionMissing(context_.employee, permission);
  DAYBOOK_ASSIGN_OR_RETURN(Lent lent, BorrowByApproval(permission));
  Note(std::move(lent));
  return absl::OkStatus();
}

absl::StatusOr<Draft::Lent> Draft::BorrowByApproval(std::string_view permission) const {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("approval_id", command_.approval_id()));
  const Approval& approval = FindApproval(id);
  const int64_t now = command_.occur_time().seconds();
  DAYBOOK_RETURN_IF_ERROR(CheckApprovalState(approval, now, ApprovalAct::kUse, id));
  const std::string subject = SubjectText(command_, config());
  const ApprovalUse use{.permission = permission,
                        .subject = subject,
                        .employee = context_.employee,
                        .amount = AmountOf(command_)};
  DAYBOOK_RETURN_IF_ERROR(CheckApprovalCovers(approval, use, id));
  return Lent{std::string(permission), approval.granted_by, id};
}

void Draft::Note(Lent lent) {
  const auto known = std::ranges::find(lent_, lent.permission, &Lent::permission);
  if (known == lent_.end()) lent_.push_back(std::move(lent));
}

const edge::v1::TillDocument* Draft::TakeTillDocument() {
  const bool has_more = context_.own && till_documents_taken_ < command_.documents_size();
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
