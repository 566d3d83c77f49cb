// One decision in the making: what it records so far, and what stands against it.
//
// The rules of a command add events to a draft, or return an error. An error means that the command
// cannot be applied: an ask is refused, an own command set aside. What merely contradicts the
// shop's state goes through Object: it refuses an ask, but flags an own command, which goes on.
// What is a fact all the same goes through Flag.
#pragma once

#include <utility>
#include <vector>

#include "core/domain/rules.h"

namespace daybook::domain {

class Draft {
 public:
  // All three outlive this.
  Draft(const edge::v1::Command& command, const Context& context, Shop& shop)
      : command_(command), context_(context), shop_(shop) {}

  const edge::v1::Command& command() const { return command_; }
  const Context& context() const { return context_; }
  const edge::v1::ShopConfig& config() const { return context_.shop; }
  // Days and drawer sessions; shifts of cashiers.
  int64_t OpenBookCount() const { return shop_.OpenBookCount() - shop_.OpenShiftCount(); }
  int64_t OpenShiftCount() const { return shop_.OpenShiftCount(); }

  // Returns the aggregate of a stream. REQUIRES: its category is T's.
  template <typename T>
  const T& Find(const StreamId& stream) const {
    return std::get<T>(shop_.Find(stream));
  }
  const Sale& FindSale(const Uuid& sale_id) const {
    return Find<Sale>(StreamId::Of(Category::CATEGORY_SALE, sale_id));
  }
  const Drawer& FindDrawer(const Uuid& session_id) const {
    return Find<Drawer>(StreamId::Of(Category::CATEGORY_DRAWER, session_id));
  }
  const Employee& FindEmployee(std::string_view code) const {
    return Find<Employee>(EmployeeStream(code));
  }
  const Approval& FindApproval(const Uuid& approval_id) const {
    return Find<Approval>(StreamId::Of(Category::CATEGORY_APPROVAL, approval_id));
  }

  // Records an event, to be filled in. The reference is valid until the next one.
  event::v1::Event& Record(StreamId stream) {
    events_.push_back({std::move(stream), {}});
    return events_.back().event;
  }
  event::v1::Event& RecordOnSale(const Uuid& sale_id) {
    return Record(StreamId::Of(Category::CATEGORY_SALE, sale_id));
  }
  event::v1::Event& RecordOnEmployee(std::string_view code) { return Record(EmployeeStream(code)); }
  event::v1::Event& RecordOnApproval(const Uuid& approval_id) {
    return Record(StreamId::Of(Category::CATEGORY_APPROVAL, approval_id));
  }
  event::v1::Event& RecordOnDrawer(const Uuid& session_id) {
    return Record(StreamId::Of(Category::CATEGORY_DRAWER, session_id));
  }
  // Records an event before all others.
  event::v1::Event& RecordFirst(StreamId stream) {
    return events_.insert(events_.begin(), {std::move(stream), {}})->event;
  }

  // Whether who acts may do what goes beyond the command, or is lent the permission: by who
  // approves, or by the approval that the command names, which is then used up.
  bool May(StepUp step_up) { return Borrow(PermissionFor(step_up), std::nullopt).ok(); }

  // Returns OK if they may, otherwise objects with PERMISSION_MISSING, or what is wrong with the
  // approval. `amount_minor` is what it comes to, in the shop's currency: an approval that has an
  // amount covers nothing without one.
  absl::Status Require(StepUp step_up, std::optional<int64_t> amount_minor = std::nullopt);

  // The same for the permission of the command itself, as far as the context objects to it.
  absl::Status RequireForCommand();

  // Returns OK if it is lent by somebody else than that employee, whoever acts and whatever they
  // may. Errors: PERMISSION_MISSING, or what is wrong with the approval.
  absl::Status BorrowFromOther(StepUp step_up, std::string_view employee);

  // Returns who of those that act and approve has the permission. Errors: PERMISSION_MISSING.
  absl::StatusOr<std::string> WhoHas(std::string_view permission) const;

  // Returns the next of the documents that the till has issued with its own command, or null.
  const edge::v1::TillDocument* TakeTillDocument();

  // Records, if anything is recorded, what was lent: on the audit trail, and on the approval that
  // it used up.
  void RecordLent();

  // Notes as lent what the approval that the command names would have lent to who acts, whatever
  // the rules have come to: the till has acted on it.
  void UseApproval();

  // Notes what stands against an own command and returns OK; returns it if the command is an ask.
  absl::Status Object(absl::Status objection);

  // Notes what a person must look at, in an ask too: it is recorded as it is, and flagged.
  // One of each reason is kept.
  void Flag(absl::Status objection);

  const std::vector<NewEvent>& events() const { return events_; }
  const std::vector<absl::Status>& objections() const { return objections_; }

  // Ends the draft. The decision's objection is the first.
  Decision Take() &&;

 private:
  // A permission that who acts does not have.
  struct Lent {
    std::string permission;
    std::string approver;
    std::optional<Uuid> approval_id;  // None: the approver stands by.
  };

  using Amount = std::optional<common::v1::Money>;

  absl::Status Borrow(std::string_view permission, const Amount& amount);
  absl::StatusOr<Lent> BorrowByOther(std::string_view permission, const Amount& amount) const;
  absl::StatusOr<Lent> BorrowByApproval(std::string_view permission, const Amount& amount) const;
  void Note(Lent lent);

  const edge::v1::Command& command_;
  const Context& context_;
  Shop& shop_;
  std::vector<NewEvent> events_;
  std::vector<absl::Status> objections_;
  std::vector<Lent> lent_;
  int till_documents_taken_ = 0;
};

}  // namespace daybook::domain
