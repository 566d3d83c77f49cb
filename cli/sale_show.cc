// daybook sale show: one sale as it stands.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/sale_text.h"

namespace daybook::cli {
namespace {

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  edge::v1::GetSaleRequest request;
  request.set_sale_id(std::string(arguments.Id("SALE").AsBytes()));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.GetSale(request));
  PrintLine(environment,
            arguments.Has("json") ? MessageJson(response.sale()) : SaleText(response.sale()));
  return absl::OkStatus();
}

}  // namespace

Command SaleShowCommand() {
  return {.spec = {.name = "sale show",
                   .summary = "Shows one sale as it stands.",
                   .operands = {{.name = "SALE",
                                 .kind = ValueKind::kSale,
                                 .help = "The sale's id, as `daybook sale list` shows it."}},
                   .flags = WithEdgeFlags({}, "10"),
                   .example = "daybook sale show 0190a3c2-7b1e-7000-8000-0123456789ab"},
          .run = Run};
}

}  // namespace daybook::cli
