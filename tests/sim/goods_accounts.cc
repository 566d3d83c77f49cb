#include "tests/sim/goods_accounts.h"

#include <algorithm>

#include "core/base/check.h"
#include "daybook/edge/v1/view.pb.h"
#include "fmt/format.h"
#include "projections/items.h"
#include "projections/stock.h"

namespace daybook::sim {
namespace {

using event::v1::Entry;
using event::v1::Event;
using Lines = google::protobuf::RepeatedPtrField<event::v1::TransferLine>;

const std::string& KeyOf(const Entry& entry, const Event& event) {
  return entry.header().streams(event.stream_index()).key();
}

// Returns what the entry moves by the events that `quantity_of` knows, by key of the stock.
template <typename QuantityOf>
GoodsAccounts::Goods Moved(const Entry& entry, QuantityOf quantity_of) {
  GoodsAccounts::Goods goods;
  for (const Event& event : entry.events()) {
    if (const int64_t quantity_milli = quantity_of(event); quantity_milli != 0) {
      goods[KeyOf(entry, event)] += quantity_milli;
    }
  }
  return goods;
}

GoodsAccounts::Goods At(const std::string& location, const Lines& lines) {
  GoodsAccounts::Goods goods;
  for (const event::v1::TransferLine& line : lines) {
    goods[location + "/" + line.sku()] += line.quantity_milli();
  }
  return goods;
}

}  // namespace

absl::Status GoodsAccounts::Take(const Entry& entry) {
  DAYBOOK_RETURN_IF_ERROR(CheckPrices(entry));
  for (const Event& event : entry.events()) DAYBOOK_RETURN_IF_ERROR(TakeEvent(entry, event));
  return absl::OkStatus();
}

absl::Status GoodsAccounts::TakeEvent(const Entry& entry, const Event& event) {
  const std::string& key = KeyOf(entry, event);
  event::v1::ItemChange change;
  switch (event.event_case()) {
    case Event::kItemUpserted:
      *change.mutable_item_upserted() = event.item_upserted();
      Change(change, key);
      return absl::OkStatus();
    case Event::kPriceChanged:
      *change.mutable_price_changed() = event.price_changed();
      Change(change, key);
      return absl::OkStatus();
    case Event::kItemDiscontinued:
      items_[key].discontinued = true;
      return absl::OkStatus();
    case Event::kBarcodeAssigned:
      barcodes_[event.barcode_assigned().barcode()] = key;
      return absl::OkStatus();
    case Event::kItemStaged:
      staged_[event.item_staged().import_id()].push_back({key, event.item_staged().change()});
      return absl::OkStatus();
    case Event::kImportActivated:
    case Event::kImportAborted:
      EndImport(key, event.has_import_activated());
      return absl::OkStatus();
    case Event::kStockTransferShipped:
      return TakeShipped(entry, event.stock_transfer_shipped(), key);
    case Event::kStockTransferReceived:
      return TakeArrived(entry, event.stock_transfer_received(), key);
    case Event::kSaleVoided:
      return CheckVoid(entry, key);
    default:
      break;
  }
  const auto category = entry.header().streams(event.stream_index()).category();
  if (category != event::v1::CATEGORY_STOCK) return absl::OkStatus();
  TakeReservation(event, stock_[key]);
  return TakeStock(entry, event, key);
}

void GoodsAccounts::Change(const event::v1::ItemChange& change, const std::string& sku) {
  Item& item = items_[sku];
  if (change.has_item_discontinued()) item.discontinued = true;
  if (change.has_barcode_assigned()) barcodes_[change.barcode_assigned().barcode()] = sku;
  if (change.has_item_upserted()) {
    const event::v1::ItemDetails& details = change.item_upserted().details();
    item.known = true;
    item.discontinued = false;
    item.name = details.name();
    item.non_stock = details.non_stock();
    item.recipe.clear();
    for (const auto& ingredient : details.recipe()) {
      item.recipe[ingredient.sku()] = ingredient.quantity_milli();
    }
    if (details.has_unit_price()) item.prices[0] = details.unit_price().minor_units();
  } else if (change.has_price_changed()) {
    const event::v1::PriceChanged& changed = change.price_changed();
    item.prices.erase(changed.valid_from());
    if (changed.has_unit_price()) {
      item.prices[changed.valid_from()] = changed.unit_price().minor_units();
    }
  }
}

void GoodsAccounts::EndImport(const std::string& import_id, bool activated) {
  if (activated) {
    for (const Staged& staged : staged_[import_id]) Change(staged.change, staged.sku);
  }
  staged_.erase(import_id);
}

void GoodsAccounts::AddTaken(const std::string& sku, int64_t quantity_milli, Goods& goods) const {
  const auto item = items_.find(sku);
  if (item == items_.end() || (item->second.recipe.empty() && !item->second.non_stock)) {
    goods[sku] += quantity_milli;
    return;
  }
  for (const auto& [ingredient, per_unit_milli] : item->second.recipe) {
    const auto part = items_.find(ingredient);
    if (part != items_.end() && part->second.non_stock) continue;
    const int64_t taken_milli = (quantity_milli * per_unit_milli + 500) / 1'000;
    if (taken_milli != 0) goods[ingredient] += taken_milli;
  }
}

void GoodsAccounts::TakeReservation(const Event& event, Stock& stock) {
  if (event.has_stock_reserved()) {
    stock.reserved[event.stock_reserved().reservation_id()] =
        event.stock_reserved().quantity_milli();
  }
  if (event.has_stock_released()) stock.reserved.erase(event.stock_released().reservation_id());
}

absl::Status GoodsAccounts::TakeStock(const Entry& entry, const Event& event,
                                      const std::string& key) {
  Stock& stock = stock_[key];
  const int64_t before_milli = stock.on_hand_milli;
  const bool was_known = stock.kept && before_milli < 0;
  switch (event.event_case()) {
    case Event::kStockReceived:
      stock.on_hand_milli += event.stock_received().quantity_milli();
      stock.kept = true;
      break;
    case Event::kStockSold:
      stock.on_hand_milli -= event.stock_sold().quantity_milli();
      taken_[event.stock_sold().sale_id()][key] += event.stock_sold().quantity_milli();
      break;
    case Event::kStockReturned:
      stock.on_hand_milli += event.stock_returned().quantity_milli();
      taken_[event.stock_returned().sale_id()][key] -= event.stock_returned().quantity_milli();
      return absl::OkStatus();
    case Event::kStockAdjusted:
      stock.on_hand_milli += event.stock_adjusted().change_milli();
      stock.kept = true;
      if (stock.on_hand_milli != event.stock_adjusted().quantity_milli()) {
        return Wrong("an adjustment leaves something else than it says");
      }
      break;
    case Event::kStockCounted: {
      const event::v1::StockCounted& counted = event.stock_counted();
      const bool right = counted.expected_milli() == before_milli &&
                         counted.variance_milli() == counted.actual_milli() - before_milli;
      stock.on_hand_milli = counted.actual_milli();
      stock.kept = true;
      return right ? absl::OkStatus() : Wrong("a count expected something else than was there");
    }
    case Event::kStockTransferredOut:
      stock.on_hand_milli -= event.stock_transferred_out().quantity_milli();
      break;
    case Event::kStockTransferredIn:
      stock.on_hand_milli += event.stock_transferred_in().quantity_milli();
      stock.kept = true;
      break;
    default:
      return absl::OkStatus();
  }
  const bool fell = stock.kept && stock.on_hand_milli < 0 && !was_known;
  const bool flagged = std::ranges::any_of(entry.events(), [&](const Event& other) {
    return other.has_stock_fell_below_zero() && KeyOf(entry, other) == key;
  });
  return fell == flagged ? absl::OkStatus() : Wrong("a fall below zero is flagged, or is not one");
}

absl::Status GoodsAccounts::TakeShipped(const Entry& entry,
                                        const event::v1::StockTransferShipped& shipped,
                                        const std::string& transfer_id) {
  const Goods left = Moved(
      entry, [](const Event& event) { return event.stock_transferred_out().quantity_milli(); });
  if (left != At(shipped.from_location(), shipped.lines())) {
    return Wrong("other goods left for a transfer than were shipped");
  }
  if (!in_transit_[transfer_id].empty()) return Wrong("a transfer is shipped twice");
  in_transit_[transfer_id] = At(shipped.to_location(), shipped.lines());
  return absl::OkStatus();
}

absl::Status GoodsAccounts::TakeArrived(const Entry& entry,
                                        const event::v1::StockTransferReceived& received,
                                        const std::string& transfer_id) {
  const Goods arrived = At(received.to_location(), received.lines());
  const Goods came = Moved(
      entry, [](const Event& event) { return event.stock_transferred_in().quantity_milli(); });
  if (came != arrived) return Wrong("other goods came than a transfer brought");
  Goods& in_transit = in_transit_[transfer_id];
  for (const Goods& goods : {arrived, At(received.to_location(), received.missing())}) {
    for (const auto& [key, quantity_milli] : goods) {
      if ((in_transit[key] -= quantity_milli) < 0) return Wrong("more arrives than was shipped");
    }
  }
  return absl::OkStatus();
}

absl::Status GoodsAccounts::CheckVoid(const Entry& entry, const std::string& sale_id) const {
  const auto taken = taken_.find(sale_id);
  const Goods back =
      Moved(entry, [](const Event& event) { return event.stock_returned().quantity_milli(); });
  const bool right = taken == taken_.end() ? back.empty() : back == taken->second;
  return right ? absl::OkStatus() : Wrong("other goods come back than a voided sale had taken");
}

// A line at another price than the catalogue's of that day is flagged, and no other.
absl::Status GoodsAccounts::CheckPrices(const Entry& entry) const {
  std::map<int32_t, int64_t> differing;  // Lines, and the catalogue's price.
  std::map<int32_t, int64_t> flagged;
  for (const Event& event : entry.events()) {
    if (event.has_price_discrepancy_flagged()) {
      const event::v1::PriceDiscrepancyFlagged& flag = event.price_discrepancy_flagged();
      flagged[flag.line()] = flag.current_unit_price_minor();
    }
    if (!event.has_sale_line_item_added()) continue;
    const event::v1::SaleLine& line = event.sale_line_item_added().line();
    if (!line.label().empty() || line.parent_line() != 0) continue;
    const auto item = items_.find(line.sku());
    if (item == items_.end()) continue;
    const auto next = item->second.prices.upper_bound(entry.header().business_date());
    if (next == item->second.prices.begin()) continue;
    const int64_t current_minor = std::prev(next)->second;
    if (current_minor != line.unit_price_minor()) differing[line.line()] = current_minor;
  }
  return differing == flagged ? absl::OkStatus()
                              : Wrong("a price that differs is not flagged, or another is");
}

absl::Status GoodsAccounts::CheckViews(const Folds& folds) const {
  Goods in_transit;
  for (const auto& [transfer, goods] : in_transit_) {
    for (const auto& [key, quantity_milli] : goods) in_transit[key] += quantity_milli;
  }
  for (const auto& [key, stock] : stock_) {
    if (!folds.rows(projections::kStockName).contains(key)) {
      return Wrong(fmt::format("the view knows nothing of the stock of {}", key));
    }
  }
  for (const auto& [key, row] : folds.rows(projections::kStockName)) {
    edge::v1::StockLevel level;
    DAYBOOK_CHECK(level.ParseFromString(row));
    const auto known = stock_.find(key);
    const Stock stock = known == stock_.end() ? Stock() : known->second;
    int64_t reserved_milli = 0;
    for (const auto& [id, quantity_milli] : stock.reserved) reserved_milli += quantity_milli;
    const int64_t sum_milli = level.received_milli() - level.sold_milli() + level.adjusted_milli() +
                              level.transferred_milli();
    if (level.on_hand_milli() != stock.on_hand_milli || sum_milli != stock.on_hand_milli) {
      return Wrong(fmt::format("the stock of {} is not what came less what went", key));
    }
    if (level.reserved_milli() != reserved_milli || level.in_transit_milli() != in_transit[key]) {
      return Wrong(fmt::format("what is reserved of {}, or on its way, is something else", key));
    }
  }
  for (const auto& [sku, item] : items_) {
    edge::v1::ItemView row;
    const auto stored = folds.rows(projections::kItemsName).find(projections::ItemKey(sku));
    if (stored != folds.rows(projections::kItemsName).end()) {
      DAYBOOK_CHECK(row.ParseFromString(stored->second));
    }
    if (row.item().details().name() != item.name ||
        row.item().discontinued() != item.discontinued) {
      return Wrong(fmt::format("the view of {} is not what the catalogue says", sku));
    }
  }
  return CheckBarcodes(folds);
}

absl::Status GoodsAccounts::CheckBarcodes(const Folds& folds) const {
  const auto& rows = folds.rows(projections::kItemsName);
  for (const auto& [barcode, sku] : barcodes_) {
    edge::v1::BarcodeRow row;
    const auto stored = rows.find(projections::BarcodeKey(barcode));
    if (stored != rows.end()) DAYBOOK_CHECK(row.ParseFromString(stored->second));
    if (row.sku() != sku) {
      return Wrong(fmt::format("barcode {} leads to '{}', not to {}", barcode, row.sku(), sku));
    }
  }
  return absl::OkStatus();
}

}  // namespace daybook::sim
