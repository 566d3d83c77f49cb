// daybook kitchen show: the board of a station.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/kitchen_text.h"
#include "cli/query.h"

namespace daybook::cli {
namespace {

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  edge::v1::GetKitchenBoardRequest request;
  request.set_station(arguments.Text("STATION"));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.GetKitchenBoard(request));
  PrintLine(environment, arguments.Has("json")
                             ? MessageJson(response.board())
                             : BoardText(response.board(), environment.clock.Now()));
  return absl::OkStatus();
}

}  // namespace

Command KitchenShowCommand() {
  return {.spec = {.name = "kitchen show",
                   .summary = "Shows the board of a station of the kitchen.",
                   .details = "A station to which nothing was sent has an empty board.",
                   .operands = {{.name = "STATION", .help = "The station: grill."}},
                   .flags = WithEdgeFlags({}, "10"),
                   .example = "daybook kitchen show grill"},
          .run = Run};
}

}  // namespace daybook::cli
