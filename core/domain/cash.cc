#include "core/domain/cash.h"

#include <algorithm>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

using edge::v1::ReceivePayment;

bool IsForeign(const ReceivePayment& receive, const edge::v1::ShopConfig& shop) {
  return receive.tendered().currency_code() != shop.currency_code();
}

int64_t PowerOfTen(int exponent) {
  int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// Returns what the foreign cash is worth in the shop's currency, half away from zero.
absl::StatusOr<int64_t> ValueOf(const common::v1::Money& tendered, int64_t exchange_rate_ppm,
                                const edge::v1::ShopConfig& shop) {
  if (exchange_rate_ppm <= 0 || exchange_rate_ppm > kExchangeRatePpmMax) {
    return FieldInvalid("exchange_rate_ppm", "is not what one of another currency may be worth");
  }
  const int decimals = CurrencyExponent(shop.currency_code()).value_or(0);
  const int foreign_decimals = CurrencyExponent(tendered.currency_code()).value_or(0);
  const auto value =
      MultiplyDivide(tendered.minor_units(), exchange_rate_ppm * PowerOfTen(decimals),
                     kRatePpmMax * PowerOfTen(foreign_decimals));
  if (!value || *value > kAmountMinorMax) {
    return FieldInvalid("tendered", "is worth more than an amount may be");
  }
  return *value;
}

absl::StatusOr<int64_t> TenderedValue(const ReceivePayment& receive,
                                      const edge::v1::ShopConfig& shop) {
  const common::v1::Money& tendered = receive.tendered();
  DAYBOOK_RETURN_IF_ERROR(CheckAnyMoney("tendered", tendered, 1));
  if (IsForeign(receive, shop)) return ValueOf(tendered, receive.exchange_rate_ppm(), shop);
  if (receive.exchange_rate_ppm() == 0) return tendered.minor_units();
  return FieldInvalid("exchange_rate_ppm", "belongs to cash in another currency");
}

}  // namespace

int64_t CashRounding(int64_t amount_minor, const edge::v1::ShopConfig& shop) {
  const int64_t coin_minor = std::max<int64_t>(shop.cash_rounding_minor(), 1);
  const auto coins = MultiplyDivide(amount_minor, 1, coin_minor);
  const auto rounded = MultiplyDivide(coins.value_or(0), coin_minor, 1);
  return rounded.value_or(amount_minor) - amount_minor;
}

absl::StatusOr<CashTaken> TakeCash(const ReceivePayment& receive, int64_t rounding_minor,
                                   const edge::v1::ShopConfig& shop) {
  CashTaken taken{.rounding_minor = rounding_minor};
  if (!receive.has_tendered()) {
    if (receive.exchange_rate_ppm() == 0) return taken;
    return FieldInvalid("exchange_rate_ppm", "belongs to cash that was handed over");
  }
  if (receive.tender() != event::v1::TENDER_CASH) {
    return FieldInvalid("tendered", "belongs to cash alone");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t value_minor, TenderedValue(receive, shop));
  const int64_t kept_minor = receive.amount().minor_units() + rounding_minor;
  if (value_minor < kept_minor) return FieldInvalid("tendered", "is less than the amount");
  taken.change_minor = value_minor - kept_minor;
  return taken;
}

}  // namespace daybook::domain
