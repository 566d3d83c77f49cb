#include "core/base/money.h"

#include <algorithm>
#include <numeric>

#include "core/base/check.h"
#include "fmt/format.h"

namespace daybook {
namespace {

// ISO 4217, list one, as of 2024-06-25, by exponent.
constexpr std::string_view kExponent0 =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view kExponent2 =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD "
    "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "
    "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD "
    "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
    "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
    "VES WST XCD YER ZAR ZMW ZWG";
constexpr std::string_view kExponent3 = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view kExponent4 = "CLF UYW";

bool Lists(std::string_view codes, std::string_view code) {
  for (size_t at = 0; at < codes.size(); at += 4) {
    if (codes.substr(at, 3) == code) return true;
  }
  return false;
}

}  // namespace

std::optional<int> CurrencyExponent(std::string_view currency_code) {
  if (Lists(kExponent2, currency_code)) return 2;
  if (Lists(kExponent0, currency_code)) return 0;
  if (Lists(kExponent3, currency_code)) return 3;
  if (Lists(kExponent4, currency_code)) return 4;
  return std::nullopt;
}

std::optional<int64_t> CheckedAdd(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

std::optional<int64_t> MultiplyDivide(int64_t a, int64_t b, int64_t divisor) {
  DAYBOOK_CHECK(divisor > 0);
  const __int128 product = static_cast<__int128>(a) * b;
  __int128 quotient = product / divisor;
  const __int128 remainder = product % divisor;
  const __int128 magnitude = remainder < 0 ? -remainder : remainder;
  if (2 * magnitude >= divisor) quotient += product < 0 ? -1 : 1;
  if (quotient > INT64_MAX || quotient < INT64_MIN) return std::nullopt;
  return static_cast<int64_t>(quotient);
}

std::vector<int64_t> SpreadByLargestRemainder(int64_t total, std::span<const int64_t> weights) {
  DAYBOOK_CHECK(!weights.empty());
  const int64_t sum = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  std::vector<int64_t> shares(weights.size(), 0);
  if (sum == 0) {
    shares[0] = total;
    return shares;
  }
  std::vector<std::pair<__int128, size_t>> remainders;
  remainders.reserve(weights.size());
  int64_t left = total;
  for (size_t i = 0; i < weights.size(); ++i) {
    DAYBOOK_CHECK(weights[i] >= 0);
    const __int128 product = static_cast<__int128>(total) * weights[i];
    shares[i] = static_cast<int64_t>(product / sum);
    left -= shares[i];
    const __int128 remainder = product % sum;
    remainders.emplace_back(remainder < 0 ? remainder : -remainder, i);
  }
  const int64_t unit = left < 0 ? -1 : 1;
  const auto largest_end = remainders.begin() + left * unit;
  std::nth_element(remainders.begin(), largest_end, remainders.end());
  for (auto at = remainders.begin(); at != largest_end; ++at) shares[at->second] += unit;
  return shares;
}

std::string FormatAmount(int64_t minor_units, std::string_view currency_code) {
  const int exponent = CurrencyExponent(currency_code).value_or(0);
  const std::string_view sign = minor_units < 0 ? "-" : "";
  const uint64_t magnitude =
      minor_units < 0 ? uint64_t{0} - static_cast<uint64_t>(minor_units) : minor_units;
  if (exponent == 0) return fmt::format("{}{}", sign, magnitude);
  uint64_t scale = 1;
  for (int i = 0; i < exponent; ++i) scale *= 10;
  return fmt::format("{}{}.{:0{}}", sign, magnitude / scale, magnitude % scale, exponent);
}

std::string FormatMoney(int64_t minor_units, std::string_view currency_code) {
  return fmt::format("{} {}", FormatAmount(minor_units, currency_code), currency_code);
}

}  // namespace daybook
