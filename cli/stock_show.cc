// daybook stock show: what there is of an item at a location.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/stock_text.h"

namespace daybook::cli {
namespace {

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  edge::v1::GetStockLevelRequest request;
  request.set_location(arguments.Text("LOCATION"));
  request.set_sku(arguments.Text("SKU"));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.GetStockLevel(request));
  PrintLine(environment, arguments.Has("json") ? MessageJson(response.level())
                                               : StockLevelText(response.level()));
  return absl::OkStatus();
}

}  // namespace

Command StockShowCommand() {
  return {.spec = {.name = "stock show",
                   .summary = "Shows what there is of an item at a location.",
                   .details = "On hand may be below zero: what has been sold is never refused.",
                   .operands = {{.name = "LOCATION", .help = "Where: main."},
                                {.name = "SKU", .help = "The stock-keeping unit."}},
                   .flags = WithEdgeFlags({}, "10"),
                   .example = "daybook stock show main CAFE-023"},
          .run = Run};
}

}  // namespace daybook::cli
