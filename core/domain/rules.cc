#include "core/domain/rules.h"

#include "core/base/business_date.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/own_commands.h"
#include "core/domain/policies.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

absl::Status DecideByCase(Draft& draft) {
  const Command& command = draft.command();
  switch (command.command_case()) {
    case Command::kStartSale:
      return DecideCase(command.start_sale(), draft);
    case Command::kAddLineItem:
      return DecideCase(command.add_line_item(), draft);
    case Command::kChangeQuantity:
      return DecideCase(command.change_quantity(), draft);
    case Command::kRemoveLineItem:
      return DecideCase(command.remove_line_item(), draft);
    case Command::kReportItemNotFound:
      return DecideCase(command.report_item_not_found(), draft);
    case Command::kReceivePayment:
      return DecideCase(command.receive_payment(), draft);
    case Command::kCompleteSale:
      return DecideCase(command.complete_sale(), draft);
    case Command::kAbandonSale:
      return DecideCase(command.abandon_sale(), draft);
    case Command::kOpenDrawer:
      return DecideCase(command.open_drawer(), draft);
    case Command::kCountDrawer:
      return DecideCase(command.count_drawer(), draft);
    case Command::kCloseDrawer:
      return DecideCase(command.close_drawer(), draft);
    case Command::kOpenBusinessDay:
      return DecideCase(command.open_business_day(), draft);
    case Command::kCloseBusinessDay:
      return DecideCase(command.close_business_day(), draft);
    case Command::kReceiveStock:
      return DecideCase(command.receive_stock(), draft);
    case Command::COMMAND_NOT_SET:
      break;
  }
  return CheckEnvelope(command);
}

absl::Status DecideAll(Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckEnvelope(draft.command()));
  if (!draft.context().objection.ok()) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(draft.context().objection));
  }
  if (draft.context().own) DAYBOOK_RETURN_IF_ERROR(CheckNotJoined(draft));
  DAYBOOK_RETURN_IF_ERROR(DecideByCase(draft));
  return KeepBusinessDay(draft);
}

// Returns the sale that the command names, as it is written there; nothing if it is about none.
std::optional<std::string_view> SaleIdOf(const Command& command) {
  switch (command.command_case()) {
    case Command::kStartSale:
      return command.start_sale().sale_id();
    case Command::kAddLineItem:
      return command.add_line_item().sale_id();
    case Command::kChangeQuantity:
      return command.change_quantity().sale_id();
    case Command::kRemoveLineItem:
      return command.remove_line_item().sale_id();
    case Command::kReportItemNotFound:
      return command.report_item_not_found().sale_id();
    case Command::kReceivePayment:
      return command.receive_payment().sale_id();
    case Command::kCompleteSale:
      return command.complete_sale().sale_id();
    case Command::kAbandonSale:
      return command.abandon_sale().sale_id();
    default:
      return std::nullopt;
  }
}

std::optional<Uuid> DrawerOf(const Command& command) {
  switch (command.command_case()) {
    case Command::kOpenDrawer:
      return Uuid::FromBytes(command.open_drawer().drawer_session_id());
    case Command::kCountDrawer:
      return Uuid::FromBytes(command.count_drawer().drawer_session_id());
    case Command::kCloseDrawer:
      return Uuid::FromBytes(command.close_drawer().drawer_session_id());
    default:
      return std::nullopt;
  }
}

}  // namespace

absl::StatusOr<Decision> Decide(const Command& command, const Context& context, Shop& shop) {
  Draft draft(command, context, shop);
  if (absl::Status refusal = DecideAll(draft); !refusal.ok()) {
    if (!context.own) return refusal;
    return SetAsideOwn(command, context, shop, refusal);
  }
  if (context.own) FinishOwn(draft);
  return std::move(draft).Take();
}

event::v1::EntryHeader OriginOf(const Command& command, const Context& context) {
  event::v1::EntryHeader origin;
  FillOrigin(command, context, origin);
  return origin;
}

void FillOrigin(const Command& command, const Context& context, event::v1::EntryHeader& header) {
  *header.mutable_occur_time() = command.occur_time();
  header.set_utc_offset_minutes(command.utc_offset_minutes());
  if (IsBusinessDate(command.business_date())) header.set_business_date(command.business_date());
  header.set_register_(context.register_name);
  header.set_employee(context.employee);
  header.set_approver(command.approver());
  header.set_correlation_id(command.correlation_id());
}

StreamId SubjectOf(const Command& command) {
  if (const auto sale_id = SaleOf(command)) return StreamId::Of(Category::CATEGORY_SALE, *sale_id);
  if (const auto session_id = DrawerOf(command)) {
    return StreamId::Of(Category::CATEGORY_DRAWER, *session_id);
  }
  if (command.has_open_business_day() || command.has_close_business_day()) {
    return IsBusinessDate(command.business_date()) ? DayStream(command.business_date())
                                                   : StreamId();
  }
  if (!command.has_receive_stock()) return StreamId();
  StreamId stream = StockStream(command.receive_stock().location(), command.receive_stock().sku());
  return stream.key.size() > kStreamKeyBytesMax ? StreamId() : stream;
}

std::optional<Uuid> SaleOf(const Command& command) {
  const auto sale_id = SaleIdOf(command);
  if (!sale_id) return std::nullopt;
  const auto uuid = Uuid::FromBytes(*sale_id);
  return uuid && !uuid->IsNil() ? uuid : std::nullopt;
}

std::string_view CommandName(const Command& command) {
  const auto* field = Command::descriptor()->FindFieldByNumber(command.command_case());
  return field == nullptr ? std::string_view() : field->message_type()->name();
}

}  // namespace daybook::domain
