// Cash that is handed over: rounded to the smallest coin, in any currency, with its change.
#pragma once

#include <cstdint>

#include "core/base/status.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::domain {

// Returns what rounding to the shop's smallest coin adds to an amount, half away from zero; below
// 0, what it takes off.
int64_t CashRounding(int64_t amount_minor, const edge::v1::ShopConfig& shop);

// What becomes of what was handed over, in the shop's currency.
struct CashTaken {
  int64_t rounding_minor = 0;  // The amount and this stay.
  int64_t change_minor = 0;
};

// Returns what becomes of what was handed over for a payment of any tender. Errors: FIELD_INVALID
// if it was not cash, if it is less than the amount as rounded, if the exchange rate is none;
// FIELD_MISSING, CURRENCY_MISMATCH as CheckMoney.
absl::StatusOr<CashTaken> TakeCash(const edge::v1::ReceivePayment& receive, int64_t rounding_minor,
                                   const edge::v1::ShopConfig& shop);

}  // namespace daybook::domain
