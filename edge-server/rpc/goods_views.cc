#include "edge-server/rpc/goods_views.h"

#include "core/domain/availability.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/fields.h"
#include "edge-server/rpc/decode_row.h"
#include "edge-server/rpc/page_token.h"
#include "projections/items.h"
#include "projections/stock.h"

namespace daybook::rpc {
namespace {

using projections::KeyRange;

// A page of items ends behind the item that goes beyond it.
constexpr size_t kPageBytesMax = 1 << 20;

// Returns the key behind `key` and before every other.
std::string After(std::string key) {
  key.push_back('\0');
  return key;
}

// Moves the range to where the page before ended.
template <typename Request>
absl::Status GoOn(const Request& request, KeyRange& range) {
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::PageToken token,
                           ReadPageToken(ListOf(request), request.page_token()));
  if (token.key().empty()) return absl::OkStatus();
  if (token.key() < range.from || token.key() >= range.to) return PageTokenInvalid();
  range.from = After(token.key());
  return absl::OkStatus();
}

template <typename Request>
std::string TokenAfter(const Request& request, std::string_view key) {
  edge::v1::PageToken next;
  next.set_key(std::string(key));
  return WritePageToken(ListOf(request), std::move(next));
}

absl::Status CheckCode(std::string_view field, std::string_view code) {
  return domain::CheckRequiredText(field, code, domain::kCodeBytesMax);
}

// Returns what the catalogue has of the item, nothing that is only staged.
absl::StatusOr<edge::v1::ItemView> FindItem(const engine::ViewReader& items, std::string_view sku) {
  edge::v1::ItemView item;
  DAYBOOK_ASSIGN_OR_RETURN(const auto row, items.Row(projections::ItemKey(sku)));
  if (row) DAYBOOK_RETURN_IF_ERROR(DecodeRow(*row, item));
  item.mutable_item()->clear_staged();
  item.mutable_item()->clear_staged_import_id();
  return item;
}

absl::Status Answer(const edge::v1::StockLevel& level, const engine::ViewReader& items,
                    const edge::v1::ShopConfig& shop, edge::v1::Availability& availability) {
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::ItemView item, FindItem(items, level.sku()));
  const domain::AvailabilityAnswer answer = domain::AvailabilityOf(
      {.sku = level.sku(),
       .category = item.item().details().category(),
       .channel = availability.channel(),
       .on_hand_milli = level.on_hand_milli(),
       .reserved_milli = level.reserved_milli(),
       .for_sale = !item.item().discontinued() && domain::IsStocked(item.item())},
      shop);
  availability.set_location(level.location());
  availability.set_sku(level.sku());
  availability.set_on_hand_milli(level.on_hand_milli());
  availability.set_reserved_milli(level.reserved_milli());
  availability.set_buffer_milli(answer.buffer_milli);
  availability.set_available_milli(answer.available_milli);
  return absl::OkStatus();
}

absl::Status ItemUnknown(std::string_view what) {
  return Error(Reason::ERROR_REASON_ITEM_UNKNOWN, "the catalogue has no item {sku}",
               {{"sku", what}});
}

}  // namespace

absl::Status ReadStockLevel(const engine::ViewReader& stock,
                            const edge::v1::GetStockLevelRequest& request,
                            edge::v1::GetStockLevelResponse& response) {
  DAYBOOK_RETURN_IF_ERROR(CheckCode("location", request.location()));
  DAYBOOK_RETURN_IF_ERROR(CheckCode("sku", request.sku()));
  DAYBOOK_ASSIGN_OR_RETURN(const auto row,
                           stock.Row(projections::StockKey(request.location(), request.sku())));
  if (!row) {
    return Error(Reason::ERROR_REASON_ITEM_UNKNOWN,
                 "nothing was ever recorded for item {sku} at {location}",
                 {{"sku", request.sku()}, {"location", request.location()}});
  }
  response.set_view_position(stock.position());
  return DecodeRow(*row, *response.mutable_level());
}

absl::Status ReadStockLevels(const engine::ViewReader& stock,
                             const edge::v1::ListStockLevelsRequest& request,
                             edge::v1::ListStockLevelsResponse& response) {
  DAYBOOK_RETURN_IF_ERROR(CheckCode("location", request.location()));
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t size, PageSize(request.page_size()));
  KeyRange range = projections::StockRange(request.location());
  DAYBOOK_RETURN_IF_ERROR(GoOn(request, range));
  DAYBOOK_ASSIGN_OR_RETURN(const auto rows, stock.Rows(range.from, range.to, false, size));
  for (const auto& [key, row] : rows) {
    DAYBOOK_RETURN_IF_ERROR(DecodeRow(row, *response.add_levels()));
  }
  if (std::ssize(rows) == size) {
    response.set_next_page_token(TokenAfter(request, rows.back().first));
  }
  response.set_view_position(stock.position());
  return absl::OkStatus();
}

absl::Status ReadAvailability(const engine::ViewReader& stock, const engine::ViewReader& items,
                              const edge::v1::ShopConfig& shop,
                              const edge::v1::ListAvailabilityRequest& request,
                              edge::v1::ListAvailabilityResponse& response) {
  DAYBOOK_RETURN_IF_ERROR(CheckCode("location", request.location()));
  DAYBOOK_RETURN_IF_ERROR(CheckCode("channel", request.channel()));
  DAYBOOK_RETURN_IF_ERROR(domain::CheckText("sku", request.sku(), domain::kCodeBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t size, PageSize(request.page_size()));
  KeyRange range = projections::StockRange(request.location());
  if (!request.sku().empty()) {
    range.from = projections::StockKey(request.location(), request.sku());
    range.to = After(range.from);
  }
  DAYBOOK_RETURN_IF_ERROR(GoOn(request, range));
  DAYBOOK_ASSIGN_OR_RETURN(const auto rows, stock.Rows(range.from, range.to, false, size));
  for (const auto& [key, row] : rows) {
    edge::v1::StockLevel level;
    DAYBOOK_RETURN_IF_ERROR(DecodeRow(row, level));
    edge::v1::Availability& availability = *response.add_items();
    availability.set_channel(request.channel());
    DAYBOOK_RETURN_IF_ERROR(Answer(level, items, shop, availability));
  }
  if (std::ssize(rows) == size) {
    response.set_next_page_token(TokenAfter(request, rows.back().first));
  }
  response.set_view_position(stock.position());
  return absl::OkStatus();
}

absl::Status ReadItem(const engine::ViewReader& items, const edge::v1::GetItemRequest& request,
                      edge::v1::GetItemResponse& response) {
  DAYBOOK_RETURN_IF_ERROR(domain::CheckText("barcode", request.barcode(), domain::kCodeBytesMax));
  std::string sku = request.sku();
  if (!request.barcode().empty()) {
    if (!sku.empty()) return domain::FieldInvalid("barcode", "stands beside a sku");
    edge::v1::BarcodeRow barcode;
    DAYBOOK_ASSIGN_OR_RETURN(const auto row, items.Row(projections::BarcodeKey(request.barcode())));
    if (row) DAYBOOK_RETURN_IF_ERROR(DecodeRow(*row, barcode));
    if (barcode.sku().empty()) return ItemUnknown(request.barcode());
    sku = barcode.sku();
  }
  DAYBOOK_RETURN_IF_ERROR(CheckCode("sku", sku));
  DAYBOOK_ASSIGN_OR_RETURN(*response.mutable_item(), FindItem(items, sku));
  if (!response.item().item().has_details()) return ItemUnknown(sku);
  response.set_view_position(items.position());
  return absl::OkStatus();
}

absl::Status ReadItems(const engine::ViewReader& items, const edge::v1::ListItemsRequest& request,
                       edge::v1::ListItemsResponse& response) {
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t size, PageSize(request.page_size()));
  KeyRange range = projections::ItemsRange();
  DAYBOOK_RETURN_IF_ERROR(GoOn(request, range));
  DAYBOOK_ASSIGN_OR_RETURN(const auto rows, items.Rows(range.from, range.to, false, size));
  size_t bytes = 0;
  std::string_view last;
  for (const auto& [key, row] : rows) {
    if (bytes > kPageBytesMax) break;
    last = key;
    edge::v1::ItemView item;
    DAYBOOK_RETURN_IF_ERROR(DecodeRow(row, item));
    bytes += row.size();
    if (!item.item().has_details()) continue;  // It is only staged.
    item.mutable_item()->clear_staged();
    item.mutable_item()->clear_staged_import_id();
    *response.add_items() = std::move(item);
  }
  const bool is_last = rows.empty() || (last == rows.back().first && std::ssize(rows) < size);
  if (!is_last) response.set_next_page_token(TokenAfter(request, last));
  response.set_view_position(items.position());
  return absl::OkStatus();
}

}  // namespace daybook::rpc
