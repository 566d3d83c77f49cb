// One customer: their table of states, and the fold of their points, credit and account.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/edge/v1/snapshot.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

enum class CustomerState { kNotKnown, kKnown, kErased };
inline constexpr int kCustomerStateCount = 3;

// What is done with a customer. To pay is to take something off one of their books, to credit is to
// put something on one that nobody has taken off it before.
enum class CustomerAct { kCreate, kUpdate, kErase, kAttach, kPay, kCredit };
inline constexpr int kCustomerActCount = 6;

struct Customer {
  int64_t version = 0;
  CustomerState state = CustomerState::kNotKnown;
  std::string currency_code;
  std::string code;
  int64_t account_limit_minor = 0;
  int64_t points = 0;        // Below 0 if points were spent whose sale came back.
  int64_t credit_minor = 0;  // Below 0 if a till by itself took more than there was.
  int64_t owed_minor = 0;    // Below 0: paid in advance.

  bool operator==(const Customer&) const = default;
};

// One row of the table of states: what stands against an act in each state. The only place that
// says so; docs/domain.md shows a copy.
struct CustomerRule {
  CustomerAct act;
  Reason objections[kCustomerStateCount];  // By CustomerState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const CustomerRule> CustomerRules();

// Returns what stands against the act, or OK.
absl::Status CheckCustomerState(CustomerState state, CustomerAct act, const Uuid& customer_id);

std::string_view CustomerStateName(CustomerState state);  // "not known"
std::string_view CustomerActName(CustomerAct act);        // "attach"

// The customer as a snapshot keeps them, and back.
edge::v1::CustomerSnapshot ToState(const Customer& customer);
Customer CustomerFrom(int64_t version, const edge::v1::CustomerSnapshot& state);

// Applies an event on the customer's stream.
void Evolve(Customer& customer, const event::v1::Event& event);

}  // namespace daybook::domain
