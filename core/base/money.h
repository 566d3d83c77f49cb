// Sums of money in minor units, checked; and the only rounding there is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace daybook {

// Returns how many decimals the currency's minor unit has (ISO 4217: GBP 2, KRW 0, KWD 3), or
// nothing for a code that is not a currency of the list.
std::optional<int> CurrencyExponent(std::string_view currency_code);

// Returns a + b, or nothing if it does not fit.
std::optional<int64_t> CheckedAdd(int64_t a, int64_t b);

// Returns a × b ÷ divisor, rounded half away from zero, or nothing if it does not fit.
// REQUIRES: divisor > 0.
std::optional<int64_t> MultiplyDivide(int64_t a, int64_t b, int64_t divisor);

// Spreads `total` over `weights` in proportion, so that the shares add up to `total`: each gets its
// share rounded towards zero, and what is left goes, one unit each, to the largest remainders, ties
// to the lower index. All weights 0: everything goes to the first. REQUIRES: weights are not
// negative, at least one, and their sum fits.
std::vector<int64_t> SpreadByLargestRemainder(int64_t total, std::span<const int64_t> weights);

// Returns the amount for people: "4.50 GBP", "-0.05 GBP", "450 KRW".
std::string FormatMoney(int64_t minor_units, std::string_view currency_code);

// The same without the currency: "4.50".
std::string FormatAmount(int64_t minor_units, std::string_view currency_code);

}  // namespace daybook
