// A sale's beginning, its way from till to till, and its end without money.
#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"

namespace daybook::domain {
namespace {

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

absl::Status CheckAsk(std::string_view message, const Draft& draft) {
  if (!draft.context().own) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_NOT_AN_OWN_COMMAND, message);
}

absl::Status CheckActing(std::string_view employee, StepUp step_up, Draft& draft) {
  return employee == draft.context().employee ? absl::OkStatus() : draft.Require(step_up);
}

absl::StatusOr<std::string_view> CallersRegister(const Draft& draft) {
  const std::string& name = draft.context().register_name;
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("register", name, kCodeBytesMax));
  return name;
}

absl::StatusOr<SaleInHand> TakeSaleFor(edge::v1::Command::CommandCase command,
                                       std::string_view sale_id, const Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("sale_id", sale_id));
  const Sale& sale = draft.FindSale(id);
  DAYBOOK_RETURN_IF_ERROR(CheckSaleState(sale.state, command, id));
  DAYBOOK_RETURN_IF_ERROR(CheckCurrency(sale.currency_code, draft.config()));
  return SaleInHand{id, sale};
}

absl::StatusOr<SaleInHand> TakeSaleAnywhere(std::string_view sale_id, const Draft& draft) {
  return TakeSaleFor(draft.command().command_case(), sale_id, draft);
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
  DAYBOOK_RETURN_IF_ERROR(CheckText("table", start.table(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckGuestCount(start.guest_count()));
  DAYBOOK_RETURN_IF_ERROR(
      CheckSaleState(draft.FindSale(id).state, draft.command().command_case(), id));

  event::v1::SaleCreated& created = *draft.RecordOnSale(id).mutable_sale_created();
  created.set_register_(std::string(register_name));
  created.set_currency_code(start.currency_code());
  created.set_channel(start.channel());
  created.set_order_type(start.order_type());
  created.set_prices_include_tax(draft.config().prices_include_tax());
  created.set_table(start.table());
  created.set_guest_count(start.guest_count());
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
  if (const int64_t unknown_minor = hand.sale.AmountIn(PaymentState::kUnknown);
      unknown_minor != 0) {
    DAYBOOK_RETURN_IF_ERROR(draft.Require(StepUp::kPayDespiteUnknown, unknown_minor));
  }

  if (hand.sale.bill_presented && hand.sale.line_count > 0) {
    draft.Flag(Error(Reason::ERROR_REASON_REMOVED_AFTER_BILL,
                     "the sale was given up after the bill had been presented"));
  }

  event::v1::SaleAbandoned& abandoned = *draft.RecordOnSale(hand.id).mutable_sale_abandoned();
  abandoned.set_reason(abandon.reason());
  abandoned.set_start_business_date(hand.sale.open_on_date);
  StrikeSale(hand.sale, abandon.reason(), draft);
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
