// Commands that change what a sale comes to without a line coming or going.
#include <algorithm>
#include <set>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/pricing.h"

namespace daybook::domain {
namespace {

using edge::v1::ApplyDiscount;
using edge::v1::ApplyServiceCharge;

constexpr int64_t kDiscountLimitPpm = 100'000;  // Unless the shop says otherwise.

absl::Status CheckFields(const ApplyDiscount& apply, std::string_view currency_code) {
  if (apply.discount() == 0) return FieldMissing("discount");
  if (apply.discount() < 0) return FieldInvalid("discount", "is below 1");
  if (!event::v1::DiscountReason_IsValid(apply.reason())) {
    return FieldInvalid("reason", "is none that this server knows");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckText("note", apply.note(), kReasonBytesMax));
  switch (apply.size_case()) {
    case ApplyDiscount::kRatePpm:
      return CheckRate("rate_ppm", apply.rate_ppm(), 1);
    case ApplyDiscount::kAmount:
      return CheckMoney("amount", apply.amount(), currency_code, 1);
    case ApplyDiscount::SIZE_NOT_SET:
      break;
  }
  return FieldMissing("size");
}

absl::Status CheckLines(const ApplyDiscount& apply, const Sale& sale) {
  for (const int32_t line : apply.lines()) DAYBOOK_RETURN_IF_ERROR(TakeLine(sale, line).status());
  std::vector<int32_t> lines(apply.lines().begin(), apply.lines().end());
  std::ranges::sort(lines);
  if (std::ranges::adjacent_find(lines) == lines.end()) return absl::OkStatus();
  return FieldInvalid("lines", "name a line twice");
}

absl::Status CheckNew(int32_t discount, const Sale& sale) {
  if (sale.FindDiscount(discount) != nullptr) {
    return Error(Reason::ERROR_REASON_DISCOUNT_EXISTS, "the sale has a discount {discount}",
                 {{"discount", discount}});
  }
  if (sale.discounts.size() < kSaleDiscountsMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "the sale has {discounts_max} discounts, as many as it may",
               {{"discounts_max", kSaleDiscountsMax}});
}

event::v1::SaleDiscountApplied AppliedOf(const ApplyDiscount& apply) {
  event::v1::SaleDiscountApplied applied;
  applied.set_discount(apply.discount());
  *applied.mutable_lines() = apply.lines();
  if (apply.has_amount()) {
    applied.set_amount_minor(apply.amount().minor_units());
  } else {
    applied.set_rate_ppm(apply.rate_ppm());
  }
  applied.set_reason(apply.reason());
  applied.set_note(apply.note());
  return applied;
}

// Whether `part` is more than `limit_ppm` of `whole`.
bool IsMore(int64_t part, int64_t whole, int64_t limit_ppm) {
  return static_cast<__int128>(part) * kRatePpmMax > static_cast<__int128>(whole) * limit_ppm;
}

// Beyond the shop's limit, of what it is taken off or of the whole sale, a discount needs
// somebody's approval.
absl::Status CheckSize(const event::v1::SaleDiscountApplied& applied, Sale sale, Draft& draft) {
  sale.discounts.push_back(DiscountOf(applied));
  const SalePrice price = PriceOf(sale, draft.config());
  const int64_t base_minor = price.discounts.back().base_minor;
  const int64_t wanted_minor = price.discounts.back().wanted_minor;
  const std::string_view currency_code = draft.config().currency_code();
  if (wanted_minor > base_minor) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(Error(
        Reason::ERROR_REASON_DISCOUNT_EXCEEDS_PRICE, "{discount} is more than the {price} it is on",
        {{"discount", FormatMoney(wanted_minor, currency_code)},
         {"discount_minor", wanted_minor},
         {"price", FormatMoney(base_minor, currency_code)},
         {"price_minor", base_minor}})));
  }
  const int64_t limit_ppm = draft.config().has_discount_limit_ppm()
                                ? draft.config().discount_limit_ppm()
                                : kDiscountLimitPpm;
  const int64_t by_hand_minor = price.discount_minor - SumOf(price.offers_minor);
  const bool within = !IsMore(wanted_minor, base_minor, limit_ppm) &&
                      !IsMore(by_hand_minor, price.subtotal_minor, limit_ppm);
  return within ? absl::OkStatus() : draft.Require(StepUp::kExceedDiscountLimit, wanted_minor);
}

absl::Status CheckFields(const ApplyServiceCharge& apply) {
  DAYBOOK_RETURN_IF_ERROR(CheckRate("rate_ppm", apply.rate_ppm(), 0));
  if (apply.rate_ppm() == 0) return absl::OkStatus();
  return CheckRequiredText("tax_category", apply.tax_category(), kCodeBytesMax);
}

ServiceCharge ChargeOf(const ApplyServiceCharge& apply) {
  if (apply.rate_ppm() == 0) return {};
  return {.rate_ppm = apply.rate_ppm(),
          .mandatory = apply.mandatory(),
          .tax_category = apply.tax_category()};
}

// Returns the tax categories of what the change concerns: of a line and what is part of it, or of
// all that go with the sale.
std::set<std::string_view> ConcernedBy(const edge::v1::ChangeOrderType& change, const Sale& sale) {
  std::set<std::string_view> categories;
  for (const auto& [number, line] : sale.lines) {
    if (line.removed) continue;
    const bool concerned =
        change.line() == 0 ? line.order_type == event::v1::ORDER_TYPE_UNSPECIFIED
                           : number == change.line() || line.sold.parent_line() == change.line();
    if (concerned && IsTurnover(line.sold.kind())) categories.merge(TaxCategoriesOf(line.sold));
  }
  return categories;
}

}  // namespace

absl::Status DecideCase(const edge::v1::OverridePrice& override_price, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(
      CheckMoney("unit_price", override_price.unit_price(), draft.config().currency_code(), 0));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", override_price.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(override_price.sale_id(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleLine* line, TakeLine(hand.sale, override_price.line()));
  const int64_t price_minor = override_price.unit_price().minor_units();
  if (price_minor == line->sold.unit_price_minor()) return absl::OkStatus();
  event::v1::SaleLine after = line->sold;
  after.set_unit_price_minor(price_minor);
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t amount_minor,
                           AmountInSale(hand.sale, after, line->sold.amount_minor()));

  event::v1::SalePriceOverridden& overridden =
      *draft.RecordOnSale(hand.id).mutable_sale_price_overridden();
  overridden.set_line(override_price.line());
  overridden.set_from_unit_price_minor(line->sold.unit_price_minor());
  overridden.set_unit_price_minor(price_minor);
  overridden.set_amount_minor(amount_minor);
  overridden.set_reason(override_price.reason());
  return absl::OkStatus();
}

absl::Status DecideCase(const ApplyDiscount& apply, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(apply, draft.config().currency_code()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(apply.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNew(apply.discount(), hand.sale));
  DAYBOOK_RETURN_IF_ERROR(CheckLines(apply, hand.sale));
  event::v1::SaleDiscountApplied applied = AppliedOf(apply);
  DAYBOOK_RETURN_IF_ERROR(CheckSize(applied, hand.sale, draft));

  *draft.RecordOnSale(hand.id).mutable_sale_discount_applied() = std::move(applied);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::RemoveDiscount& remove, Draft& draft) {
  if (remove.discount() == 0) return FieldMissing("discount");
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(remove.sale_id(), draft));
  const Discount* const discount = hand.sale.FindDiscount(remove.discount());
  if (discount == nullptr || discount->removed) {
    return Error(Reason::ERROR_REASON_DISCOUNT_UNKNOWN, "the sale has no discount {discount}",
                 {{"discount", remove.discount()}});
  }

  draft.RecordOnSale(hand.id).mutable_sale_discount_removed()->set_discount(remove.discount());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ChangeOrderType& change, Draft& draft) {
  if (!event::v1::OrderType_IsValid(change.order_type())) {
    return FieldInvalid("order_type", "is none that this server knows");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(change.sale_id(), draft));
  const SaleLine* line = nullptr;
  if (change.line() != 0) {
    DAYBOOK_ASSIGN_OR_RETURN(line, TakeLine(hand.sale, change.line()));
  }
  const auto before = line == nullptr ? hand.sale.order_type : line->order_type;
  if (before == change.order_type()) return absl::OkStatus();
  for (const std::string_view tax_category : ConcernedBy(change, hand.sale)) {
    DAYBOOK_RETURN_IF_ERROR(CheckTaxed({tax_category, change.order_type()}, hand.sale, draft));
  }

  event::v1::SaleOrderTypeChanged& changed =
      *draft.RecordOnSale(hand.id).mutable_sale_order_type_changed();
  changed.set_line(change.line());
  changed.set_order_type(change.order_type());
  return absl::OkStatus();
}

absl::Status DecideCase(const ApplyServiceCharge& apply, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(apply));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(apply.sale_id(), draft));
  const ServiceCharge& before = hand.sale.service_charge;
  const ServiceCharge charge = ChargeOf(apply);
  if (charge == before) return absl::OkStatus();
  if (charge.rate_ppm != 0) {
    DAYBOOK_RETURN_IF_ERROR(
        CheckTaxed({charge.tax_category, hand.sale.order_type}, hand.sale, draft));
  }
  if (before.mandatory && charge.rate_ppm < before.rate_ppm) {
    DAYBOOK_RETURN_IF_ERROR(draft.Require(StepUp::kWaiveServiceCharge));
  }

  event::v1::ServiceChargeApplied& applied =
      *draft.RecordOnSale(hand.id).mutable_service_charge_applied();
  applied.set_rate_ppm(charge.rate_ppm);
  applied.set_mandatory(charge.mandatory);
  applied.set_tax_category(charge.tax_category);
  return absl::OkStatus();
}

}  // namespace daybook::domain
