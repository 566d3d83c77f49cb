// daybook customer show: what is on the books of a customer.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/value_text.h"

namespace daybook::cli {
namespace {

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  edge::v1::GetCustomerRequest request;
  request.set_customer_id(std::string(arguments.Id("CUSTOMER").AsBytes()));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.GetCustomer(request));
  PrintLine(environment, arguments.Has("json") ? MessageJson(response.customer())
                                               : CustomerText(response.customer()));
  return absl::OkStatus();
}

}  // namespace

Command CustomerShowCommand() {
  return {.spec = {.name = "customer show",
                   .summary = "Shows the points, the credit and the account of a customer.",
                   .operands = {{.name = "CUSTOMER",
                                 .kind = ValueKind::kId,
                                 .help = "The customer's id."}},
                   .flags = WithEdgeFlags({}, "10"),
                   .example = "daybook customer show 0190a3c2-7b1e-7000-8000-0123456789ab"},
          .run = Run};
}

}  // namespace daybook::cli
