// daybook stock list, stock availability: what there is at a location.
#include <algorithm>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/stock_text.h"

namespace daybook::cli {
namespace {

constexpr int64_t kPageMax = 500;

Flag LimitFlag() {
  return {.name = "limit",
          .kind = ValueKind::kInteger,
          .value_name = "COUNT",
          .help = "How many at most.",
          .default_value = "50",
          .minimum = 1,
          .maximum = 100'000};
}

absl::StatusOr<std::vector<edge::v1::StockLevel>> ReadLevels(const Arguments& arguments,
                                                             Client& client) {
  const int64_t limit = arguments.Integer("limit");
  edge::v1::ListStockLevelsRequest request;
  request.set_location(arguments.Text("LOCATION"));
  request.set_page_size(static_cast<int32_t>(std::min(limit, kPageMax)));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  std::vector<edge::v1::StockLevel> levels;
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ListStockLevels(request));
    for (const edge::v1::StockLevel& level : response.levels()) {
      if (std::ssize(levels) < limit) levels.push_back(level);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && std::ssize(levels) < limit);
  return levels;
}

absl::StatusOr<std::vector<edge::v1::Availability>> ReadAvailability(const Arguments& arguments,
                                                                     Client& client) {
  const int64_t limit = arguments.Integer("limit");
  edge::v1::ListAvailabilityRequest request;
  request.set_location(arguments.Text("LOCATION"));
  request.set_channel(arguments.Text("CHANNEL"));
  if (arguments.Has("sku")) request.set_sku(arguments.Text("sku"));
  request.set_page_size(static_cast<int32_t>(std::min(limit, kPageMax)));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  std::vector<edge::v1::Availability> items;
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ListAvailability(request));
    for (const edge::v1::Availability& item : response.items()) {
      if (std::ssize(items) < limit) items.push_back(item);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && std::ssize(items) < limit);
  return items;
}

template <typename Row>
std::string RowsJson(std::string_view name, const std::vector<Row>& rows) {
  JsonWriter json;
  json.BeginObject().Key(name).BeginArray();
  for (const Row& row : rows) WriteMessage(row, json);
  return std::string(json.EndArray().EndObject().text());
}

absl::Status RunList(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const auto levels, ReadLevels(arguments, client));
  if (arguments.Has("json")) {
    PrintLine(environment, RowsJson("levels", levels));
  } else {
    PrintLine(environment, levels.empty() ? "There is no stock there." : StockListText(levels));
  }
  return absl::OkStatus();
}

absl::Status RunAvailability(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const auto items, ReadAvailability(arguments, client));
  if (arguments.Has("json")) {
    PrintLine(environment, RowsJson("items", items));
  } else {
    PrintLine(environment, items.empty() ? "There is no stock there." : AvailabilityText(items));
  }
  return absl::OkStatus();
}

}  // namespace

Command StockListCommand() {
  return {.spec = {.name = "stock list",
                   .summary = "Lists what there is at a location.",
                   .operands = {{.name = "LOCATION", .help = "Where: main."}},
                   .flags = WithEdgeFlags({LimitFlag()}, "10"),
                   .example = "daybook stock list main"},
          .run = RunList};
}

Command StockAvailabilityCommand() {
  std::vector<Flag> flags = {
      {.name = "sku", .value_name = "SKU", .help = "Only this stock-keeping unit."}, LimitFlag()};
  return {
      .spec = {.name = "stock availability",
               .summary = "Lists what an online channel may sell of what is at a location.",
               .details =
                   "What is on hand and not reserved, less the safety buffer that the shop's "
                   "configuration has for the item, its category, the channel, or everything.",
               .operands = {{.name = "LOCATION", .help = "Where: main."},
                            {.name = "CHANNEL", .help = "The channel, as the buffers name it."}},
               .flags = WithEdgeFlags(std::move(flags), "10"),
               .example = "daybook stock availability main web --sku CAFE-023"},
      .run = RunAvailability};
}

}  // namespace daybook::cli
