// daybook item show, item list: the catalogue.
#include <algorithm>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/stock_text.h"

namespace daybook::cli {
namespace {

constexpr int64_t kPageMax = 500;

absl::Status RunShow(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  edge::v1::GetItemRequest request;
  if (arguments.Has("barcode")) {
    request.set_barcode(arguments.Text("ITEM"));
  } else {
    request.set_sku(arguments.Text("ITEM"));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.GetItem(request));
  PrintLine(environment,
            arguments.Has("json") ? MessageJson(response.item()) : ItemText(response.item()));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<edge::v1::ItemView>> ReadItems(const Arguments& arguments,
                                                          Client& client) {
  const int64_t limit = arguments.Integer("limit");
  edge::v1::ListItemsRequest request;
  request.set_page_size(static_cast<int32_t>(std::min(limit, kPageMax)));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  std::vector<edge::v1::ItemView> items;
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ListItems(request));
    for (const edge::v1::ItemView& item : response.items()) {
      if (std::ssize(items) < limit) items.push_back(item);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && std::ssize(items) < limit);
  return items;
}

absl::Status RunList(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const auto items, ReadItems(arguments, client));
  if (!arguments.Has("json")) {
    PrintLine(environment, items.empty() ? "The catalogue is empty." : ItemListText(items));
    return absl::OkStatus();
  }
  JsonWriter json;
  json.BeginObject().Key("items").BeginArray();
  for (const edge::v1::ItemView& item : items) WriteMessage(item, json);
  PrintLine(environment, json.EndArray().EndObject().text());
  return absl::OkStatus();
}

}  // namespace

Command ItemShowCommand() {
  std::vector<Flag> flags = {{.name = "barcode",
                              .kind = ValueKind::kSwitch,
                              .value_name = "",
                              .help = "ITEM is a barcode that leads to it."}};
  return {.spec = {.name = "item show",
                   .summary = "Shows an item of the catalogue.",
                   .operands = {{.name = "ITEM", .help = "The stock-keeping unit."}},
                   .flags = WithEdgeFlags(std::move(flags), "10"),
                   .example = "daybook item show 5012345678900 --barcode"},
          .run = RunShow};
}

Command ItemListCommand() {
  std::vector<Flag> flags = {{.name = "limit",
                              .kind = ValueKind::kInteger,
                              .value_name = "COUNT",
                              .help = "How many at most.",
                              .default_value = "50",
                              .minimum = 1,
                              .maximum = 100'000}};
  return {.spec = {.name = "item list",
                   .summary = "Lists the catalogue.",
                   .flags = WithEdgeFlags(std::move(flags), "10"),
                   .example = "daybook item list --limit 500"},
          .run = RunList};
}

}  // namespace daybook::cli
