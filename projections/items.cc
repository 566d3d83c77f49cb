#include "projections/items.h"

#include <algorithm>

#include "core/domain/catalogue.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"
#include "projections/row_key.h"

namespace daybook::projections {
namespace {

using edge::v1::BarcodeRow;
using edge::v1::ImportRow;
using edge::v1::ItemView;
using event::v1::EntryHeader;
using event::v1::Event;

constexpr char kBarcodeMark = 'b';
constexpr char kItemMark = 'i';
constexpr char kImportMark = 'm';

std::string ImportKey(std::string_view import_id) {
  return std::string(1, kImportMark).append(import_id);
}

std::string ListKey(std::string_view import_id, int32_t list) {
  std::string key = ImportKey(import_id);
  AppendBigEndian(key, static_cast<uint64_t>(list), 4);
  return key;
}

void TakeBarcodeFrom(const std::string& sku, const std::string& barcode, Rows& rows) {
  auto& barcodes = *rows.Mutable<ItemView>(ItemKey(sku)).mutable_barcodes();
  const auto found = std::ranges::find(barcodes, barcode);
  if (found != barcodes.end()) barcodes.erase(found);
}

void AssignBarcode(const std::string& barcode, ItemView& item, Rows& rows) {
  auto& row = rows.Mutable<BarcodeRow>(BarcodeKey(barcode));
  if (!row.sku().empty()) TakeBarcodeFrom(row.sku(), barcode, rows);
  row.set_sku(item.sku());
  *item.add_barcodes() = barcode;
  if (item.barcodes_size() <= kItemBarcodesMax) return;
  rows.Mutable<BarcodeRow>(BarcodeKey(item.barcodes(0))).clear_sku();
  item.mutable_barcodes()->DeleteSubrange(0, 1);
}

ItemView& ItemOf(const std::string& sku, Rows& rows) {
  auto& item = rows.Mutable<ItemView>(ItemKey(sku));
  item.set_sku(sku);
  return item;
}

// What was staged counts from here on, or never will.
void Settle(std::string_view import_id, bool activated, ItemView& item, Rows& rows) {
  if (item.item().staged_import_id() != import_id) return;
  const auto staged = item.item().staged();
  domain::SettleStage(import_id, activated, *item.mutable_item());
  if (!activated) return;
  for (const event::v1::ItemChange& change : staged) {
    if (change.has_barcode_assigned()) {
      AssignBarcode(change.barcode_assigned().barcode(), item, rows);
    }
  }
}

// The item's next staged change counts from here on, or never will.
void SettleNext(std::string_view import_id, bool activated, ItemView& item, Rows& rows) {
  edge::v1::CatalogueItem& known = *item.mutable_item();
  if (known.staged_import_id() != import_id || known.staged().empty()) return;
  const event::v1::ItemChange change = known.staged(0);
  known.mutable_staged()->DeleteSubrange(0, 1);
  if (known.staged().empty()) known.clear_staged_import_id();
  if (!activated) return;
  domain::ApplyChange(change, known);
  if (change.has_barcode_assigned()) {
    AssignBarcode(change.barcode_assigned().barcode(), item, rows);
  }
}

void ApplyToItem(const EntryHeader& header, const Event& event, const std::string& sku,
                 Rows& rows) {
  ItemView& item = ItemOf(sku, rows);
  item.set_version(event.version());
  item.set_position(PositionOf(header, event));
  if (event.has_item_stage_settled()) {
    const event::v1::ItemStageSettled& settled = event.item_stage_settled();
    return Settle(settled.import_id(), settled.activated(), item, rows);
  }
  domain::Evolve(*item.mutable_item(), event);
  if (event.has_barcode_assigned()) AssignBarcode(event.barcode_assigned().barcode(), item, rows);
}

void AddList(std::string_view import_id, const event::v1::ImportItemsStaged& staged, Rows& rows) {
  auto& import = rows.Mutable<ImportRow>(ImportKey(import_id));
  *rows.Mutable<ImportRow>(ListKey(import_id, import.list_count())).mutable_skus() = staged.skus();
  import.set_list_count(import.list_count() + 1);
}

// Change by change in the order of staging, whichever item each is of: of two that want the same
// barcode the last gets it.
void EndImport(const EntryHeader& header, const Event& event, std::string_view import_id,
               Rows& rows) {
  const int32_t list_count = rows.Mutable<ImportRow>(ImportKey(import_id)).list_count();
  for (int32_t list = 0; list < list_count; ++list) {
    const std::string key = ListKey(import_id, list);
    for (const std::string& sku : rows.Mutable<ImportRow>(key).skus()) {
      ItemView& item = ItemOf(sku, rows);
      item.set_position(PositionOf(header, event));
      SettleNext(import_id, event.has_import_activated(), item, rows);
    }
    rows.Erase(key);
  }
  rows.Erase(ImportKey(import_id));
}

void ApplyToImport(const EntryHeader& header, const Event& event, std::string_view import_id,
                   Rows& rows) {
  if (event.has_import_items_staged()) {
    AddList(import_id, event.import_items_staged(), rows);
  } else if (event.has_import_activated() || event.has_import_aborted()) {
    EndImport(header, event, import_id, rows);
  }
}

class Items : public Projection {
 public:
  std::string_view name() const override { return kItemsName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const event::v1::StreamName& stream = StreamOf(header, event);
    if (stream.category() == Category::CATEGORY_ITEM) {
      ApplyToItem(header, event, stream.key(), rows);
    } else if (stream.category() == Category::CATEGORY_IMPORT) {
      ApplyToImport(header, event, stream.key(), rows);
    }
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewItems() { return std::make_unique<Items>(); }

std::string ItemKey(std::string_view sku) { return std::string(1, kItemMark).append(sku); }

std::string BarcodeKey(std::string_view barcode) {
  return std::string(1, kBarcodeMark).append(barcode);
}

KeyRange ItemsRange() { return {std::string(1, kItemMark), std::string(1, kItemMark + 1)}; }

}  // namespace daybook::projections
