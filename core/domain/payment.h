// The payments of a sale: their table of states, and what their events say to drawers and totals.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

// Money counts in kReceived and kForwarded; in kStarted and kUnknown it is pending.
enum class PaymentState { kNone, kStarted, kUnknown, kForwarded, kReceived, kDeclined, kReversed };
inline constexpr int kPaymentStateCount = 7;

// One row of the table of states: what stands against a command in each state. The only place that
// says so; docs/domain.md shows a copy.
struct PaymentRule {
  edge::v1::Command::CommandCase command;
  Reason objections[kPaymentStateCount];  // By PaymentState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const PaymentRule> PaymentRules();

// Returns what stands against `command` in that state, or OK.
// REQUIRES: the table has a row for it.
absl::Status CheckPaymentState(PaymentState state, edge::v1::Command::CommandCase command,
                               const Uuid& payment_id);

// Returns the state's name as people read it: "received".
std::string_view PaymentStateName(PaymentState state);

struct Payment {
  PaymentState state = PaymentState::kNone;
  event::v1::Tender tender = event::v1::TENDER_UNSPECIFIED;
  int64_t amount_minor = 0;    // What counts towards the sale and its tips, or is asked for.
  int64_t rounding_minor = 0;  // Of cash; beside the amount.
  bool foreign = false;        // Cash of another currency.
  std::string drawer_session_id;
  int32_t start_business_date = 0;
  std::string gift_card_id;  // The shop's own that it was taken off; empty: none.
  std::string customer_id;   // Whose book it was taken off; empty: none.
  int64_t points = 0;        // If it is made with them.

  bool Counts() const {
    return state == PaymentState::kReceived || state == PaymentState::kForwarded;
  }

  bool operator==(const Payment&) const = default;
};

// Returns the payment that the event describes, or null if it describes none.
const event::v1::Payment* PaymentIn(const event::v1::Event& event);

// Returns the state into which the event brings its payment; kNone if it brings it into none.
PaymentState StateAfter(const event::v1::Event& event);

// Money of one tender that came, or, below 0, went.
struct MoneyMove {
  event::v1::Tender tender = event::v1::TENDER_UNSPECIFIED;
  std::string_view drawer_session_id;  // Into or out of; may be empty.
  int64_t payment_count = 0;
  int64_t amount_minor = 0;  // In the sale's currency, rounding included.
};

// Returns what the event moves: nothing, one thing, or two for a correction of the tender. The
// session ids are the event's.
absl::InlinedVector<MoneyMove, 2> MovesOf(const event::v1::Event& event);

// Payments of which nobody knows yet what became of them, by id: the first kPendingPaymentsMax.
class PendingPayments {
 public:
  PendingPayments() = default;
  explicit PendingPayments(
      const google::protobuf::RepeatedPtrField<event::v1::PendingPayment>& payments);

  // Applies an event; what is about no payment is passed over.
  void Evolve(const event::v1::Event& event);

  google::protobuf::RepeatedPtrField<event::v1::PendingPayment> ToProto() const;

 private:
  void Add(const event::v1::Payment& payment, const std::string& sale_id);

  std::map<std::string, event::v1::PendingPayment> payments_;
};

}  // namespace daybook::domain
