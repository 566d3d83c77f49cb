#include "core/domain/tax.h"

#include <algorithm>

#include "core/base/money.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using edge::v1::TaxRule;

constexpr int64_t kPpmPerWhole = 1'000'000;

// Returns the tax of one group at the combined rate.
int64_t GroupTax(int64_t sum_minor, int64_t rate_ppm, bool included) {
  const int64_t divisor = included ? kPpmPerWhole + rate_ppm : kPpmPerWhole;
  return MultiplyDivide(sum_minor, rate_ppm, divisor).value_or(INT64_MAX);
}

void AddGroup(const std::vector<const TaxRule*>& rules, int64_t sum_minor, bool included,
              Tax& tax) {
  std::vector<int64_t> rates;
  int64_t combined_ppm = 0;
  for (const TaxRule* rule : rules) {
    rates.push_back(rule->rate_ppm());
    combined_ppm += rule->rate_ppm();
  }
  const int64_t amount = GroupTax(sum_minor, combined_ppm, included);
  const std::vector<int64_t> shares = SpreadByLargestRemainder(amount, rates);
  for (size_t i = 0; i < rules.size(); ++i) {
    event::v1::TaxLine& line = tax.lines.emplace_back();
    line.set_jurisdiction(rules[i]->jurisdiction());
    line.set_tax_category(rules[i]->tax_category());
    line.set_rate_ppm(rules[i]->rate_ppm());
    line.set_base_minor(included ? sum_minor - amount : sum_minor);
    line.set_amount_minor(shares[i]);
  }
  tax.amount_minor = AddClamped(tax.amount_minor, amount);
}

}  // namespace

std::vector<const TaxRule*> TaxRulesFor(std::string_view tax_category, int32_t business_date,
                                        const edge::v1::ShopConfig& shop) {
  std::vector<const TaxRule*> rules;
  for (const TaxRule& rule : shop.tax_rules()) {
    if (rule.tax_category() != tax_category || rule.valid_from() > business_date) continue;
    const auto same = std::ranges::find_if(
        rules, [&](const TaxRule* other) { return other->jurisdiction() == rule.jurisdiction(); });
    if (same == rules.end()) {
      rules.push_back(&rule);
    } else if (rule.valid_from() > (*same)->valid_from()) {
      *same = &rule;
    }
  }
  return rules;
}

Tax TaxOf(const std::map<std::string, CountedSum>& sums, bool prices_include_tax,
          int32_t business_date, const edge::v1::ShopConfig& shop) {
  Tax tax;
  for (const auto& [tax_category, sum] : sums) {
    if (sum.amount_minor == 0) continue;
    const auto rules = TaxRulesFor(tax_category, business_date, shop);
    if (!rules.empty()) AddGroup(rules, sum.amount_minor, prices_include_tax, tax);
  }
  return tax;
}

}  // namespace daybook::domain
