#include "cli/event_filter.h"

#include "cli/entry_text.h"
#include "core/entry/stream_id.h"

namespace daybook::cli {

std::vector<Flag> EventFilterFlags() {
  return {{.name = "category",
           .value_name = "CATEGORY",
           .help = "Only streams of this category: sale, drawer, day, stock, item, document, "
                   "employee, approval, giftcard, customer.",
           .repeatable = true},
          {.name = "type",
           .value_name = "TYPE",
           .help = "Only events of this type: SaleCompleted.",
           .repeatable = true},
          {.name = "stream",
           .value_name = "STREAM",
           .help = "Only this stream: sale-<uuid>, day-2016-11-05.",
           .repeatable = true},
          {.name = "register",
           .value_name = "REGISTER",
           .help = "Only what happened at this register.",
           .repeatable = true}};
}

absl::StatusOr<edge::v1::EventFilter> ReadEventFilter(const Arguments& arguments) {
  edge::v1::EventFilter filter;
  for (const std::string& name : arguments.List("category")) {
    const Category category = CategoryFromName(name);
    if (category == Category::CATEGORY_UNSPECIFIED) {
      return Error(Reason::ERROR_REASON_FIELD_INVALID, "\"{category}\" is not a category",
                   {{"category", name}});
    }
    filter.add_categories(category);
  }
  for (const std::string& name : arguments.List("type")) {
    DAYBOOK_ASSIGN_OR_RETURN(const int32_t number, EventTypeNumber(name));
    filter.add_event_types(number);
  }
  for (const std::string& name : arguments.List("stream")) {
    DAYBOOK_RETURN_IF_ERROR(StreamId::Parse(name).status());
    filter.add_streams(name);
  }
  for (const std::string& name : arguments.List("register")) filter.add_registers(name);
  return filter;
}

}  // namespace daybook::cli
