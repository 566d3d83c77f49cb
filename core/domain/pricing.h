// What lines and sales come to.
#pragma once

#include <cstdint>
#include <optional>

#include "core/domain/sale.h"
#include "core/domain/tax.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::domain {

// Returns unit price × quantity, half away from zero; nothing beyond kAmountMinorMax.
std::optional<int64_t> LineAmount(int64_t unit_price_minor, int64_t quantity_milli);

// What a sale comes to as it stands.
struct SaleTotal {
  int64_t subtotal_minor = 0;   // The lines, as priced.
  int64_t added_tax_minor = 0;  // On top; 0 where prices include tax.
  int64_t total_minor = 0;
  Tax tax;
};

// The rates are those of the business date on which the sale was started: what was due stays due,
// whenever it is paid and completed.
SaleTotal TotalOf(const Sale& sale, const edge::v1::ShopConfig& shop);

}  // namespace daybook::domain
