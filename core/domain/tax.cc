#include "core/domain/tax.h"

#include <algorithm>
#include <iterator>
#include <map>

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

// What the same rules tax: the items by their places.
struct Group {
  std::vector<const TaxRule*> rules;
  std::vector<size_t> items;
};

// Returns the groups by tax category, then by the first item of each. A category's kinds may fall
// into one group: their order type may not matter.
std::vector<Group> GroupsOf(std::span<const Taxed> items, int32_t business_date,
                            const edge::v1::ShopConfig& shop) {
  std::map<TaxKind, std::vector<const TaxRule*>> rules_of;
  std::map<std::string_view, std::vector<Group>> by_category;
  for (size_t i = 0; i < items.size(); ++i) {
    const TaxKind& kind = items[i].kind;
    const auto [rules, is_new] = rules_of.try_emplace(kind);
    if (is_new) rules->second = TaxRulesFor(kind, business_date, shop);
    if (rules->second.empty()) continue;
    std::vector<Group>& groups = by_category[kind.tax_category];
    auto group = std::ranges::find(groups, rules->second, &Group::rules);
    if (group == groups.end()) group = groups.insert(group, Group{rules->second, {}});
    group->items.push_back(i);
  }
  std::vector<Group> ordered;
  for (auto& [category, groups] : by_category)
    std::ranges::move(groups, std::back_inserter(ordered));
  return ordered;
}

void AddLines(const Group& group, int64_t sum_minor, int64_t amount_minor, bool included,
              Tax& tax) {
  std::vector<int64_t> rates;
  for (const TaxRule* rule : group.rules) rates.push_back(rule->rate_ppm());
  const std::vector<int64_t> shares = SpreadByLargestRemainder(amount_minor, rates);
  for (size_t i = 0; i < group.rules.size(); ++i) {
    event::v1::TaxLine& line = tax.lines.emplace_back();
    line.set_jurisdiction(group.rules[i]->jurisdiction());
    line.set_tax_category(group.rules[i]->tax_category());
    line.set_rate_ppm(group.rules[i]->rate_ppm());
    line.set_base_minor(included ? sum_minor - amount_minor : sum_minor);
    line.set_amount_minor(shares[i]);
  }
}

void AddGroup(const Group& group, std::span<const Taxed> items, bool included, Tax& tax) {
  int64_t combined_ppm = 0;
  for (const TaxRule* rule : group.rules) combined_ppm += rule->rate_ppm();
  std::vector<int64_t> amounts;
  int64_t sum_minor = 0;
  for (const size_t item : group.items) {
    amounts.push_back(items[item].amount_minor);
    sum_minor = AddClamped(sum_minor, items[item].amount_minor);
  }
  if (sum_minor == 0) return;
  const int64_t amount_minor = GroupTax(sum_minor, combined_ppm, included);
  AddLines(group, sum_minor, amount_minor, included, tax);
  tax.amount_minor = AddClamped(tax.amount_minor, amount_minor);
  const std::vector<int64_t> shares = SpreadByLargestRemainder(amount_minor, amounts);
  for (size_t i = 0; i < shares.size(); ++i) tax.shares_minor[group.items[i]] = shares[i];
}

// Whether `rule` says it better than `known`, of the same category and jurisdiction.
bool Precedes(const TaxRule& rule, const TaxRule& known) {
  const bool specific = rule.order_type() != event::v1::ORDER_TYPE_UNSPECIFIED;
  const bool known_specific = known.order_type() != event::v1::ORDER_TYPE_UNSPECIFIED;
  return specific == known_specific ? rule.valid_from() > known.valid_from() : specific;
}

}  // namespace

std::vector<const TaxRule*> TaxRulesFor(const TaxKind& kind, int32_t business_date,
                                        const edge::v1::ShopConfig& shop) {
  std::vector<const TaxRule*> rules;
  for (const TaxRule& rule : shop.tax_rules()) {
    if (rule.tax_category() != kind.tax_category || rule.valid_from() > business_date) continue;
    const bool for_any = rule.order_type() == event::v1::ORDER_TYPE_UNSPECIFIED;
    if (!for_any && rule.order_type() != kind.order_type) continue;
    const auto same = std::ranges::find(rules, rule.jurisdiction(), &TaxRule::jurisdiction);
    if (same == rules.end()) {
      rules.push_back(&rule);
    } else if (Precedes(rule, **same)) {
      *same = &rule;
    }
  }
  return rules;
}

Tax TaxOf(std::span<const Taxed> items, bool prices_include_tax, int32_t business_date,
          const edge::v1::ShopConfig& shop) {
  Tax tax;
  tax.shares_minor.resize(items.size());
  for (const Group& group : GroupsOf(items, business_date, shop)) {
    AddGroup(group, items, prices_include_tax, tax);
  }
  return tax;
}

}  // namespace daybook::domain
