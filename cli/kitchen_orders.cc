// daybook kitchen orders: what the expediter sees.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/kitchen_text.h"
#include "cli/query.h"

namespace daybook::cli {
namespace {

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  edge::v1::GetKitchenOrdersRequest request;
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.GetKitchenOrders(request));
  PrintLine(environment, arguments.Has("json")
                             ? MessageJson(response.orders())
                             : OrdersText(response.orders(), environment.clock.Now()));
  return absl::OkStatus();
}

}  // namespace

Command KitchenOrdersCommand() {
  return {.spec = {.name = "kitchen orders",
                   .summary = "Lists the orders in the kitchen, and what is sold out.",
                   .details = "An order is ready when all its stations are done with it.",
                   .flags = WithEdgeFlags({}, "10"),
                   .example = "daybook kitchen orders"},
          .run = Run};
}

}  // namespace daybook::cli
