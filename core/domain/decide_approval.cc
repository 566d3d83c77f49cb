// Asking for a permission, and lending it. Both are asks: a till by itself has whoever approves
// stand by it.
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

constexpr int64_t kApprovalMinutesDefault = 15;
constexpr int64_t kSecondsPerMinute = 60;

int64_t ExpireSeconds(const Draft& draft) {
  const int64_t minutes = draft.config().approval_minutes() == 0
                              ? kApprovalMinutesDefault
                              : draft.config().approval_minutes();
  return draft.command().occur_time().seconds() + minutes * kSecondsPerMinute;
}

// Returns the subject as streams are written. Errors: TOO_LARGE, FIELD_INVALID.
absl::StatusOr<std::string> ReadSubject(const std::string& subject) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("subject", subject, kStreamNameBytesMax));
  if (subject.empty()) return "";
  const auto stream = StreamId::Parse(subject);
  if (!stream.ok()) return FieldInvalid("subject", "is no stream, such as sale-<uuid>");
  return stream->ToText();
}

absl::Status CheckAnswer(edge::v1::ApprovalAnswer answer) {
  if (answer == edge::v1::APPROVAL_ANSWER_UNSPECIFIED) return FieldMissing("answer");
  if (edge::v1::ApprovalAnswer_IsValid(answer)) return absl::OkStatus();
  return FieldInvalid("answer", "is none that this server knows");
}

}  // namespace

absl::Status DecideCase(const edge::v1::RequestApproval& request, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk("a till cannot ask for an approval by itself", draft));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("approval_id", request.approval_id()));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("permission", request.permission(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("text", request.text(), kReasonBytesMax));
  if (!LeastRoleFor(request.permission())) {
    return FieldInvalid("permission", "is none that this server knows");
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::string subject, ReadSubject(request.subject()));
  if (request.has_amount()) DAYBOOK_RETURN_IF_ERROR(CheckAnyMoney("amount", request.amount(), 1));
  const int64_t now = draft.command().occur_time().seconds();
  DAYBOOK_RETURN_IF_ERROR(
      CheckApprovalState(draft.FindApproval(id), now, ApprovalAct::kRequest, id));

  event::v1::ApprovalRequested& requested =
      *draft.RecordOnApproval(id).mutable_approval_requested();
  requested.set_permission(request.permission());
  requested.set_subject(std::move(subject));
  if (request.has_amount()) *requested.mutable_amount() = request.amount();
  requested.set_text(request.text());
  requested.mutable_expire_time()->set_seconds(ExpireSeconds(draft));
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::AnswerApproval& answer, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk("a till cannot answer a request by itself", draft));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("approval_id", answer.approval_id()));
  DAYBOOK_RETURN_IF_ERROR(CheckAnswer(answer.answer()));
  DAYBOOK_RETURN_IF_ERROR(CheckText("note", answer.note(), kReasonBytesMax));
  const Approval& approval = draft.FindApproval(id);
  const int64_t now = draft.command().occur_time().seconds();
  DAYBOOK_RETURN_IF_ERROR(CheckApprovalState(approval, now, ApprovalAct::kAnswer, id));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string by, draft.WhoHas(approval.permission));

  event::v1::Event& event = draft.RecordOnApproval(id);
  if (answer.answer() == edge::v1::APPROVAL_ANSWER_GRANT) {
    event.mutable_approval_granted()->set_granted_by(by);
    event.mutable_approval_granted()->set_start_business_date(approval.business_date);
    event.mutable_approval_granted()->set_note(answer.note());
  } else {
    event.mutable_approval_denied()->set_denied_by(by);
    event.mutable_approval_denied()->set_start_business_date(approval.business_date);
    event.mutable_approval_denied()->set_note(answer.note());
  }
  return absl::OkStatus();
}

}  // namespace daybook::domain
