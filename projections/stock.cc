#include "projections/stock.h"

#include "core/domain/bounds.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"

namespace daybook::projections {
namespace {

using edge::v1::StockLevel;
using event::v1::EntryHeader;
using event::v1::Event;

void Begin(const std::string& key, StockLevel& level) {
  const size_t slash = key.find('/');
  level.set_location(key.substr(0, slash));
  if (slash != std::string::npos) level.set_sku(key.substr(slash + 1));
}

void Receive(int64_t quantity_milli, StockLevel& level) {
  level.set_on_hand_milli(domain::AddClamped(level.on_hand_milli(), quantity_milli));
  level.set_received_milli(domain::AddClamped(level.received_milli(), quantity_milli));
}

void Sell(int64_t quantity_milli, StockLevel& level) {
  level.set_on_hand_milli(domain::AddClamped(level.on_hand_milli(), -quantity_milli));
  level.set_sold_milli(domain::AddClamped(level.sold_milli(), quantity_milli));
}

class Stock : public Projection {
 public:
  std::string_view name() const override { return kStockName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const event::v1::StreamName& stream = StreamOf(header, event);
    if (stream.category() != Category::CATEGORY_STOCK) return absl::OkStatus();
    auto& level = rows.Mutable<StockLevel>(stream.key());
    if (level.version() == 0) Begin(stream.key(), level);
    level.set_version(event.version());
    level.set_position(PositionOf(header, event));
    if (event.has_stock_received()) Receive(event.stock_received().quantity_milli(), level);
    if (event.has_stock_sold()) Sell(event.stock_sold().quantity_milli(), level);
    if (event.has_stock_returned()) Sell(-event.stock_returned().quantity_milli(), level);
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
