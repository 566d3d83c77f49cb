#include "core/domain/at_stake.h"

#include "core/domain/bounds.h"
#include "core/domain/pricing.h"
#include "core/domain/refunds.h"

namespace daybook::domain {
namespace {

common::v1::Money InShopsCurrency(int64_t minor_units, const Draft& draft) {
  common::v1::Money money;
  money.set_currency_code(draft.config().currency_code());
  money.set_minor_units(minor_units);
  return money;
}

// Nothing if there is no such line: the rules will say so.
std::optional<common::v1::Money> ChangeOf(const edge::v1::OverridePrice& override_price,
                                          const Draft& draft) {
  const auto sale_id = Uuid::FromBytes(override_price.sale_id());
  if (!sale_id) return std::nullopt;
  const Sale& sale = draft.FindSale(*sale_id);
  const auto line = sale.lines.find(override_price.line());
  if (line == sale.lines.end()) return std::nullopt;
  const event::v1::SaleLine& sold = line->second.sold;
  const auto before = LineAmount(sold.unit_price_minor(), sold.quantity_milli());
  const auto after = LineAmount(override_price.unit_price().minor_units(), sold.quantity_milli());
  if (!before || !after) return std::nullopt;
  const int64_t change_minor = SubtractClamped(*after, *before);
  return InShopsCurrency(change_minor < 0 ? SubtractClamped(0, change_minor) : change_minor, draft);
}

}  // namespace

std::optional<common::v1::Money> AmountAtStake(const Draft& draft) {
  const edge::v1::Command& command = draft.command();
  if (command.has_override_price()) return ChangeOf(command.override_price(), draft);
  if (command.has_return_items()) {
    return InShopsCurrency(RefundedMinor(command.return_items().refunds()), draft);
  }
  const common::v1::Money* stated = AmountOf(command);
  return stated == nullptr ? std::nullopt : std::optional(*stated);
}

}  // namespace daybook::domain
