#include "core/domain/safe.h"

namespace daybook::domain {

StreamId SafeStream(const edge::v1::ShopConfig& shop) {
  return {Category::CATEGORY_SAFE, shop.store()};
}

void Evolve(Safe& safe, const event::v1::Event& event) {
  ++safe.version;
  const auto add = [&](const common::v1::Money& amount, int64_t sign) {
    AddCash(amount.currency_code(), sign * amount.minor_units(), safe.expected);
  };
  if (event.has_safe_deposited()) add(event.safe_deposited().amount(), 1);
  if (event.has_safe_withdrawn()) add(event.safe_withdrawn().amount(), -1);
  if (event.has_bank_deposit_prepared()) add(event.bank_deposit_prepared().amount(), -1);
}

}  // namespace daybook::domain
