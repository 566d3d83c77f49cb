// Tax by the rules of the shop's configuration: law is data.
//
// What the same rules tax is one group. Its combined rate is applied once per sale, rounded half
// away from zero, and spread by largest remainder: over the jurisdictions, ties to the rule that
// comes first in the configuration, and over the group's items, ties to the first.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "daybook/edge/v1/config.pb.h"
#include "daybook/event/v1/sale.pb.h"

namespace daybook::domain {

// How something is taxed.
struct TaxKind {
  std::string_view tax_category;
  event::v1::OrderType order_type = event::v1::ORDER_TYPE_UNSPECIFIED;

  auto operator<=>(const TaxKind&) const = default;
};

// Returns the rules that tax a kind on a date, one for each jurisdiction: of its rules those for
// the order type before those for any, of these the latest that is valid; in the order of the
// configuration. Empty: it cannot be sold. The pointers are into `shop`.
std::vector<const edge::v1::TaxRule*> TaxRulesFor(const TaxKind& kind, int32_t business_date,
                                                  const edge::v1::ShopConfig& shop);

// Something that is taxed.
struct Taxed {
  TaxKind kind;
  int64_t amount_minor = 0;  // As priced, not negative.
};

struct Tax {
  int64_t amount_minor = 0;
  std::vector<event::v1::TaxLine> lines;  // By tax category, then as the configuration has them.
  std::vector<int64_t> shares_minor;      // What each item bears of it, in their order.
};

// Returns the tax on the items. Where prices include tax it is in their amounts, otherwise on top.
// What has no rules is not taxed; a group of nothing leaves no line.
Tax TaxOf(std::span<const Taxed> items, bool prices_include_tax, int32_t business_date,
          const edge::v1::ShopConfig& shop);

}  // namespace daybook::domain
