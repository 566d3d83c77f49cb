// Commands on a customer. All but attaching one to a sale are asks. The shop keeps nothing that
// tells who they are.
#include "core/base/money.h"
#include "core/domain/asks.h"
#include "core/domain/bounds.h"
#include "core/domain/customer_policies.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

struct CustomerInHand {
  Uuid id;
  const Customer& customer;
};

absl::StatusOr<CustomerInHand> TakeCustomer(std::string_view customer_id, CustomerAct act,
                                            const Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, "whom the shop knows as a customer"));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("customer_id", customer_id));
  const auto& customer = draft.Find<Customer>(CustomerStream(id));
  DAYBOOK_RETURN_IF_ERROR(CheckCustomerState(customer.state, act, id));
  return CustomerInHand{id, customer};
}

absl::Status CheckNothingOwed(const Customer& customer, const Draft& draft) {
  if (customer.credit_minor == 0 && customer.owed_minor == 0) return absl::OkStatus();
  const std::string_view currency_code = draft.config().currency_code();
  return Error(Reason::ERROR_REASON_CUSTOMER_HAS_BALANCE,
               "the customer has credit of {credit}, and owes {owed}",
               {{"credit", FormatMoney(customer.credit_minor, currency_code)},
                {"credit_minor", customer.credit_minor},
                {"owed", FormatMoney(customer.owed_minor, currency_code)},
                {"owed_minor", customer.owed_minor}});
}

}  // namespace

absl::Status DecideCase(const edge::v1::CreateCustomer& create, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("code", create.code(), kCodeBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const CustomerInHand hand,
                           TakeCustomer(create.customer_id(), CustomerAct::kCreate, draft));

  event::v1::CustomerCreated& created =
      *draft.Record(CustomerStream(hand.id)).mutable_customer_created();
  created.set_currency_code(draft.config().currency_code());
  created.set_code(create.code());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::UpdateCustomer& update, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("code", update.code(), kCodeBytesMax));
  if (update.has_account_limit()) {
    DAYBOOK_RETURN_IF_ERROR(
        CheckMoney("account_limit", update.account_limit(), draft.config().currency_code(), 0));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const CustomerInHand hand,
                           TakeCustomer(update.customer_id(), CustomerAct::kUpdate, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckCustomerCurrency(hand.customer, draft));
  event::v1::CustomerUpdated updated;
  if (update.has_code() && update.code() != hand.customer.code) updated.set_code(update.code());
  const int64_t limit_minor = update.account_limit().minor_units();
  if (update.has_account_limit() && limit_minor != hand.customer.account_limit_minor) {
    updated.set_account_limit_minor(limit_minor);
  }
  if (!updated.has_code() && !updated.has_account_limit_minor()) return absl::OkStatus();

  *draft.Record(CustomerStream(hand.id)).mutable_customer_updated() = updated;
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::EraseCustomer& erase, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", erase.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const CustomerInHand hand,
                           TakeCustomer(erase.customer_id(), CustomerAct::kErase, draft));
  if (hand.customer.state == CustomerState::kErased) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CheckNothingOwed(hand.customer, draft));

  event::v1::CustomerErased& erased =
      *draft.Record(CustomerStream(hand.id)).mutable_customer_erased();
  erased.set_reason(erase.reason());
  erased.set_points(hand.customer.points);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::AttachCustomer& attach, Draft& draft) {
  std::optional<Uuid> customer_id;
  if (!attach.customer_id().empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(customer_id, ReadUuid("customer_id", attach.customer_id()));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(attach.sale_id(), draft));
  if (hand.sale.customer_id == customer_id) return absl::OkStatus();
  if (customer_id) {
    const auto& customer = draft.Find<Customer>(CustomerStream(*customer_id));
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(CheckCustomerState(customer.state, CustomerAct::kAttach, *customer_id)));
  }

  draft.RecordOnSale(hand.id).mutable_customer_attached()->set_customer_id(attach.customer_id());
  return absl::OkStatus();
}

}  // namespace daybook::domain
