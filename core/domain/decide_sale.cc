// Commands on the lines of a sale, and its beginning and end without money.
#include "core/base/business_date.h"
#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/pricing.h"

namespace daybook::domain {
namespace {

using edge::v1::AddLineItem;

absl::Status AmountOverflow(int32_t line) {
  return Error(Reason::ERROR_REASON_AMOUNT_OVERFLOW,
               "with line {line} the sale comes to more than a sale may",
               {{"line", line}, {"amount_minor_max", kAmountMinorMax}});
}

absl::Status CheckFields(const AddLineItem& add, std::string_view currency_code) {
  if (add.line() == 0) return FieldMissing("line");
  if (add.line() < 0) return FieldInvalid("line", "is below 1");
  if (!event::v1::LineKind_IsValid(add.kind())) {
    return FieldInvalid("kind", "is none that this server knows");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("sku", add.sku(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("name", add.name(), kNameBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("category", add.category(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("quantity_milli", add.quantity_milli()));
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("unit_price", add.unit_price(), currency_code, 0));
  return CheckRequiredText("tax_category", add.tax_category(), kCodeBytesMax);
}

absl::Status CheckRoom(const AddLineItem& add, const Sale& sale) {
  if (sale.lines.contains(add.line())) {
    return Error(Reason::ERROR_REASON_LINE_EXISTS, "the sale has a line {line}",
                 {{"line", add.line()}});
  }
  if (sale.lines.size() >= kSaleLinesMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the sale has {lines_max} lines, as many as it may",
                 {{"lines_max", kSaleLinesMax}});
  }
  return absl::OkStatus();
}

event::v1::SaleLine LineOf(const AddLineItem& add, int64_t amount_minor) {
  event::v1::SaleLine line;
  line.set_line(add.line());
  line.set_kind(add.kind() == event::v1::LINE_KIND_UNSPECIFIED ? event::v1::LINE_KIND_GOODS
                                                               : add.kind());
  line.set_sku(add.sku());
  line.set_name(add.name());
  line.set_category(add.category());
  line.set_quantity_milli(add.quantity_milli());
  line.set_unit_price_minor(add.unit_price().minor_units());
  line.set_tax_category(add.tax_category());
  line.set_amount_minor(amount_minor);
  return line;
}

bool IsHere(const Sale& sale, const Draft& draft) {
  return sale.register_name == draft.context().register_name;
}

absl::Status SaleElsewhere(const Uuid& id, const Sale& sale) {
  return Error(Reason::ERROR_REASON_SALE_ELSEWHERE, "sale {sale} belongs to register {register}",
               {{"sale", id.ToText()}, {"register", sale.register_name}});
}

// A till by itself may only take up what it has suspended: nobody else can know where the sale is.
absl::Status CheckSuspendedHere(const SaleInHand& hand, Draft& draft) {
  if (!draft.context().own || IsHere(hand.sale, draft)) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_SALE_ELSEWHERE,
                            "sale {sale} was suspended at register {register}",
                            {{"sale", hand.id.ToText()}, {"register", hand.sale.register_name}}));
}

absl::Status CheckCurrency(std::string_view currency_code, const edge::v1::ShopConfig& shop) {
  common::v1::Money nothing;
  nothing.set_currency_code(std::string(currency_code));
  return CheckMoney("currency_code", nothing, shop.currency_code(), 0);
}

}  // namespace

absl::StatusOr<std::string_view> CallersRegister(const Draft& draft) {
  const std::string& name = draft.context().register_name;
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("register", name, kCodeBytesMax));
  return name;
}

absl::StatusOr<const SaleLine*> TakeLine(const Sale& sale, int32_t number) {
  if (number == 0) return FieldMissing("line");
  const SaleLine* line = sale.FindLine(number);
  if (line == nullptr) {
    return Error(Reason::ERROR_REASON_LINE_UNKNOWN, "the sale has no line {line}",
                 {{"line", number}});
  }
  return line;
}

absl::StatusOr<int64_t> AmountInSale(const Sale& sale, int32_t line, int64_t unit_price_minor,
                                     int64_t quantity_milli, int64_t replaced_minor) {
  const auto amount = LineAmount(unit_price_minor, quantity_milli);
  if (!amount || sale.subtotal_minor - replaced_minor > kAmountMinorMax - *amount) {
    return AmountOverflow(line);
  }
  return *amount;
}

absl::Status CheckTaxed(const TaxKind& kind, const Sale& sale, Draft& draft) {
  if (!TaxRulesFor(kind, sale.start_business_date, draft.config()).empty()) {
    return absl::OkStatus();
  }
  return draft.Object(Error(
      Reason::ERROR_REASON_TAX_RULE_MISSING, "no tax rule covers {tax_category} on {date}",
      {{"tax_category", kind.tax_category}, {"date", BusinessDateText(sale.start_business_date)}}));
}

absl::StatusOr<SaleInHand> TakeSaleAnywhere(std::string_view sale_id, const Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("sale_id", sale_id));
  const Sale& sale = draft.FindSale(id);
  DAYBOOK_RETURN_IF_ERROR(CheckSaleState(sale.state, draft.command().command_case(), id));
  DAYBOOK_RETURN_IF_ERROR(CheckCurrency(sale.currency_code, draft.config()));
  return SaleInHand{id, sale};
}

absl::StatusOr<SaleInHand> TakeSale(std::string_view sale_id, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSaleAnywhere(sale_id, draft));
  if (hand.sale.state == SaleState::kOpen && !IsHere(hand.sale, draft)) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(SaleElsewhere(hand.id, hand.sale)));
  }
  return hand;
}

absl::Status DecideCase(const edge::v1::StartSale& start, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("sale_id", start.sale_id()));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_RETURN_IF_ERROR(CheckCurrency(start.currency_code(), draft.config()));
  if (!event::v1::SaleChannel_IsValid(start.channel())) {
    return FieldInvalid("channel", "is none that this server knows");
  }
  if (!event::v1::OrderType_IsValid(start.order_type())) {
    return FieldInvalid("order_type", "is none that this server knows");
  }
  DAYBOOK_RETURN_IF_ERROR(
      CheckSaleState(draft.FindSale(id).state, draft.command().command_case(), id));

  event::v1::SaleCreated& created = *draft.RecordOnSale(id).mutable_sale_created();
  created.set_register_(std::string(register_name));
  created.set_currency_code(start.currency_code());
  created.set_channel(start.channel());
  created.set_order_type(start.order_type());
  created.set_prices_include_tax(draft.config().prices_include_tax());
  return absl::OkStatus();
}

absl::Status DecideCase(const AddLineItem& add, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(add, draft.config().currency_code()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(add.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckRoom(add, hand.sale));
  DAYBOOK_ASSIGN_OR_RETURN(
      const int64_t amount_minor,
      AmountInSale(hand.sale, add.line(), add.unit_price().minor_units(), add.quantity_milli(), 0));
  DAYBOOK_RETURN_IF_ERROR(CheckTaxed({add.tax_category(), hand.sale.order_type}, hand.sale, draft));

  *draft.RecordOnSale(hand.id).mutable_sale_line_item_added()->mutable_line() =
      LineOf(add, amount_minor);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ChangeQuantity& change, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("quantity_milli", change.quantity_milli()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(change.sale_id(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleLine* line, TakeLine(hand.sale, change.line()));
  if (line->quantity_milli == change.quantity_milli()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t amount_minor,
                           AmountInSale(hand.sale, change.line(), line->unit_price_minor,
                                        change.quantity_milli(), line->amount_minor));

  event::v1::SaleLineItemChanged& changed =
      *draft.RecordOnSale(hand.id).mutable_sale_line_item_changed();
  changed.set_line(change.line());
  changed.set_from_quantity_milli(line->quantity_milli);
  changed.set_quantity_milli(change.quantity_milli());
  changed.set_amount_minor(amount_minor);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::RemoveLineItem& remove, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", remove.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(remove.sale_id(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleLine* line, TakeLine(hand.sale, remove.line()));

  event::v1::SaleLineItemRemoved& removed =
      *draft.RecordOnSale(hand.id).mutable_sale_line_item_removed();
  removed.set_line(remove.line());
  removed.set_reason(remove.reason());
  removed.set_amount_minor(line->amount_minor);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReportItemNotFound& report, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("code", report.code(), kNameBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(report.sale_id(), draft));

  draft.RecordOnSale(hand.id).mutable_sale_item_not_found()->set_code(report.code());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::AbandonSale& abandon, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", abandon.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(abandon.sale_id(), draft));
  if (hand.sale.paid_minor != 0) {
    const int64_t paid_minor = hand.sale.paid_minor;
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_PAYMENT_STANDS, "{paid} was paid on the sale",
                           {{"paid", FormatMoney(paid_minor, draft.config().currency_code())},
                            {"paid_minor", paid_minor}})));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckNotAsking(hand.sale, draft));
  if (hand.sale.AmountIn(PaymentState::kUnknown) != 0) {
    DAYBOOK_RETURN_IF_ERROR(draft.Require(StepUp::kPayDespiteUnknown));
  }

  event::v1::SaleAbandoned& abandoned = *draft.RecordOnSale(hand.id).mutable_sale_abandoned();
  abandoned.set_reason(abandon.reason());
  abandoned.set_start_business_date(hand.sale.start_business_date);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::SuspendSale& suspend, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("label", suspend.label(), kNameBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(suspend.sale_id(), draft));

  draft.RecordOnSale(hand.id).mutable_sale_suspended()->set_label(suspend.label());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::RetrieveSale& retrieve, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("sale_id", retrieve.sale_id()));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  const Sale& sale = draft.FindSale(id);
  DAYBOOK_RETURN_IF_ERROR(CheckSaleState(sale.state, draft.command().command_case(), id));
  const bool open = sale.state == SaleState::kOpen;
  if (open && IsHere(sale, draft)) return absl::OkStatus();
  if (!open) {
    DAYBOOK_RETURN_IF_ERROR(CheckSuspendedHere({id, sale}, draft));
  } else if (!retrieve.take_over() || draft.context().own) {
    return SaleElsewhere(id, sale);
  } else {
    DAYBOOK_RETURN_IF_ERROR(draft.Require(StepUp::kTakeOverSale));
  }

  event::v1::SaleRetrieved& retrieved = *draft.RecordOnSale(id).mutable_sale_retrieved();
  retrieved.set_register_(std::string(register_name));
  if (open) retrieved.set_from_register(sale.register_name);
  return absl::OkStatus();
}

}  // namespace daybook::domain
