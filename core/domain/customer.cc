#include "core/domain/customer.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using event::v1::Event;

constexpr Reason kYes = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kUnk = Reason::ERROR_REASON_CUSTOMER_UNKNOWN;
constexpr Reason kExs = Reason::ERROR_REASON_CUSTOMER_EXISTS;
constexpr Reason kEra = Reason::ERROR_REASON_CUSTOMER_ERASED;

constexpr CustomerRule kCustomerRules[] = {
    // not known, known, erased
    {CustomerAct::kCreate, {kYes, kExs, kEra}}, {CustomerAct::kUpdate, {kUnk, kYes, kEra}},
    {CustomerAct::kErase, {kUnk, kYes, kYes}},  {CustomerAct::kAttach, {kUnk, kYes, kEra}},
    {CustomerAct::kPay, {kUnk, kYes, kEra}},    {CustomerAct::kCredit, {kUnk, kYes, kEra}},
};

void Create(Customer& customer, const event::v1::CustomerCreated& created) {
  customer.state = CustomerState::kKnown;
  customer.currency_code = created.currency_code();
  customer.code = created.code();
}

void Update(Customer& customer, const event::v1::CustomerUpdated& updated) {
  if (updated.has_code()) customer.code = updated.code();
  if (updated.has_account_limit_minor()) {
    customer.account_limit_minor = updated.account_limit_minor();
  }
}

void Erase(Customer& customer) {
  customer.state = CustomerState::kErased;
  customer.code.clear();
  customer.account_limit_minor = 0;
  customer.points = 0;
}

void Add(int64_t amount, int64_t& balance) { balance = AddClamped(balance, amount); }

}  // namespace

std::span<const CustomerRule> CustomerRules() { return kCustomerRules; }

absl::Status CheckCustomerState(CustomerState state, CustomerAct act, const Uuid& customer_id) {
  const auto* rule = std::ranges::find(kCustomerRules, act, &CustomerRule::act);
  DAYBOOK_CHECK(rule != std::end(kCustomerRules));
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kYes) return absl::OkStatus();
  return Error(objection, "customer {customer} is {state}",
               {{"customer", customer_id.ToText()}, {"state", CustomerStateName(state)}});
}

std::string_view CustomerStateName(CustomerState state) {
  constexpr std::string_view kNames[kCustomerStateCount] = {"not known", "known", "erased"};
  return kNames[static_cast<int>(state)];
}

std::string_view CustomerActName(CustomerAct act) {
  constexpr std::string_view kNames[kCustomerActCount] = {"create", "update", "erase",
                                                          "attach", "pay",    "credit"};
  return kNames[static_cast<int>(act)];
}

edge::v1::CustomerSnapshot ToState(const Customer& customer) {
  edge::v1::CustomerSnapshot state;
  state.set_state(static_cast<int32_t>(customer.state));
  state.set_currency_code(customer.currency_code);
  state.set_code(customer.code);
  state.set_account_limit_minor(customer.account_limit_minor);
  state.set_points(customer.points);
  state.set_credit_minor(customer.credit_minor);
  state.set_owed_minor(customer.owed_minor);
  return state;
}

Customer CustomerFrom(int64_t version, const edge::v1::CustomerSnapshot& state) {
  return {.version = version,
          .state = static_cast<CustomerState>(state.state()),
          .currency_code = state.currency_code(),
          .code = state.code(),
          .account_limit_minor = state.account_limit_minor(),
          .points = state.points(),
          .credit_minor = state.credit_minor(),
          .owed_minor = state.owed_minor()};
}

void Evolve(Customer& customer, const Event& event) {
  ++customer.version;
  switch (event.event_case()) {
    case Event::kCustomerCreated:
      return Create(customer, event.customer_created());
    case Event::kCustomerUpdated:
      return Update(customer, event.customer_updated());
    case Event::kCustomerErased:
      return Erase(customer);
    case Event::kLoyaltyPointsEarned:
      return Add(event.loyalty_points_earned().points(), customer.points);
    case Event::kLoyaltyPointsReversed:
      return Add(-event.loyalty_points_reversed().points(), customer.points);
    case Event::kLoyaltyPointsRedeemed:
      return Add(-event.loyalty_points_redeemed().points(), customer.points);
    case Event::kLoyaltyPointsRestored:
      return Add(event.loyalty_points_restored().points(), customer.points);
    case Event::kStoreCreditIssued:
      return Add(event.store_credit_issued().amount_minor(), customer.credit_minor);
    case Event::kStoreCreditSpent:
      return Add(-event.store_credit_spent().amount_minor(), customer.credit_minor);
    case Event::kAccountCharged:
      return Add(event.account_charged().amount_minor(), customer.owed_minor);
    case Event::kAccountPaid:
      return Add(-event.account_paid().amount_minor(), customer.owed_minor);
    default:
      return;
  }
}

}  // namespace daybook::domain
