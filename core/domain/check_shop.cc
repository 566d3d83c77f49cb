// Whether a shop's configuration can be worked with.
#include <set>
#include <string>
#include <tuple>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/fields.h"
#include "core/domain/rules.h"

namespace daybook::domain {
namespace {

using edge::v1::ShopConfig;
using edge::v1::TaxRule;

constexpr int64_t kRatePpmMax = 1'000'000;

absl::Status ConfigInvalid(std::string_view field, std::string_view problem) {
  return Error(Reason::ERROR_REASON_CONFIG_INVALID, "shop: {field} {problem}",
               {{"field", field}, {"problem", problem}});
}

absl::Status CheckCode(std::string_view field, std::string_view text) {
  const absl::Status checked = CheckRequiredText(field, text, kCodeBytesMax);
  if (checked.ok()) return checked;
  return Error(Reason::ERROR_REASON_CONFIG_INVALID, "shop: {problem}",
               {{"field", field}, {"problem", MessageOf(checked)}});
}

absl::Status CheckRule(const TaxRule& rule) {
  DAYBOOK_RETURN_IF_ERROR(CheckCode("tax_rules.tax_category", rule.tax_category()));
  DAYBOOK_RETURN_IF_ERROR(CheckCode("tax_rules.jurisdiction", rule.jurisdiction()));
  if (rule.rate_ppm() < 0 || rule.rate_ppm() > kRatePpmMax) {
    return ConfigInvalid("tax_rules.rate_ppm", "is not from 0 to 1000000");
  }
  if (rule.valid_from() != 0 && !IsBusinessDate(rule.valid_from())) {
    return ConfigInvalid("tax_rules.valid_from",
                         "is not a day of the calendar, as the number yyyymmdd");
  }
  return absl::OkStatus();
}

absl::Status CheckRules(const ShopConfig& shop) {
  if (shop.tax_rules_size() > kTaxRulesMax) return ConfigInvalid("tax_rules", "are too many");
  std::set<std::tuple<std::string, std::string, int32_t>> known;
  for (const TaxRule& rule : shop.tax_rules()) {
    DAYBOOK_RETURN_IF_ERROR(CheckRule(rule));
    if (!known.emplace(rule.tax_category(), rule.jurisdiction(), rule.valid_from()).second) {
      return ConfigInvalid("tax_rules", "hold two for one category, jurisdiction and first date");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckShop(const ShopConfig& shop) {
  DAYBOOK_RETURN_IF_ERROR(CheckCode("store", shop.store()));
  if (!CurrencyExponent(shop.currency_code())) {
    return ConfigInvalid("currency_code", "is no currency of ISO 4217");
  }
  const std::string_view location = StockLocation(shop);
  DAYBOOK_RETURN_IF_ERROR(CheckCode("stock_location", location));
  if (location.find('/') != std::string_view::npos) {
    return ConfigInvalid("stock_location", "holds a slash");
  }
  return CheckRules(shop);
}

}  // namespace daybook::domain
