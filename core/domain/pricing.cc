#include "core/domain/pricing.h"

#include "core/base/money.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

constexpr int64_t kMilliPerUnit = 1'000;

}  // namespace

std::optional<int64_t> LineAmount(int64_t unit_price_minor, int64_t quantity_milli) {
  const auto amount = MultiplyDivide(unit_price_minor, quantity_milli, kMilliPerUnit);
  if (!amount || *amount > kAmountMinorMax) return std::nullopt;
  return amount;
}

SaleTotal TotalOf(const Sale& sale, const edge::v1::ShopConfig& shop) {
  SaleTotal total;
  total.subtotal_minor = sale.subtotal_minor;
  total.tax = TaxOf(sale.by_tax_category, sale.prices_include_tax, sale.start_business_date, shop);
  if (!sale.prices_include_tax) total.added_tax_minor = total.tax.amount_minor;
  total.total_minor = AddClamped(total.subtotal_minor, total.added_tax_minor);
  return total;
}

}  // namespace daybook::domain
