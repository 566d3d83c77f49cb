#include "core/domain/rules.h"

#include "absl/container/flat_hash_map.h"
#include "core/base/business_date.h"
#include "core/base/names.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/decide.h"
#include "core/domain/documents.h"
#include "core/domain/fields.h"
#include "core/domain/own_commands.h"
#include "core/domain/period.h"
#include "core/domain/policies.h"
#include "core/domain/subjects.h"

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
    case Command::kOverridePrice:
      return DecideCase(command.override_price(), draft);
    case Command::kApplyDiscount:
      return DecideCase(command.apply_discount(), draft);
    case Command::kRemoveDiscount:
      return DecideCase(command.remove_discount(), draft);
    case Command::kChangeOrderType:
      return DecideCase(command.change_order_type(), draft);
    case Command::kApplyServiceCharge:
      return DecideCase(command.apply_service_charge(), draft);
    case Command::kSuspendSale:
      return DecideCase(command.suspend_sale(), draft);
    case Command::kRetrieveSale:
      return DecideCase(command.retrieve_sale(), draft);
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
    case Command::kStartPayment:
      return DecideCase(command.start_payment(), draft);
    case Command::kApprovePayment:
      return DecideCase(command.approve_payment(), draft);
    case Command::kDeclinePayment:
      return DecideCase(command.decline_payment(), draft);
    case Command::kReportPaymentUnknown:
      return DecideCase(command.report_payment_unknown(), draft);
    case Command::kForwardPayment:
      return DecideCase(command.forward_payment(), draft);
    case Command::kReversePayment:
      return DecideCase(command.reverse_payment(), draft);
    case Command::kCorrectTender:
      return DecideCase(command.correct_tender(), draft);
    case Command::kAddTip:
      return DecideCase(command.add_tip(), draft);
    case Command::kAdjustTip:
      return DecideCase(command.adjust_tip(), draft);
    case Command::kDropCash:
      return DecideCase(command.drop_cash(), draft);
    case Command::kPayIn:
      return DecideCase(command.pay_in(), draft);
    case Command::kPayOut:
      return DecideCase(command.pay_out(), draft);
    case Command::kOpenWithoutSale:
      return DecideCase(command.open_without_sale(), draft);
    case Command::kHandOver:
      return DecideCase(command.hand_over(), draft);
    case Command::kDepositToSafe:
      return DecideCase(command.deposit_to_safe(), draft);
    case Command::kWithdrawFromSafe:
      return DecideCase(command.withdraw_from_safe(), draft);
    case Command::kCountSafe:
      return DecideCase(command.count_safe(), draft);
    case Command::kPrepareBankDeposit:
      return DecideCase(command.prepare_bank_deposit(), draft);
    case Command::kVoidSale:
      return DecideCase(command.void_sale(), draft);
    case Command::kReturnItems:
      return DecideCase(command.return_items(), draft);
    case Command::kAddReturnLine:
      return DecideCase(command.add_return_line(), draft);
    case Command::kRemoveReturnLine:
      return DecideCase(command.remove_return_line(), draft);
    case Command::kRedeemCoupon:
      return DecideCase(command.redeem_coupon(), draft);
    case Command::kReprintDocument:
      return DecideCase(command.reprint_document(), draft);
    case Command::kDeliverReceipt:
      return DecideCase(command.deliver_receipt(), draft);
    case Command::kClosePeriod:
      return DecideCase(command.close_period(), draft);
    case Command::kVerifyAge:
      return DecideCase(command.verify_age(), draft);
    case Command::kChangeTable:
      return DecideCase(command.change_table(), draft);
    case Command::kSetGuestCount:
      return DecideCase(command.set_guest_count(), draft);
    case Command::kChangeOwner:
      return DecideCase(command.change_owner(), draft);
    case Command::kPresentBill:
      return DecideCase(command.present_bill(), draft);
    case Command::kMoveLines:
      return DecideCase(command.move_lines(), draft);
    case Command::kSplitSale:
      return DecideCase(command.split_sale(), draft);
    case Command::kMergeSales:
      return DecideCase(command.merge_sales(), draft);
    case Command::kClockIn:
      return DecideCase(command.clock_in(), draft);
    case Command::kClockOut:
      return DecideCase(command.clock_out(), draft);
    case Command::kStartBreak:
      return DecideCase(command.start_break(), draft);
    case Command::kEndBreak:
      return DecideCase(command.end_break(), draft);
    case Command::kCorrectClock:
      return DecideCase(command.correct_clock(), draft);
    case Command::kSetPin:
      return DecideCase(command.set_pin(), draft);
    case Command::kSignIn:
      return DecideCase(command.sign_in(), draft);
    case Command::kSignOut:
      return DecideCase(command.sign_out(), draft);
    case Command::kRequestApproval:
      return DecideCase(command.request_approval(), draft);
    case Command::kAnswerApproval:
      return DecideCase(command.answer_approval(), draft);
    case Command::kAdjustStock:
      return DecideCase(command.adjust_stock(), draft);
    case Command::kCountStock:
      return DecideCase(command.count_stock(), draft);
    case Command::kReserveStock:
      return DecideCase(command.reserve_stock(), draft);
    case Command::kReleaseStock:
      return DecideCase(command.release_stock(), draft);
    case Command::kRequestTransfer:
      return DecideCase(command.request_transfer(), draft);
    case Command::kShipTransfer:
      return DecideCase(command.ship_transfer(), draft);
    case Command::kReceiveTransfer:
      return DecideCase(command.receive_transfer(), draft);
    case Command::kCancelTransfer:
      return DecideCase(command.cancel_transfer(), draft);
    case Command::kResolvePriceDiscrepancy:
      return DecideCase(command.resolve_price_discrepancy(), draft);
    case Command::kUpsertItem:
      return DecideCase(command.upsert_item(), draft);
    case Command::kDiscontinueItem:
      return DecideCase(command.discontinue_item(), draft);
    case Command::kAssignBarcode:
      return DecideCase(command.assign_barcode(), draft);
    case Command::kChangePrice:
      return DecideCase(command.change_price(), draft);
    case Command::kChangeOffer:
      return DecideCase(command.change_offer(), draft);
    case Command::kChangeFlag:
      return DecideCase(command.change_flag(), draft);
    case Command::kBeginImport:
      return DecideCase(command.begin_import(), draft);
    case Command::kStageItems:
      return DecideCase(command.stage_items(), draft);
    case Command::kActivateImport:
      return DecideCase(command.activate_import(), draft);
    case Command::kAbortImport:
      return DecideCase(command.abort_import(), draft);
    case Command::kSendOrder:
      return DecideCase(command.send_order(), draft);
    case Command::kFireCourse:
      return DecideCase(command.fire_course(), draft);
    case Command::kStartTicketItem:
      return DecideCase(command.start_ticket_item(), draft);
    case Command::kReadyTicketItem:
      return DecideCase(command.ready_ticket_item(), draft);
    case Command::kBumpTicket:
      return DecideCase(command.bump_ticket(), draft);
    case Command::kRecallTicket:
      return DecideCase(command.recall_ticket(), draft);
    case Command::kRefireTicket:
      return DecideCase(command.refire_ticket(), draft);
    case Command::kMoveTicket:
      return DecideCase(command.move_ticket(), draft);
    case Command::kPrioritiseTicket:
      return DecideCase(command.prioritise_ticket(), draft);
    case Command::kServeTicket:
      return DecideCase(command.serve_ticket(), draft);
    case Command::kEightySixProduct:
      return DecideCase(command.eighty_six_product(), draft);
    case Command::kPutProductBack:
      return DecideCase(command.put_product_back(), draft);
    case Command::kCloseStation:
      return DecideCase(command.close_station(), draft);
    case Command::kOpenStation:
      return DecideCase(command.open_station(), draft);
    case Command::kReportPrinterFailed:
      return DecideCase(command.report_printer_failed(), draft);
    case Command::kReroutePrint:
      return DecideCase(command.reroute_print(), draft);
    case Command::kReportPrinterRestored:
      return DecideCase(command.report_printer_restored(), draft);
    case Command::kCashOutGiftCard:
      return DecideCase(command.cash_out_gift_card(), draft);
    case Command::kCreateCustomer:
      return DecideCase(command.create_customer(), draft);
    case Command::kUpdateCustomer:
      return DecideCase(command.update_customer(), draft);
    case Command::kEraseCustomer:
      return DecideCase(command.erase_customer(), draft);
    case Command::kAttachCustomer:
      return DecideCase(command.attach_customer(), draft);
    case Command::COMMAND_NOT_SET:
      break;
  }
  return CheckEnvelope(command);
}

// What a command leaves behind is one entry of the log: it has room for so much.
absl::Status CheckSize(const Draft& draft) {
  size_t bytes = 0;
  for (const NewEvent& recorded : draft.events()) {
    bytes += recorded.stream.key.size() + recorded.event.ByteSizeLong();
  }
  if (bytes <= kDecisionBytesMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "what the command leaves behind takes {bytes} bytes, at most {bytes_max}",
               {{"bytes", bytes}, {"bytes_max", kDecisionBytesMax}});
}

absl::Status DecideAll(Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckEnvelope(draft.command()));
  DAYBOOK_RETURN_IF_ERROR(draft.RequireForCommand());
  DAYBOOK_RETURN_IF_ERROR(CheckTillDocuments(draft.command(), draft.context().own));
  if (draft.context().own) DAYBOOK_RETURN_IF_ERROR(CheckNotJoined(draft));
  DAYBOOK_RETURN_IF_ERROR(DecideByCase(draft));
  RecordUnmatchedDocuments(draft);
  draft.RecordLent();
  DAYBOOK_RETURN_IF_ERROR(KeepBusinessDay(draft));
  return CheckSize(draft);
}

// How a command names what it is about.
struct SubjectFields {
  const google::protobuf::FieldDescriptor* command_case = nullptr;
  const google::protobuf::FieldDescriptor* sale_id = nullptr;            // Null: it has none.
  const google::protobuf::FieldDescriptor* to_sale_id = nullptr;         // Null: it has none.
  const google::protobuf::FieldDescriptor* drawer_session_id = nullptr;  // Null: it has none.
  // Null: it has none, or is about a sale or a drawer session.
  const google::protobuf::FieldDescriptor* employee = nullptr;
  const google::protobuf::FieldDescriptor* approval_id = nullptr;
  const google::protobuf::FieldDescriptor* amount = nullptr;     // Money; null: none.
  const google::protobuf::FieldDescriptor* ticket_id = nullptr;  // Null: it has none.
};

// Returns the field of that name if it is an amount of money, or null.
const google::protobuf::FieldDescriptor* MoneyFieldOf(const google::protobuf::Descriptor& message,
                                                      const std::string& name) {
  const google::protobuf::FieldDescriptor* field = message.FindFieldByName(name);
  const bool is_money =
      field != nullptr && field->message_type() == common::v1::Money::descriptor();
  return is_money ? field : nullptr;
}

// Returns those of the command's case, all null if it has no case.
const SubjectFields& SubjectFieldsOf(const Command& command) {
  static const auto* const table = [] {
    auto* by_case = new absl::flat_hash_map<int, SubjectFields>{{Command::COMMAND_NOT_SET, {}}};
    const google::protobuf::OneofDescriptor& cases =
        *Command::descriptor()->FindOneofByName("command");
    for (int i = 0; i < cases.field_count(); ++i) {
      const google::protobuf::FieldDescriptor* one = cases.field(i);
      SubjectFields& fields = (*by_case)[one->number()];
      fields.command_case = one;
      fields.sale_id = one->message_type()->FindFieldByName("sale_id");
      fields.to_sale_id = one->message_type()->FindFieldByName("to_sale_id");
      fields.drawer_session_id = one->message_type()->FindFieldByName("drawer_session_id");
      fields.amount = MoneyFieldOf(*one->message_type(), "amount");
      if (fields.sale_id != nullptr || fields.drawer_session_id != nullptr) continue;
      fields.employee = one->message_type()->FindFieldByName("employee");
      fields.approval_id = one->message_type()->FindFieldByName("approval_id");
      fields.ticket_id = one->message_type()->FindFieldByName("ticket_id");
    }
    return by_case;
  }();
  return table->at(command.command_case());
}

// Returns the id in that field of the command's case, or nothing if it is none.
std::optional<Uuid> IdIn(const Command& command,
                         const google::protobuf::FieldDescriptor* command_case,
                         const google::protobuf::FieldDescriptor* field) {
  if (field == nullptr) return std::nullopt;
  const google::protobuf::Message& message =
      command.GetReflection()->GetMessage(command, command_case);
  std::string scratch;
  const auto uuid =
      Uuid::FromBytes(message.GetReflection()->GetStringReference(message, field, &scratch));
  return uuid && !uuid->IsNil() ? uuid : std::nullopt;
}

std::optional<Uuid> DrawerOf(const Command& command) {
  const SubjectFields& fields = SubjectFieldsOf(command);
  if (fields.sale_id != nullptr) return std::nullopt;  // It is about the sale.
  return IdIn(command, fields.command_case, fields.drawer_session_id);
}

bool IsAboutSafe(const Command& command) {
  return command.has_deposit_to_safe() || command.has_withdraw_from_safe() ||
         command.has_count_safe() || command.has_prepare_bank_deposit();
}

// Returns the stream of what neither a sale nor a drawer session is about: an employee, an
// approval.
StreamId StaffSubjectOf(const Command& command) {
  const SubjectFields& fields = SubjectFieldsOf(command);
  if (const auto approval_id = IdIn(command, fields.command_case, fields.approval_id)) {
    return StreamId::Of(Category::CATEGORY_APPROVAL, *approval_id);
  }
  if (fields.employee == nullptr) return StreamId();
  const google::protobuf::Message& message =
      command.GetReflection()->GetMessage(command, fields.command_case);
  std::string scratch;
  const std::string& code =
      message.GetReflection()->GetStringReference(message, fields.employee, &scratch);
  return IsName(code) ? EmployeeStream(code) : StreamId();
}

std::optional<Uuid> TicketOf(const Command& command) {
  const SubjectFields& fields = SubjectFieldsOf(command);
  return IdIn(command, fields.command_case, fields.ticket_id);
}

// Returns the station that a command names, or nothing if it is about none or does not name it
// properly.
std::optional<StreamId> StationOf(const Command& command) {
  const SubjectFields& fields = SubjectFieldsOf(command);
  const auto* case_type =
      fields.command_case == nullptr ? nullptr : fields.command_case->message_type();
  const auto* station = case_type == nullptr ? nullptr : case_type->FindFieldByName("station");
  if (station == nullptr || fields.ticket_id != nullptr) return std::nullopt;
  const google::protobuf::Message& message =
      command.GetReflection()->GetMessage(command, fields.command_case);
  const std::string name = message.GetReflection()->GetString(message, station);
  if (!IsName(name)) return std::nullopt;
  return StationStream(name);
}

// Returns the series of a command that is about a document.
std::optional<StreamId> DocumentOf(const Command& command, const edge::v1::ShopConfig& shop) {
  const bool is_reprint = command.has_reprint_document();
  if (!is_reprint && !command.has_deliver_receipt()) return std::nullopt;
  const auto place =
      ReadDocumentNumber(shop.store(), is_reprint ? command.reprint_document().number()
                                                  : command.deliver_receipt().number());
  return place.ok() ? place->series : StreamId();
}

// Returns the stream of a command that is about things, not about a sale or a drawer.
StreamId ThingOf(const Command& command, const edge::v1::ShopConfig& shop) {
  if (const auto document = DocumentOf(command, shop)) return *document;
  if (command.has_close_period()) {
    const int32_t period = command.close_period().period();
    return IsPeriod(period) ? PeriodStream(period) : StreamId();
  }
  if (command.has_change_offer()) return OfferStream(shop);
  if (IsAboutSafe(command)) return SafeStream(shop);
  if (command.has_eighty_six_product() || command.has_put_product_back()) return SoldOutStream();
  if (const auto station = StationOf(command)) return *station;
  const StreamId staff = StaffSubjectOf(command);
  return staff == StreamId() ? GoodsSubjectOf(command) : staff;
}

}  // namespace

absl::StatusOr<Decision> Decide(const Command& command, const Context& context, Shop& shop) {
  Draft draft(command, context, shop);
  if (absl::Status refusal = DecideAll(draft); !refusal.ok()) {
    if (!context.own) return refusal;
    return SetAsideOwn(command, context, shop, refusal);
  }
  RecordFlags(draft);
  if (context.own && draft.events().empty()) RecordNoEffect(draft);
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

StreamId SubjectOf(const Command& command, const edge::v1::ShopConfig& shop) {
  if (const auto sale_id = SaleOf(command)) return StreamId::Of(Category::CATEGORY_SALE, *sale_id);
  if (IsAboutBooks(command)) return BookSubjectOf(command);
  if (const auto session_id = DrawerOf(command)) {
    return StreamId::Of(Category::CATEGORY_DRAWER, *session_id);
  }
  if (const auto ticket_id = TicketOf(command)) return TicketStream(*ticket_id);
  if (command.has_open_business_day() || command.has_close_business_day()) {
    return IsBusinessDate(command.business_date()) ? DayStream(command.business_date())
                                                   : StreamId();
  }
  return ThingOf(command, shop);
}

std::optional<Uuid> SaleOf(const Command& command) {
  const SubjectFields& fields = SubjectFieldsOf(command);
  return IdIn(command, fields.command_case, fields.sale_id);
}

std::optional<Uuid> OtherSaleOf(const Command& command) {
  const SubjectFields& fields = SubjectFieldsOf(command);
  return IdIn(command, fields.command_case, fields.to_sale_id);
}

std::string SubjectText(const Command& command, const edge::v1::ShopConfig& shop) {
  const StreamId subject = SubjectOf(command, shop);
  return subject.category == Category::CATEGORY_UNSPECIFIED ? "" : subject.ToText();
}

const common::v1::Money* AmountOf(const Command& command) {
  const SubjectFields& fields = SubjectFieldsOf(command);
  if (fields.amount == nullptr) return nullptr;
  const google::protobuf::Message& message =
      command.GetReflection()->GetMessage(command, fields.command_case);
  if (!message.GetReflection()->HasField(message, fields.amount)) return nullptr;
  return &static_cast<const common::v1::Money&>(
      message.GetReflection()->GetMessage(message, fields.amount));
}

std::string_view CommandName(const Command& command) {
  const auto* command_case = SubjectFieldsOf(command).command_case;
  return command_case == nullptr ? std::string_view() : command_case->message_type()->name();
}

}  // namespace daybook::domain
