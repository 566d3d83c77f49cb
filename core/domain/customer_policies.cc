#include "core/domain/customer_policies.h"

#include <algorithm>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

using event::v1::Tender;

bool IsOnBook(Tender tender) {
  return tender == event::v1::TENDER_STORE_CREDIT || tender == event::v1::TENDER_ACCOUNT ||
         tender == event::v1::TENDER_LOYALTY_POINTS;
}

std::string Bytes(const Uuid& id) { return std::string(id.AsBytes()); }

// A customer that a field names.
struct CustomerInHand {
  Uuid id;
  Customer customer;
};

absl::StatusOr<CustomerInHand> ReadCustomer(std::string_view field, std::string_view customer_id,
                                            const Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid(field, customer_id));
  CustomerInHand hand{id, CustomerAfter(id, draft)};
  DAYBOOK_RETURN_IF_ERROR(CheckCustomerCurrency(hand.customer, draft));
  return hand;
}

// Only what stands on a book names a customer; points always do. An amount in points is so many
// whole ones.
absl::Status CheckNamed(std::string_view prefix, Tender tender, std::string_view customer_id,
                        int64_t amount_minor, const Draft& draft) {
  const std::string field = std::string(prefix) + "customer_id";
  if (!customer_id.empty() && !IsOnBook(tender)) {
    return FieldInvalid(field, "belongs to store credit, accounts and points");
  }
  if (tender != event::v1::TENDER_LOYALTY_POINTS) return absl::OkStatus();
  if (customer_id.empty()) return FieldMissing(field);
  const int64_t value_minor = draft.config().loyalty().point_value_minor();
  if (value_minor == 0) return FieldInvalid(std::string(prefix) + "tender", "is not taken here");
  if (amount_minor % value_minor == 0) return absl::OkStatus();
  return FieldInvalid(std::string(prefix) + "amount", "is no whole number of points");
}

absl::Status Lacks(Reason reason, std::string_view what, int64_t amount_minor, int64_t left_minor,
                   const Draft& draft) {
  const std::string_view currency_code = draft.config().currency_code();
  return Error(reason, "{amount} is more than the {left} of {what}",
               {{"amount", FormatMoney(amount_minor, currency_code)},
                {"amount_minor", amount_minor},
                {"left", FormatMoney(left_minor, currency_code)},
                {"left_minor", left_minor},
                {"what", what}});
}

// Whether so much is on the book that the tender stands for.
absl::Status CheckThere(const edge::v1::ReceivePayment& receive, const Customer& customer,
                        const Draft& draft) {
  const int64_t amount_minor = receive.amount().minor_units();
  switch (receive.tender()) {
    case event::v1::TENDER_STORE_CREDIT:
      if (amount_minor <= customer.credit_minor) return absl::OkStatus();
      return Lacks(Reason::ERROR_REASON_CREDIT_LOW, "store credit", amount_minor,
                   customer.credit_minor, draft);
    case event::v1::TENDER_ACCOUNT: {
      const int64_t left_minor = AddClamped(customer.account_limit_minor, -customer.owed_minor);
      if (amount_minor <= left_minor) return absl::OkStatus();
      return Lacks(Reason::ERROR_REASON_ACCOUNT_LIMIT, "the account", amount_minor, left_minor,
                   draft);
    }
    default: {
      const int64_t points = amount_minor / draft.config().loyalty().point_value_minor();
      if (points <= customer.points) return absl::OkStatus();
      return Error(Reason::ERROR_REASON_POINTS_LOW, "{points} points are more than the {left}",
                   {{"points", points}, {"left", customer.points}});
    }
  }
}

void RecordAccountPaid(const Uuid& customer_id, int64_t amount_minor, const Uuid& sale_id,
                       const std::string& payment_id, Draft& draft) {
  if (amount_minor <= 0) return;
  const int64_t owed_minor = CustomerAfter(customer_id, draft).owed_minor;
  event::v1::AccountPaid& paid = *draft.Record(CustomerStream(customer_id)).mutable_account_paid();
  paid.set_amount_minor(amount_minor);
  paid.set_sale_id(Bytes(sale_id));
  paid.set_payment_id(payment_id);
  paid.set_owed_minor(AddClamped(owed_minor, -amount_minor));
}

void RecordAccountCharged(const Uuid& customer_id, int64_t amount_minor, const Uuid& sale_id,
                          const std::string& payment_id, Draft& draft) {
  if (amount_minor <= 0) return;
  const int64_t owed_minor = CustomerAfter(customer_id, draft).owed_minor;
  event::v1::AccountCharged& charged =
      *draft.Record(CustomerStream(customer_id)).mutable_account_charged();
  charged.set_amount_minor(amount_minor);
  charged.set_sale_id(Bytes(sale_id));
  charged.set_payment_id(payment_id);
  charged.set_owed_minor(AddClamped(owed_minor, amount_minor));
}

// What of the lines that are turnover came to something, and what of that was returned.
struct Turnover {
  int64_t net_minor = 0;
  int64_t returned_minor = 0;
};

Turnover TurnoverOf(const Sale& sale) {
  Turnover turnover;
  for (const auto& [number, line] : sale.lines) {
    if (!IsTurnover(line.sold.kind())) continue;
    for (const LinePart& part : line.parts) {
      turnover.net_minor = AddClamped(turnover.net_minor, part.net_minor);
      turnover.returned_minor = AddClamped(turnover.returned_minor, part.returned_net_minor);
    }
  }
  return turnover;
}

// Returns the points for each major unit on a date.
int64_t PointsPerUnit(const edge::v1::LoyaltyConfig& loyalty, int32_t business_date) {
  const edge::v1::LoyaltyRule* latest = nullptr;
  for (const edge::v1::LoyaltyRule& rule : loyalty.rules()) {
    if (rule.valid_from() > business_date) continue;
    if (latest == nullptr || rule.valid_from() > latest->valid_from()) latest = &rule;
  }
  return latest == nullptr ? 0 : latest->points_per_unit();
}

int64_t MinorPerUnit(std::string_view currency_code) {
  int64_t minor = 1;
  for (int i = CurrencyExponent(currency_code).value_or(0); i > 0; --i) minor *= 10;
  return minor;
}

}  // namespace

StreamId CustomerStream(const Uuid& customer_id) {
  return StreamId::Of(Category::CATEGORY_CUSTOMER, customer_id);
}

Customer CustomerAfter(const Uuid& customer_id, const Draft& draft) {
  const StreamId stream = CustomerStream(customer_id);
  Customer customer = draft.Find<Customer>(stream);
  for (const NewEvent& recorded : draft.events()) {
    if (recorded.stream == stream) Evolve(customer, recorded.event);
  }
  return customer;
}

absl::Status CheckCustomerCurrency(const Customer& customer, const Draft& draft) {
  const std::string& currency_code = draft.config().currency_code();
  const bool same = customer.currency_code.empty() || customer.currency_code == currency_code;
  if (same) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_CURRENCY_MISMATCH,
               "the customer's books are in {books}, the shop in {currency}",
               {{"books", customer.currency_code}, {"currency", currency_code}});
}

absl::Status CheckAccountLine(const edge::v1::AddLineItem& add, Draft& draft) {
  if (add.customer_id().empty()) return absl::OkStatus();
  if (add.kind() != event::v1::LINE_KIND_ACCOUNT_PAYMENT) {
    return FieldInvalid("customer_id", "belongs to payments on an account");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const CustomerInHand hand,
                           ReadCustomer("customer_id", add.customer_id(), draft));
  return draft.Object(CheckCustomerState(hand.customer.state, CustomerAct::kCredit, hand.id));
}

absl::Status PayAccounts(const SaleInHand& hand, Draft& draft) {
  for (const auto& [number, line] : hand.sale.lines) {
    const auto customer_id = Uuid::FromBytes(line.sold.customer_id());
    if (line.removed || !customer_id) continue;
    const auto& customer = draft.Find<Customer>(CustomerStream(*customer_id));
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(CheckCustomerState(customer.state, CustomerAct::kCredit, *customer_id)));
    RecordAccountPaid(*customer_id, line.sold.amount_minor(), hand.id, "", draft);
  }
  return absl::OkStatus();
}

void TakeAccountPaymentsBack(const SaleInHand& hand, Draft& draft) {
  for (const auto& [number, line] : hand.sale.lines) {
    const auto customer_id = Uuid::FromBytes(line.sold.customer_id());
    if (!customer_id) continue;
    RecordAccountCharged(*customer_id, line.sold.amount_minor(), hand.id, "", draft);
  }
}

void TakeAccountPaymentsBack(const event::v1::ItemsReturned& returned, const SaleInHand& hand,
                             Draft& draft) {
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    const SaleLine* const line = hand.sale.FindLine(back.line());
    const auto customer_id =
        line == nullptr ? std::nullopt : Uuid::FromBytes(line->sold.customer_id());
    if (!customer_id) continue;
    RecordAccountCharged(*customer_id, back.amount_minor(), hand.id, "", draft);
  }
}

int64_t PointsEarned(const Sale& sale, const event::v1::SaleCompleted& completed,
                     const Draft& draft) {
  if (!sale.customer_id) return 0;
  const Customer customer = CustomerAfter(*sale.customer_id, draft);
  if (customer.state != CustomerState::kKnown) return 0;
  const int64_t per_unit = PointsPerUnit(draft.config().loyalty(), draft.command().business_date());
  const int64_t net_minor = completed.subtotal_minor() - completed.discount_minor();
  return MultiplyDivide(net_minor, per_unit, MinorPerUnit(sale.currency_code)).value_or(0);
}

int64_t PointsReversed(const Sale& sale, const event::v1::ItemsReturned& returned) {
  const int64_t points = sale.completed.loyalty_points();
  Turnover turnover = TurnoverOf(sale);
  if (points == 0 || turnover.net_minor <= 0) return 0;
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    const SaleLine* const line = sale.FindLine(back.line());
    if (line == nullptr || !IsTurnover(line->sold.kind())) continue;
    turnover.returned_minor = AddClamped(turnover.returned_minor, back.amount_minor());
  }
  const int64_t returned_minor = std::min(turnover.returned_minor, turnover.net_minor);
  const auto share = MultiplyDivide(points, returned_minor, turnover.net_minor);
  return std::max<int64_t>(share.value_or(points) - sale.reversed_points, 0);
}

void EarnPoints(const SaleInHand& hand, int64_t points, Draft& draft) {
  if (points <= 0 || !hand.sale.customer_id) return;
  event::v1::LoyaltyPointsEarned& earned =
      *draft.Record(CustomerStream(*hand.sale.customer_id)).mutable_loyalty_points_earned();
  earned.set_points(points);
  earned.set_sale_id(Bytes(hand.id));
}

void ReversePoints(const SaleInHand& hand, int64_t points, Draft& draft) {
  if (points <= 0 || !hand.sale.customer_id) return;
  event::v1::LoyaltyPointsReversed& reversed =
      *draft.Record(CustomerStream(*hand.sale.customer_id)).mutable_loyalty_points_reversed();
  reversed.set_points(points);
  reversed.set_sale_id(Bytes(hand.id));
}

absl::Status CheckCustomerPayment(const edge::v1::ReceivePayment& receive, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckNamed("", receive.tender(), receive.customer_id(),
                                     receive.amount().minor_units(), draft));
  if (receive.customer_id().empty()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const CustomerInHand hand,
                           ReadCustomer("customer_id", receive.customer_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(
      draft.Object(CheckAsk("a till cannot take money off a customer's books by itself", draft)));
  DAYBOOK_RETURN_IF_ERROR(
      draft.Object(CheckCustomerState(hand.customer.state, CustomerAct::kPay, hand.id)));
  return draft.Object(CheckThere(receive, hand.customer, draft));
}

absl::Status CheckCustomerRefunds(const Refunds& refunds, const Sale& sale, Draft& draft) {
  for (const edge::v1::Refund& refund : refunds) {
    DAYBOOK_RETURN_IF_ERROR(CheckNamed("refunds.", refund.tender(), refund.customer_id(),
                                       refund.amount().minor_units(), draft));
    const bool paid_so = std::ranges::any_of(sale.payments, [&](const auto& entry) {
      return entry.second.Counts() && entry.second.tender == refund.tender() &&
             !entry.second.customer_id.empty();
    });
    if (refund.customer_id().empty()) {
      if (paid_so) return FieldMissing("refunds.customer_id");
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const CustomerInHand hand,
                             ReadCustomer("refunds.customer_id", refund.customer_id(), draft));
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(CheckCustomerState(hand.customer.state, CustomerAct::kCredit, hand.id)));
  }
  return absl::OkStatus();
}

void FillPoints(event::v1::Payment& payment, const Draft& draft) {
  if (payment.tender() != event::v1::TENDER_LOYALTY_POINTS) return;
  const int64_t value_minor = draft.config().loyalty().point_value_minor();
  if (value_minor > 0) payment.set_points(payment.amount_minor() / value_minor);
}

void KeepCustomer(event::v1::Payment& payment, const Draft& draft) {
  const auto customer = ReadCustomer("customer_id", payment.customer_id(), draft);
  const bool can_be_booked =
      customer.ok() &&
      CheckNamed("", payment.tender(), payment.customer_id(), payment.amount_minor(), draft).ok();
  if (!can_be_booked) payment.clear_customer_id();
  if (can_be_booked) FillPoints(payment, draft);
}

void TakeOffCustomer(const event::v1::Payment& payment, const Uuid& sale_id, Draft& draft) {
  const auto customer_id = Uuid::FromBytes(payment.customer_id());
  if (!customer_id) return;
  if (payment.tender() == event::v1::TENDER_ACCOUNT) {
    return RecordAccountCharged(*customer_id, payment.amount_minor(), sale_id, payment.payment_id(),
                                draft);
  }
  const int64_t credit_minor = CustomerAfter(*customer_id, draft).credit_minor;
  event::v1::Event& event = draft.Record(CustomerStream(*customer_id));
  if (payment.tender() == event::v1::TENDER_LOYALTY_POINTS) {
    event::v1::LoyaltyPointsRedeemed& redeemed = *event.mutable_loyalty_points_redeemed();
    redeemed.set_points(payment.points());
    redeemed.set_amount_minor(payment.amount_minor());
    redeemed.set_sale_id(Bytes(sale_id));
    redeemed.set_payment_id(payment.payment_id());
    return;
  }
  event::v1::StoreCreditSpent& spent = *event.mutable_store_credit_spent();
  spent.set_amount_minor(payment.amount_minor());
  spent.set_sale_id(Bytes(sale_id));
  spent.set_payment_id(payment.payment_id());
  spent.set_balance_minor(AddClamped(credit_minor, -payment.amount_minor()));
}

void PutOnCustomer(const event::v1::Payment& payment, event::v1::StoreCreditReason reason,
                   const Uuid& sale_id, Draft& draft) {
  const auto customer_id = Uuid::FromBytes(payment.customer_id());
  if (!customer_id) return;
  if (payment.tender() == event::v1::TENDER_ACCOUNT) {
    return RecordAccountPaid(*customer_id, payment.amount_minor(), sale_id, payment.payment_id(),
                             draft);
  }
  const int64_t credit_minor = CustomerAfter(*customer_id, draft).credit_minor;
  event::v1::Event& event = draft.Record(CustomerStream(*customer_id));
  if (payment.tender() == event::v1::TENDER_LOYALTY_POINTS) {
    event::v1::LoyaltyPointsRestored& restored = *event.mutable_loyalty_points_restored();
    restored.set_points(payment.points());
    restored.set_sale_id(Bytes(sale_id));
    restored.set_payment_id(payment.payment_id());
    return;
  }
  event::v1::StoreCreditIssued& issued = *event.mutable_store_credit_issued();
  issued.set_amount_minor(payment.amount_minor());
  issued.set_sale_id(Bytes(sale_id));
  issued.set_payment_id(payment.payment_id());
  issued.set_reason(reason);
  issued.set_balance_minor(AddClamped(credit_minor, payment.amount_minor()));
}

}  // namespace daybook::domain
