#include "projections/stock.h"

#include "core/domain/bounds.h"
#include "core/domain/stock.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"

namespace daybook::projections {
namespace {

using domain::AddClamped;
using edge::v1::StockLevel;
using event::v1::EntryHeader;
using event::v1::Event;

StockLevel& LevelAt(const std::string& key, Rows& rows) {
  auto& level = rows.Mutable<StockLevel>(key);
  if (!level.location().empty()) return level;
  const size_t slash = key.find('/');
  level.set_location(key.substr(0, slash));
  if (slash != std::string::npos) level.set_sku(key.substr(slash + 1));
  return level;
}

void Move(const Event& event, StockLevel& level) {
  const int64_t change_milli = domain::StockChange(event, level.on_hand_milli());
  level.set_on_hand_milli(AddClamped(level.on_hand_milli(), change_milli));
  if (level.on_hand_milli() >= 0) level.set_negative(false);
  if (event.has_stock_received()) {
    level.set_received_milli(AddClamped(level.received_milli(), change_milli));
  } else if (event.has_stock_sold() || event.has_stock_returned()) {
    level.set_sold_milli(domain::SubtractClamped(level.sold_milli(), change_milli));
  } else if (event.has_stock_adjusted() || event.has_stock_counted()) {
    level.set_adjusted_milli(AddClamped(level.adjusted_milli(), change_milli));
  } else {
    level.set_transferred_milli(AddClamped(level.transferred_milli(), change_milli));
  }
}

void ApplyToStock(const Event& event, StockLevel& level) {
  if (event.has_stock_reserved() || event.has_stock_released()) {
    return level.set_reserved_milli(
        AddClamped(level.reserved_milli(), domain::ReservedChange(event)));
  }
  if (event.has_stock_fell_below_zero()) return level.set_negative(true);
  Move(event, level);
}

using Lines = google::protobuf::RepeatedPtrField<event::v1::TransferLine>;

// What is in transit is shown where it goes.
void AddInTransit(const EntryHeader& header, const Event& event, const std::string& to_location,
                  const Lines& lines, bool arrived, Rows& rows) {
  for (const event::v1::TransferLine& line : lines) {
    StockLevel& level = LevelAt(StockKey(to_location, line.sku()), rows);
    const int64_t change_milli =
        arrived ? domain::SubtractClamped(0, line.quantity_milli()) : line.quantity_milli();
    level.set_in_transit_milli(AddClamped(level.in_transit_milli(), change_milli));
    level.set_position(PositionOf(header, event));
  }
}

void ApplyToTransfer(const EntryHeader& header, const Event& event, Rows& rows) {
  if (event.has_stock_transfer_shipped()) {
    const event::v1::StockTransferShipped& shipped = event.stock_transfer_shipped();
    AddInTransit(header, event, shipped.to_location(), shipped.lines(), /*arrived=*/false, rows);
  } else if (event.has_stock_transfer_received()) {
    const event::v1::StockTransferReceived& received = event.stock_transfer_received();
    AddInTransit(header, event, received.to_location(), received.lines(), /*arrived=*/true, rows);
    AddInTransit(header, event, received.to_location(), received.missing(), /*arrived=*/true, rows);
  }
}

class Stock : public Projection {
 public:
  std::string_view name() const override { return kStockName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const event::v1::StreamName& stream = StreamOf(header, event);
    if (stream.category() == Category::CATEGORY_TRANSFER) ApplyToTransfer(header, event, rows);
    if (stream.category() != Category::CATEGORY_STOCK) return absl::OkStatus();
    StockLevel& level = LevelAt(stream.key(), rows);
    level.set_version(event.version());
    level.set_position(PositionOf(header, event));
    ApplyToStock(event, level);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewStock() { return std::make_unique<Stock>(); }

std::string StockKey(std::string_view location, std::string_view sku) {
  return StockStream(location, sku).key;
}

KeyRange StockRange(std::string_view location) {
  KeyRange range{std::string(location), std::string(location)};
  range.from.push_back('/');
  range.to.push_back('/' + 1);
  return range;
}

}  // namespace daybook::projections
