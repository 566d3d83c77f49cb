#include "core/domain/own_commands.h"

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
bool IsNewMoney(const edge::v1::ReceivePayment& receive, const Sale& sale,
                std::string_view currency_code) {
  const auto payment_id = ReadUuid("payment_id", receive.payment_id());
  const bool drawer_is_named = receive.drawer_session_id().empty() ||
                               ReadUuid("drawer_session_id", receive.drawer_session_id()).ok();
  return payment_id.ok() && !sale.payments.contains(*payment_id) && drawer_is_named &&
         receive.tender() != event::v1::TENDER_UNSPECIFIED &&
         event::v1::Tender_IsValid(receive.tender()) &&
         CheckMoney("amount", receive.amount(), currency_code, 1).ok();
}

// Returns the payment of a command that is set aside. Only what makes sense was handed over.
event::v1::PaymentReceived MoneyOf(edge::v1::ReceivePayment receive,
                                   std::string_view currency_code) {
  const bool makes_sense = receive.tender() == event::v1::TENDER_CASH &&
                           CheckMoney("tendered", receive.tendered(), currency_code, 1).ok();
  if (!makes_sense) receive.clear_tendered();
  return PaymentOf(receive);
}

void RecordMoney(Draft& draft) {
  const auto sale_id = SaleOf(draft.command());
  if (!draft.command().has_receive_payment() || !sale_id) return;
  const edge::v1::ReceivePayment& receive = draft.command().receive_payment();
  const std::string& currency_code = draft.config().currency_code();
  if (!IsNewMoney(receive, draft.FindSale(*sale_id), currency_code)) return;
  *draft.RecordOnSale(*sale_id).mutable_payment_received() = MoneyOf(receive, currency_code);
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

void FinishOwn(Draft& draft) {
  const StreamId subject = SubjectOf(draft.command());
  for (const absl::Status& objection : draft.objections()) {
    event::v1::CommandFlagged& flagged = *draft.Record(subject).mutable_command_flagged();
    flagged.set_reason(std::string(ReasonName(ReasonOf(objection))));
    flagged.set_message(std::string(MessageOf(objection)));
  }
  if (draft.events().empty()) {
    draft.Record(AttentionStream(draft.context().install_id))
        .mutable_command_had_no_effect()
        ->set_command(std::string(CommandName(draft.command())));
  }
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
