// Tax by the rules of the shop's configuration: law is data.
//
// The lines of one tax category are one group. Its combined rate is applied once per sale, rounded
// half away from zero, and spread over the jurisdictions by largest remainder, ties to the rule
// that comes first in the configuration.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/sale.h"
#include "daybook/edge/v1/config.pb.h"
#include "daybook/event/v1/sale.pb.h"

namespace daybook::domain {

// Returns the rules that tax a category on a date, one for each jurisdiction (of its rules the
// latest that is valid), in the order of the configuration. Empty: it cannot be sold. The pointers
// are into `shop`.
std::vector<const edge::v1::TaxRule*> TaxRulesFor(std::string_view tax_category,
                                                  int32_t business_date,
                                                  const edge::v1::ShopConfig& shop);

struct Tax {
  int64_t amount_minor = 0;
  std::vector<event::v1::TaxLine> lines;  // By tax category, then as TaxRulesFor.
};

// Returns the tax on sums by tax category. Where prices include tax it is in the sums, otherwise on
// top. A category without rules is not taxed; a sum of 0 leaves no line.
Tax TaxOf(const std::map<std::string, CountedSum>& sums, bool prices_include_tax,
          int32_t business_date, const edge::v1::ShopConfig& shop);

}  // namespace daybook::domain
