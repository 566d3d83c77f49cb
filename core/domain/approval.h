// A permission that somebody asks for, and is lent for one command: its table of states, and the
// fold of what happened to it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/common/v1/money.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

// Expired is never recorded: it is what time makes of a request, and of a grant that nobody used.
enum class ApprovalState { kNone, kRequested, kGranted, kDenied, kUsed, kExpired };
inline constexpr int kApprovalStateCount = 6;

enum class ApprovalAct { kRequest, kAnswer, kUse };

// One row of the table of states: what stands against an act in each state. The only place that
// says so; docs/domain.md shows a copy.
struct ApprovalRule {
  ApprovalAct act;
  Reason objections[kApprovalStateCount];  // By ApprovalState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const ApprovalRule> ApprovalRules();

// Returns the names as people read them: "RequestApproval", "its use"; "granted".
std::string_view ApprovalActName(ApprovalAct act);
std::string_view ApprovalStateName(ApprovalState state);

struct Approval {
  int64_t version = 0;
  ApprovalState state = ApprovalState::kNone;  // Never kExpired.
  std::string permission;
  std::string subject;
  std::string employee;  // Who asked.
  std::string granted_by;
  std::string currency_code;  // Of the amount; empty: there is none.
  int64_t amount_minor = 0;
  int32_t business_date = 0;   // Of the request.
  int64_t expire_seconds = 0;  // By the clock of the till that asked.

  bool operator==(const Approval&) const = default;
};

// Returns where it stands at that time.
ApprovalState StateAt(const Approval& approval, int64_t seconds);

// Returns what stands against the act at that time, or OK.
absl::Status CheckApprovalState(const Approval& approval, int64_t seconds, ApprovalAct act,
                                const Uuid& approval_id);

// What an approval is to be used for.
struct ApprovalUse {
  std::string_view permission;
  std::string_view subject;
  std::string_view employee;
  const common::v1::Money* amount = nullptr;  // Null: the rules say none.
};

// Errors: APPROVAL_MISMATCH if it was asked for something else.
absl::Status CheckApprovalCovers(const Approval& approval, const ApprovalUse& use,
                                 const Uuid& approval_id);

// Applies an event on the approval's stream.
void Evolve(Approval& approval, const event::v1::EntryHeader& header,
            const event::v1::Event& event);

}  // namespace daybook::domain
