// What follows from a command on other streams.
#pragma once

#include "core/domain/decide.h"

namespace daybook::domain {

// The sale's document gets the next number of its register's series.
void IssueDocument(const SaleInHand& hand, const event::v1::SaleCompleted& completed, Draft& draft);

// The goods of the sale leave the stock, one event for each SKU, in its order.
void TakeFromStock(const SaleInHand& hand, Draft& draft);

// What is recorded on a business day opens it, first in the entry. On a closed day it is objected
// to, and an own command leaves a supplement of the figures that it adds. Errors:
// BUSINESS_DAY_CLOSED, OPEN_MAX.
absl::Status KeepBusinessDay(Draft& draft);

// Records that the command's business day is open. Errors: OPEN_MAX.
absl::Status OpenBusinessDay(Draft& draft);

// Errors: OPEN_MAX if the shop has as many open drawer sessions and business days as it may.
absl::Status CheckOpenBooks(const Draft& draft);

absl::Status BusinessDayIsClosed(int32_t business_date);

}  // namespace daybook::domain
