#include "projections/approvals.h"

#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"
#include "projections/row_key.h"

namespace daybook::projections {
namespace {

using edge::v1::ApprovalView;
using event::v1::EntryHeader;
using event::v1::Event;

void Request(const EntryHeader& header, const event::v1::ApprovalRequested& requested,
             ApprovalView& approval) {
  approval.set_state(edge::v1::APPROVAL_STATE_REQUESTED);
  approval.set_permission(requested.permission());
  approval.set_subject(requested.subject());
  if (requested.has_amount()) *approval.mutable_amount() = requested.amount();
  approval.set_text(requested.text());
  approval.set_register_(header.register_());
  approval.set_employee(header.employee());
  approval.set_business_date(header.business_date());
  *approval.mutable_request_time() = header.occur_time();
  *approval.mutable_expire_time() = requested.expire_time();
}

void Answer(edge::v1::ApprovalState state, const std::string& answered_by, const std::string& note,
            ApprovalView& approval) {
  approval.set_state(state);
  approval.set_answered_by(answered_by);
  approval.set_note(note);
}

// Returns the business day of the request; nothing for an event that is none of an approval.
int32_t StartDateOf(const EntryHeader& header, const Event& event) {
  switch (event.event_case()) {
    case Event::kApprovalRequested:
      return header.business_date();
    case Event::kApprovalGranted:
      return event.approval_granted().start_business_date();
    case Event::kApprovalDenied:
      return event.approval_denied().start_business_date();
    case Event::kApprovalUsed:
      return event.approval_used().start_business_date();
    default:
      return 0;
  }
}

void ApplyTo(ApprovalView& approval, const EntryHeader& header, const Event& event) {
  if (event.has_approval_requested()) Request(header, event.approval_requested(), approval);
  if (event.has_approval_granted()) {
    Answer(edge::v1::APPROVAL_STATE_GRANTED, event.approval_granted().granted_by(),
           event.approval_granted().note(), approval);
  }
  if (event.has_approval_denied()) {
    Answer(edge::v1::APPROVAL_STATE_DENIED, event.approval_denied().denied_by(),
           event.approval_denied().note(), approval);
  }
  if (event.has_approval_used()) {
    approval.set_state(edge::v1::APPROVAL_STATE_USED);
    approval.set_command(event.approval_used().command());
  }
}

class Approvals : public Projection {
 public:
  std::string_view name() const override { return kApprovalsName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const event::v1::StreamName& stream = StreamOf(header, event);
    if (stream.category() != Category::CATEGORY_APPROVAL) return absl::OkStatus();
    const int32_t business_date = StartDateOf(header, event);
    if (business_date == 0) return absl::OkStatus();
    auto& approval = rows.Mutable<ApprovalView>(ApprovalKey(business_date, stream.key()));
    approval.set_approval_id(stream.key());
    approval.set_version(event.version());
    approval.set_position(PositionOf(header, event));
    ApplyTo(approval, header, event);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewApprovals() { return std::make_unique<Approvals>(); }

std::string ApprovalKey(int32_t business_date, std::string_view approval_id) {
  std::string key;
  AppendBigEndian(key, static_cast<uint32_t>(business_date), 4);
  return key.append(approval_id);
}

KeyRange ApprovalsRange(int32_t business_date) {
  return {ApprovalKey(business_date, ""), ApprovalKey(business_date + 1, "")};
}

}  // namespace daybook::projections
