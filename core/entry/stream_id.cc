#include "core/entry/stream_id.h"

#include "core/base/business_date.h"
#include "fmt/format.h"

namespace daybook {
namespace {

struct CategoryRow {
  Category category;
  std::string_view name;
  bool key_is_uuid;
};

constexpr CategoryRow kCategories[] = {
    {Category::CATEGORY_SALE, "sale", true},
    {Category::CATEGORY_DRAWER, "drawer", true},
    {Category::CATEGORY_DAY, "day", false},
    {Category::CATEGORY_STOCK, "stock", false},
    {Category::CATEGORY_DOCUMENT, "document", false},
    {Category::CATEGORY_ATTENTION, "attention", true},
    {Category::CATEGORY_LOG, "log", false},
    {Category::CATEGORY_AUDIT, "audit", false},
    {Category::CATEGORY_SAFE, "safe", false},
    {Category::CATEGORY_EMPLOYEE, "employee", false},
    {Category::CATEGORY_APPROVAL, "approval", true},
    {Category::CATEGORY_ITEM, "item", false},
    {Category::CATEGORY_OFFER, "offer", false},
    {Category::CATEGORY_FLAG, "flag", false},
    {Category::CATEGORY_IMPORT, "import", true},
    {Category::CATEGORY_TRANSFER, "transfer", true},
    {Category::CATEGORY_TICKET, "ticket", true},
    {Category::CATEGORY_KITCHEN, "kitchen", false},
    {Category::CATEGORY_CALLOUT, "callout", false},
    {Category::CATEGORY_PERIOD, "period", false},
    {Category::CATEGORY_GIFT_CARD, "giftcard", true},
    {Category::CATEGORY_CUSTOMER, "customer", true},
};

bool KeyIsUuid(Category category) {
  for (const CategoryRow& row : kCategories) {
    if (row.category == category) return row.key_is_uuid;
  }
  return false;
}

absl::Status InvalidStream(std::string_view text) {
  return Error(Reason::ERROR_REASON_FIELD_INVALID,
               "\"{stream}\" is not the name of a stream, such as sale-<uuid> or day-2016-11-05",
               {{"stream", text.substr(0, kStreamKeyBytesMax)}});
}

}  // namespace

std::string CategoryName(Category category) {
  for (const CategoryRow& row : kCategories) {
    if (row.category == category) return std::string(row.name);
  }
  return fmt::format("category{}", static_cast<int>(category));
}

Category CategoryFromName(std::string_view name) {
  for (const CategoryRow& row : kCategories) {
    if (row.name == name) return row.category;
  }
  return Category::CATEGORY_UNSPECIFIED;
}

std::string StreamId::ToText() const {
  const auto uuid = KeyIsUuid(category) ? Uuid::FromBytes(key) : std::nullopt;
  return CategoryName(category) + '-' + (uuid ? uuid->ToText() : key);
}

absl::StatusOr<StreamId> StreamId::Parse(std::string_view text) {
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos) return InvalidStream(text);
  const Category category = CategoryFromName(text.substr(0, dash));
  const std::string_view key = text.substr(dash + 1);
  if (category == Category::CATEGORY_UNSPECIFIED || key.size() > kStreamKeyBytesMax) {
    return InvalidStream(text);
  }
  if (!KeyIsUuid(category)) return StreamId{category, std::string(key)};
  const auto uuid = Uuid::Parse(key);
  if (!uuid) return InvalidStream(text);
  return Of(category, *uuid);
}

StreamId DayStream(int32_t business_date) {
  return {Category::CATEGORY_DAY, BusinessDateText(business_date)};
}

StreamId StockStream(std::string_view location, std::string_view sku) {
  return {Category::CATEGORY_STOCK, std::string(location).append("/").append(sku)};
}

}  // namespace daybook
