#include "core/domain/own_commands.h"

#include <string>

#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/documents.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"
#include "core/domain/set_aside_money.h"

namespace daybook::domain {
namespace {

StreamId AttentionStream(const Uuid& install_id) {
  return StreamId::Of(Category::CATEGORY_ATTENTION, install_id);
}

event::v1::CommandSetAside SetAsideOf(std::string_view encoded, const absl::Status& objection) {
  event::v1::CommandSetAside set_aside;
  set_aside.set_encoded(std::string(encoded));
  set_aside.set_reason(std::string(ReasonName(ReasonOf(objection))));
  set_aside.set_message(std::string(MessageOf(objection)));
  return set_aside;
}

absl::Status CheckNotJoined(const Uuid& sale_id, const Draft& draft) {
  const auto& installation = draft.Find<Installation>(AttentionStream(draft.context().install_id));
  if (!installation.HasSetAside(sale_id)) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_SALE_SET_ASIDE,
               "an earlier command of sale {sale} waits for a person",
               {{"sale", sale_id.ToText()}});
}

}  // namespace

absl::Status CheckNotJoined(const Draft& draft) {
  for (const auto& sale_id : {SaleOf(draft.command()), OtherSaleOf(draft.command())}) {
    if (sale_id) DAYBOOK_RETURN_IF_ERROR(CheckNotJoined(*sale_id, draft));
  }
  return absl::OkStatus();
}

void RecordFlags(Draft& draft) {
  const StreamId subject = SubjectOf(draft.command(), draft.config());
  for (const absl::Status& objection : draft.objections()) {
    event::v1::CommandFlagged& flagged = *draft.Record(subject).mutable_command_flagged();
    flagged.set_reason(std::string(ReasonName(ReasonOf(objection))));
    flagged.set_message(std::string(MessageOf(objection)));
    if (const auto to_sale_id = OtherSaleOf(draft.command())) {
      const event::v1::CommandFlagged copy = flagged;
      *draft.RecordOnSale(*to_sale_id).mutable_command_flagged() = copy;
    }
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
  RecordSetAsideMoney(draft);
  RecordUnmatchedDocuments(draft);
  // The money counts on its day, open or not; a day that cannot be opened leaves it on the sale
  // alone.
  KeepBusinessDay(draft).IgnoreError();
  event::v1::CommandSetAside& set_aside =
      *draft.Record(AttentionStream(context.install_id)).mutable_command_set_aside();
  set_aside = SetAsideOf(context.encoded, objection);
  if (const auto sale_id = SaleOf(command)) set_aside.set_sale_id(std::string(sale_id->AsBytes()));
  if (const auto to_sale_id = OtherSaleOf(command)) {
    set_aside.set_to_sale_id(std::string(to_sale_id->AsBytes()));
  }
  draft.UseApproval();
  draft.RecordLent();
  Decision decision = std::move(draft).Take();
  decision.objection = objection;
  decision.set_aside = true;
  return decision;
}

Decision SetAside(std::string_view encoded, const Uuid& install_id, const absl::Status& objection) {
  Decision decision;
  decision.events.push_back({AttentionStream(install_id), {}});
  *decision.events.back().event.mutable_command_set_aside() = SetAsideOf(encoded, objection);
  decision.objection = objection;
  decision.set_aside = true;
  return decision;
}

}  // namespace daybook::domain
