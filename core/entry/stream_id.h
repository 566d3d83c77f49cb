// The name of a stream: a category and a key. Stored as the category's number and the key's bytes,
// written `sale-0190a3c2-…` for people.
#pragma once

#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook {

using event::v1::Category;

// The longest key of a stream, in bytes.
inline constexpr size_t kStreamKeyBytesMax = 200;

struct StreamId {
  Category category = Category::CATEGORY_UNSPECIFIED;
  std::string key;  // 16 bytes of a UUID, or text, by category.

  // Returns the stream of one thing that a UUID names (sale, drawer, attention).
  static StreamId Of(Category category, const Uuid& uuid) {
    return {category, std::string(uuid.AsBytes())};
  }
  static StreamId Of(const event::v1::StreamName& name) { return {name.category(), name.key()}; }

  // Reads "<category>-<key>", as ToText writes it. Errors: FIELD_INVALID.
  static absl::StatusOr<StreamId> Parse(std::string_view text);

  std::string ToText() const;

  bool operator==(const StreamId&) const = default;
  template <typename H>
  friend H AbslHashValue(H state, const StreamId& stream) {
    return H::combine(std::move(state), static_cast<int>(stream.category), stream.key);
  }
};

// Returns the stream of a business day, given as the number yyyymmdd: key "2016-11-05".
StreamId DayStream(int32_t business_date);

// Returns the stream of an item at a location: key "<location>/<sku>".
StreamId StockStream(std::string_view location, std::string_view sku);

// Returns the category's word: "sale". Numbers that this version does not know give "category<n>".
std::string CategoryName(Category category);

// Returns the category of that word, or CATEGORY_UNSPECIFIED.
Category CategoryFromName(std::string_view name);

}  // namespace daybook
