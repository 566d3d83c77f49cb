#include "core/domain/subjects.h"

#include "core/domain/catalogue.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

StreamId Named(Category category, std::string_view id) {
  const auto uuid = Uuid::FromBytes(id);
  return uuid && !uuid->IsNil() ? StreamId::Of(category, *uuid) : StreamId();
}

template <typename AtLocation>
StreamId Stock(const AtLocation& command) {
  return StockStream(command.location(), command.sku());
}

StreamId SubjectOfStock(const Command& command) {
  switch (command.command_case()) {
    case Command::kReceiveStock:
      return Stock(command.receive_stock());
    case Command::kAdjustStock:
      return Stock(command.adjust_stock());
    case Command::kCountStock:
      return Stock(command.count_stock());
    case Command::kReserveStock:
      return Stock(command.reserve_stock());
    case Command::kReleaseStock:
      return Stock(command.release_stock());
    case Command::kRequestTransfer:
      return Named(Category::CATEGORY_TRANSFER, command.request_transfer().transfer_id());
    case Command::kShipTransfer:
      return Named(Category::CATEGORY_TRANSFER, command.ship_transfer().transfer_id());
    case Command::kReceiveTransfer:
      return Named(Category::CATEGORY_TRANSFER, command.receive_transfer().transfer_id());
    case Command::kCancelTransfer:
      return Named(Category::CATEGORY_TRANSFER, command.cancel_transfer().transfer_id());
    default:
      return StreamId();
  }
}

StreamId SubjectOfCatalogue(const Command& command) {
  switch (command.command_case()) {
    case Command::kUpsertItem:
      return ItemStream(command.upsert_item().sku());
    case Command::kDiscontinueItem:
      return ItemStream(command.discontinue_item().sku());
    case Command::kAssignBarcode:
      return ItemStream(command.assign_barcode().sku());
    case Command::kChangePrice:
      return ItemStream(command.change_price().sku());
    case Command::kChangeFlag:
      return FlagStream(command.change_flag().flag());
    case Command::kBeginImport:
      return Named(Category::CATEGORY_IMPORT, command.begin_import().import_id());
    case Command::kStageItems:
      return Named(Category::CATEGORY_IMPORT, command.stage_items().import_id());
    case Command::kActivateImport:
      return Named(Category::CATEGORY_IMPORT, command.activate_import().import_id());
    case Command::kAbortImport:
      return Named(Category::CATEGORY_IMPORT, command.abort_import().import_id());
    default:
      return StreamId();
  }
}

}  // namespace

bool IsAboutBooks(const Command& command) {
  const int number = command.command_case();
  return number >= Command::kCashOutGiftCard && number <= Command::kEraseCustomer;
}

StreamId BookSubjectOf(const Command& command) {
  switch (command.command_case()) {
    case Command::kCashOutGiftCard:
      return Named(Category::CATEGORY_GIFT_CARD, command.cash_out_gift_card().gift_card_id());
    case Command::kCreateCustomer:
      return Named(Category::CATEGORY_CUSTOMER, command.create_customer().customer_id());
    case Command::kUpdateCustomer:
      return Named(Category::CATEGORY_CUSTOMER, command.update_customer().customer_id());
    case Command::kEraseCustomer:
      return Named(Category::CATEGORY_CUSTOMER, command.erase_customer().customer_id());
    default:
      return StreamId();
  }
}

bool IsAboutGoods(const Command& command) {
  const int number = command.command_case();
  const bool is_stock = number >= Command::kReceiveStock && number <= Command::kCancelTransfer;
  return is_stock || (number >= Command::kUpsertItem && number <= Command::kAbortImport);
}

bool IsKitchensWork(const Command& command) {
  const int number = command.command_case();
  return number >= Command::kFireCourse && number <= Command::kReportPrinterRestored;
}

StreamId GoodsSubjectOf(const Command& command) {
  StreamId stream = SubjectOfStock(command);
  if (stream.category == Category::CATEGORY_UNSPECIFIED) stream = SubjectOfCatalogue(command);
  const bool is_named = !stream.key.empty() && stream.key.size() <= kStreamKeyBytesMax;
  return is_named ? stream : StreamId();
}

}  // namespace daybook::domain
