// What sales, payments and returns do to the books of customers: points, store credit, the account.
#pragma once

#include "core/domain/customer.h"
#include "core/domain/decide.h"
#include "core/domain/refunds.h"

namespace daybook::domain {

StreamId CustomerStream(const Uuid& customer_id);

// Returns the customer with what the draft has recorded of them.
Customer CustomerAfter(const Uuid& customer_id, const Draft& draft);

// Errors: CURRENCY_MISMATCH if the customer's books are in another currency than the shop.
absl::Status CheckCustomerCurrency(const Customer& customer, const Draft& draft);

// A line that names a customer is of kind ACCOUNT_PAYMENT and pays a known one's account. Objects
// with CUSTOMER_UNKNOWN, CUSTOMER_ERASED. Errors: FIELD_INVALID, CURRENCY_MISMATCH.
absl::Status CheckAccountLine(const edge::v1::AddLineItem& add, Draft& draft);

// The lines of a sale that pay accounts do so; or no longer do. Objects with CUSTOMER_ERASED.
absl::Status PayAccounts(const SaleInHand& hand, Draft& draft);
void TakeAccountPaymentsBack(const SaleInHand& hand, Draft& draft);
void TakeAccountPaymentsBack(const event::v1::ItemsReturned& returned, const SaleInHand& hand,
                             Draft& draft);

// Returns the points that a sale earns its customer by the rules of the business date of its
// completion.
int64_t PointsEarned(const Sale& sale, const event::v1::SaleCompleted& completed,
                     const Draft& draft);
// Returns the points that go back with a return: the share of all that came back so far less what
// went before.
int64_t PointsReversed(const Sale& sale, const event::v1::ItemsReturned& returned);

// Record points on the stream of the sale's customer.
void EarnPoints(const SaleInHand& hand, int64_t points, Draft& draft);
void ReversePoints(const SaleInHand& hand, int64_t points, Draft& draft);

// Whether a payment may be taken off the customer's books that it names, if it names one. Objects
// with NOT_AN_OWN_COMMAND, CUSTOMER_UNKNOWN, CUSTOMER_ERASED, CREDIT_LOW, POINTS_LOW,
// ACCOUNT_LIMIT. Errors: FIELD_MISSING, FIELD_INVALID, CURRENCY_MISMATCH.
absl::Status CheckCustomerPayment(const edge::v1::ReceivePayment& receive, Draft& draft);

// The same for refunds, which go back onto the customer's books.
absl::Status CheckCustomerRefunds(const Refunds& refunds, const Sale& sale, Draft& draft);

// Says how many points a payment or a refund with them comes to. Of one whose command is set aside,
// leaves the customer out unless that can be booked.
void FillPoints(event::v1::Payment& payment, const Draft& draft);
void KeepCustomer(event::v1::Payment& payment, const Draft& draft);

// A payment is taken off, or a payment or refund goes back onto, the customer's book that it names,
// if it does.
void TakeOffCustomer(const event::v1::Payment& payment, const Uuid& sale_id, Draft& draft);
void PutOnCustomer(const event::v1::Payment& payment, event::v1::StoreCreditReason reason,
                   const Uuid& sale_id, Draft& draft);

}  // namespace daybook::domain
