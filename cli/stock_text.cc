#include "cli/stock_text.h"

#include "cli/json.h"
#include "cli/output.h"
#include "core/base/business_date.h"
#include "core/base/money.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

using edge::v1::ItemView;
using edge::v1::StockLevel;

std::string PriceText(const common::v1::Money& price) {
  return FormatMoney(price.minor_units(), price.currency_code());
}

std::string KindText(const event::v1::ItemDetails& details) {
  return details.kind() == event::v1::LINE_KIND_UNSPECIFIED
             ? "goods"
             : EnumText(*event::v1::LineKind_descriptor(), details.kind());
}

std::string StockText(const event::v1::ItemDetails& details) {
  std::string text;
  for (const event::v1::RecipeIngredient& ingredient : details.recipe()) {
    text += fmt::format("  takes {} of {}\n", QuantityText(ingredient.quantity_milli()),
                        Printable(ingredient.sku()));
  }
  if (details.non_stock()) text += "  no stock is kept of it\n";
  if (details.pack_units() != 0) {
    text += fmt::format("  comes in packs of {}\n", details.pack_units());
  }
  return text;
}

std::string MinuteText(int32_t minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string LimitsText(const event::v1::ItemDetails& details) {
  std::string text;
  if (details.age_limit_years() != 0) {
    text += fmt::format("  not sold below the age of {}\n", details.age_limit_years());
  }
  if (details.has_sale_hours()) {
    text += fmt::format("  sold from {} to {}\n", MinuteText(details.sale_hours().from_minute()),
                        MinuteText(details.sale_hours().to_minute()));
  }
  if (!details.commission_category().empty()) {
    text += fmt::format("  commission: {}\n", Printable(details.commission_category()));
  }
  return text;
}

std::string PricesText(const edge::v1::CatalogueItem& item) {
  std::string text = item.details().has_unit_price()
                         ? fmt::format("  price {}\n", PriceText(item.details().unit_price()))
                         : "  priced at the till\n";
  for (const edge::v1::DatedPrice& price : item.prices()) {
    text += fmt::format("  price {} from {}\n", PriceText(price.unit_price()),
                        BusinessDateText(price.valid_from()));
  }
  return text;
}

}  // namespace

std::string StockLevelText(const StockLevel& level) {
  std::string text =
      fmt::format("{} at {}: {} on hand ({} received, {} sold", Printable(level.sku()),
                  Printable(level.location()), QuantityText(level.on_hand_milli()),
                  QuantityText(level.received_milli()), QuantityText(level.sold_milli()));
  if (level.adjusted_milli() != 0) {
    text += fmt::format(", {} adjusted", QuantityText(level.adjusted_milli()));
  }
  if (level.transferred_milli() != 0) {
    text += fmt::format(", {} transferred", QuantityText(level.transferred_milli()));
  }
  text += ")";
  if (level.reserved_milli() != 0) {
    text += fmt::format(", {} reserved", QuantityText(level.reserved_milli()));
  }
  if (level.in_transit_milli() != 0) {
    text += fmt::format(", {} in transit", QuantityText(level.in_transit_milli()));
  }
  return text + (level.negative() ? ", fell below zero" : "");
}

std::string StockListText(const std::vector<StockLevel>& levels) {
  TextTable table({"item", "on hand", "reserved", "in transit", "received", "sold", "adjusted",
                   "transferred", ""},
                  {1, 2, 3, 4, 5, 6, 7});
  for (const StockLevel& level : levels) {
    table.Add({Printable(level.sku()), QuantityText(level.on_hand_milli()),
               QuantityText(level.reserved_milli()), QuantityText(level.in_transit_milli()),
               QuantityText(level.received_milli()), QuantityText(level.sold_milli()),
               QuantityText(level.adjusted_milli()), QuantityText(level.transferred_milli()),
               level.negative() ? "fell below zero" : ""});
  }
  return table.Text();
}

std::string AvailabilityText(const std::vector<edge::v1::Availability>& items) {
  TextTable table({"item", "available", "on hand", "reserved", "kept back"}, {1, 2, 3, 4});
  for (const edge::v1::Availability& item : items) {
    table.Add({Printable(item.sku()), QuantityText(item.available_milli()),
               QuantityText(item.on_hand_milli()), QuantityText(item.reserved_milli()),
               QuantityText(item.buffer_milli())});
  }
  return table.Text();
}

std::string ItemListText(const std::vector<ItemView>& items) {
  TextTable table({"item", "name", "category", "price", "barcodes", ""}, {3, 4});
  for (const ItemView& item : items) {
    const event::v1::ItemDetails& details = item.item().details();
    table.Add({Printable(item.sku()), Printable(details.name()), Printable(details.category()),
               details.has_unit_price() ? PriceText(details.unit_price()) : "at the till",
               fmt::format("{}", item.barcodes_size()),
               item.item().discontinued() ? "discontinued" : ""});
  }
  return table.Text();
}

std::string ItemText(const ItemView& item) {
  const event::v1::ItemDetails& details = item.item().details();
  std::string text = fmt::format(
      "{}: {}{}\n  {} of category {}, tax {}\n", Printable(item.sku()), Printable(details.name()),
      item.item().discontinued() ? ", discontinued" : "", KindText(details),
      Printable(details.category()), Printable(details.tax_category()));
  text += PricesText(item.item()) + StockText(details) + LimitsText(details);
  for (const std::string& barcode : item.barcodes()) {
    text += fmt::format("  barcode {}\n", Printable(barcode));
  }
  return text;
}

}  // namespace daybook::cli
