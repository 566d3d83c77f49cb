#include "core/domain/approval.h"

#include <algorithm>

#include "core/base/check.h"

namespace daybook::domain {
namespace {

using event::v1::Event;

constexpr Reason kAllowed = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kUnknown = Reason::ERROR_REASON_APPROVAL_UNKNOWN;
constexpr Reason kExists = Reason::ERROR_REASON_APPROVAL_EXISTS;
constexpr Reason kNotGranted = Reason::ERROR_REASON_APPROVAL_NOT_GRANTED;
constexpr Reason kSettled = Reason::ERROR_REASON_APPROVAL_SETTLED;

constexpr ApprovalRule kApprovalRules[] = {
    // none, requested, granted, denied, used, expired
    {ApprovalAct::kRequest, {kAllowed, kExists, kExists, kExists, kExists, kExists}},
    {ApprovalAct::kAnswer, {kUnknown, kAllowed, kSettled, kSettled, kSettled, kSettled}},
    {ApprovalAct::kUse, {kUnknown, kNotGranted, kAllowed, kNotGranted, kSettled, kSettled}},
};

absl::Status Mismatch(std::string_view what, const Uuid& approval_id) {
  return Error(Reason::ERROR_REASON_APPROVAL_MISMATCH, "approval {approval} is not for this {what}",
               {{"approval", approval_id.ToText()}, {"what", what}});
}

void Request(Approval& approval, const event::v1::EntryHeader& header,
             const event::v1::ApprovalRequested& requested) {
  approval.state = ApprovalState::kRequested;
  approval.permission = requested.permission();
  approval.subject = requested.subject();
  approval.employee = header.employee();
  approval.currency_code = requested.amount().currency_code();
  approval.amount_minor = requested.amount().minor_units();
  approval.business_date = header.business_date();
  approval.expire_seconds = requested.expire_time().seconds();
}

}  // namespace

std::span<const ApprovalRule> ApprovalRules() { return kApprovalRules; }

std::string_view ApprovalActName(ApprovalAct act) {
  constexpr std::string_view kNames[] = {"RequestApproval", "AnswerApproval", "its use"};
  return kNames[static_cast<int>(act)];
}

std::string_view ApprovalStateName(ApprovalState state) {
  constexpr std::string_view kNames[kApprovalStateCount] = {"not known", "requested", "granted",
                                                            "denied",    "used",      "expired"};
  return kNames[static_cast<int>(state)];
}

ApprovalState StateAt(const Approval& approval, int64_t seconds) {
  const bool waits =
      approval.state == ApprovalState::kRequested || approval.state == ApprovalState::kGranted;
  return waits && seconds >= approval.expire_seconds ? ApprovalState::kExpired : approval.state;
}

absl::Status CheckApprovalState(const Approval& approval, int64_t seconds, ApprovalAct act,
                                const Uuid& approval_id) {
  const auto* rule = std::ranges::find(kApprovalRules, act, &ApprovalRule::act);
  DAYBOOK_CHECK(rule != std::end(kApprovalRules));
  const ApprovalState state = StateAt(approval, seconds);
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kAllowed) return absl::OkStatus();
  return Error(objection, "approval {approval} is {state}",
               {{"approval", approval_id.ToText()}, {"state", ApprovalStateName(state)}});
}

absl::Status CheckApprovalCovers(const Approval& approval, const ApprovalUse& use,
                                 const Uuid& approval_id) {
  if (use.permission != approval.permission) return Mismatch("permission", approval_id);
  if (use.subject != approval.subject) return Mismatch("subject", approval_id);
  if (use.employee != approval.employee) return Mismatch("employee", approval_id);
  if (approval.currency_code.empty()) return absl::OkStatus();
  const bool within = use.amount != nullptr &&
                      use.amount->currency_code() == approval.currency_code &&
                      use.amount->minor_units() <= approval.amount_minor;
  return within ? absl::OkStatus() : Mismatch("amount", approval_id);
}

void Evolve(Approval& approval, const event::v1::EntryHeader& header, const Event& event) {
  ++approval.version;
  switch (event.event_case()) {
    case Event::kApprovalRequested:
      return Request(approval, header, event.approval_requested());
    case Event::kApprovalGranted:
      approval.state = ApprovalState::kGranted;
      approval.granted_by = event.approval_granted().granted_by();
      return;
    case Event::kApprovalDenied:
      approval.state = ApprovalState::kDenied;
      return;
    case Event::kApprovalUsed:
      approval.state = ApprovalState::kUsed;
      return;
    default:
      return;
  }
}

}  // namespace daybook::domain
