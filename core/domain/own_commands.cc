#include "core/domain/own_commands.h"

#include <set>
#include <string>

#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"

namespace daybook::domain {
namespace {

StreamId AttentionStream(const Uuid& install_id) {
  return StreamId::Of(Category::CATEGORY_ATTENTION, install_id);
}

event::v1::CommandSetAside SetAsideOf(std::string_view encoded, const std::optional<Uuid>& sale_id,
                                      const absl::Status& objection) {
  event::v1::CommandSetAside set_aside;
  set_aside.set_encoded(std::string(encoded));
  set_aside.set_reason(std::string(ReasonName(ReasonOf(objection))));
  set_aside.set_message(std::string(MessageOf(objection)));
  if (sale_id) set_aside.set_sale_id(std::string(sale_id->AsBytes()));
  return set_aside;
}

// Whether the payment says enough to be counted, and was not counted before.
template <typename TakesMoney>
bool IsNewMoney(const TakesMoney& takes, const Sale& sale, std::string_view currency_code) {
  const auto payment_id = ReadUuid("payment_id", takes.payment_id());
  if (!payment_id.ok()) return false;
  const auto known = sale.payments.find(*payment_id);
  const bool is_new = known == sale.payments.end() ||
                      (!known->second.Counts() && known->second.state != PaymentState::kReversed);
  return is_new && takes.tender() != event::v1::TENDER_UNSPECIFIED &&
         event::v1::Tender_IsValid(takes.tender()) &&
         CheckMoney("amount", takes.amount(), currency_code, 1).ok();
}

bool IsDrawerId(std::string_view drawer_session_id) {
  return drawer_session_id.empty() || ReadUuid("drawer_session_id", drawer_session_id).ok();
}

// Returns the payment of a command that is set aside. What of the cash does not make sense is left
// out.
event::v1::PaymentReceived MoneyOf(edge::v1::ReceivePayment receive,
                                   const edge::v1::ShopConfig& shop) {
  const int64_t rounding_minor = receive.rounding_minor();
  const bool rounding_makes_sense = rounding_minor >= -kCashRoundingMinorMax &&
                                    rounding_minor <= kCashRoundingMinorMax &&
                                    receive.amount().minor_units() + rounding_minor >= 0;
  if (!rounding_makes_sense) receive.clear_rounding_minor();
  const auto cash = TakeCash(receive, receive.rounding_minor(), shop);
  if (cash.ok()) return ReceivedOf(receive, *cash);
  receive.clear_tendered();
  receive.clear_exchange_rate_ppm();
  return ReceivedOf(receive, {.rounding_minor = receive.rounding_minor()});
}

template <typename TakesMoney>
void FillPayment(const TakesMoney& takes, event::v1::Payment& payment) {
  payment.set_payment_id(takes.payment_id());
  payment.set_tender(takes.tender());
  payment.set_amount_minor(takes.amount().minor_units());
}

// Records the refunds of a return that is set aside: each that makes sense and is a new one.
void RecordRefunds(const edge::v1::ReturnItems& items, const Uuid& sale_id, Draft& draft) {
  const Sale& sale = draft.FindSale(sale_id);
  std::set<Uuid> recorded;
  for (const edge::v1::Refund& refund : items.refunds()) {
    if (!IsNewMoney(refund, sale, draft.config().currency_code())) continue;
    const Uuid id = *Uuid::FromBytes(refund.payment_id());
    if (sale.refunds.contains(id) || !recorded.insert(id).second) continue;
    if (recorded.size() > kSalePaymentsMax || !IsDrawerId(refund.drawer_session_id())) continue;
    *draft.RecordOnSale(sale_id).mutable_payment_refunded() = RefundedOf(refund, draft.config());
  }
}

void RecordMoney(Draft& draft) {
  const auto sale_id = SaleOf(draft.command());
  if (!sale_id) return;
  const edge::v1::Command& command = draft.command();
  const Sale& sale = draft.FindSale(*sale_id);
  const std::string& currency_code = draft.config().currency_code();
  if (command.has_receive_payment()) {
    const edge::v1::ReceivePayment& receive = command.receive_payment();
    if (!IsNewMoney(receive, sale, currency_code)) return;
    if (!IsDrawerId(receive.drawer_session_id())) return;
    *draft.RecordOnSale(*sale_id).mutable_payment_received() = MoneyOf(receive, draft.config());
  } else if (command.has_approve_payment()) {
    if (!IsNewMoney(command.approve_payment(), sale, currency_code)) return;
    FillPayment(command.approve_payment(),
                *draft.RecordOnSale(*sale_id).mutable_payment_approved()->mutable_payment());
  } else if (command.has_return_items()) {
    RecordRefunds(command.return_items(), *sale_id, draft);
  } else if (command.has_forward_payment()) {
    if (!IsNewMoney(command.forward_payment(), sale, currency_code)) return;
    FillPayment(command.forward_payment(),
                *draft.RecordOnSale(*sale_id).mutable_payment_forwarded()->mutable_payment());
  }
}

}  // namespace

absl::Status CheckNotJoined(const Draft& draft) {
  const auto sale_id = SaleOf(draft.command());
  if (!sale_id) return absl::OkStatus();
  const auto& installation = draft.Find<Installation>(AttentionStream(draft.context().install_id));
  if (!installation.HasSetAside(*sale_id)) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_SALE_SET_ASIDE,
               "an earlier command of sale {sale} waits for a person",
               {{"sale", sale_id->ToText()}});
}

void RecordFlags(Draft& draft) {
  const StreamId subject = SubjectOf(draft.command());
  for (const absl::Status& objection : draft.objections()) {
    event::v1::CommandFlagged& flagged = *draft.Record(subject).mutable_command_flagged();
    flagged.set_reason(std::string(ReasonName(ReasonOf(objection))));
    flagged.set_message(std::string(MessageOf(objection)));
  }
}

void RecordNoEffect(Draft& draft) {
  draft.Record(AttentionStream(draft.context().install_id))
      .mutable_command_had_no_effect()
      ->set_command(std::string(CommandName(draft.command())));
}

Decision SetAsideOwn(const edge::v1::Command& command, const Context& context, Shop& shop,
                     const absl::Status& objection) {
  Draft draft(command, context, shop);
  RecordMoney(draft);
  // The money counts on its day, open or not; a day that cannot be opened leaves it on the sale
  // alone.
  KeepBusinessDay(draft).IgnoreError();
  *draft.Record(AttentionStream(context.install_id)).mutable_command_set_aside() =
      SetAsideOf(context.encoded, SaleOf(command), objection);
  Decision decision = std::move(draft).Take();
  decision.objection = objection;
  decision.set_aside = true;
  return decision;
}

Decision SetAside(std::string_view encoded, const Uuid& install_id, const absl::Status& objection) {
  Decision decision;
  decision.events.push_back({AttentionStream(install_id), {}});
  *decision.events.back().event.mutable_command_set_aside() =
      SetAsideOf(encoded, std::nullopt, objection);
  decision.objection = objection;
  decision.set_aside = true;
  return decision;
}

}  // namespace daybook::domain
