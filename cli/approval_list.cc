// daybook approval list: what people asked a manager to approve.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/staff_text.h"

namespace daybook::cli {
namespace {

constexpr int32_t kPageMax = 500;

absl::StatusOr<std::vector<edge::v1::ApprovalView>> ReadApprovals(const Arguments& arguments,
                                                                  Client& client) {
  edge::v1::ListApprovalsRequest request;
  request.set_business_date(arguments.Date("DATE"));
  request.set_waiting(arguments.Has("waiting"));
  request.set_page_size(kPageMax);
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  std::vector<edge::v1::ApprovalView> approvals;
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ListApprovals(request));
    approvals.insert(approvals.end(), response.approvals().begin(), response.approvals().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return approvals;
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const auto approvals, ReadApprovals(arguments, client));
  if (!arguments.Has("json")) {
    if (approvals.empty()) PrintLine(environment, "There is no approval.");
    for (const edge::v1::ApprovalView& approval : approvals) {
      PrintLine(environment, ApprovalText(approval));
    }
    return absl::OkStatus();
  }
  JsonWriter json;
  json.BeginObject().Key("approvals").BeginArray();
  for (const edge::v1::ApprovalView& approval : approvals) WriteMessage(approval, json);
  PrintLine(environment, json.EndArray().EndObject().text());
  return absl::OkStatus();
}

}  // namespace

Command ApprovalListCommand() {
  return {.spec = {.name = "approval list",
                   .summary = "Lists the approvals that were asked for on a business day.",
                   .operands = {{.name = "DATE",
                                 .kind = ValueKind::kDate,
                                 .help = "The business day of the request."}},
                   .flags = WithEdgeFlags({{.name = "waiting",
                                            .kind = ValueKind::kSwitch,
                                            .value_name = "",
                                            .help = "Only those that nobody has answered."}},
                                          "10"),
                   .example = "daybook approval list 2016-11-05 --waiting"},
          .run = Run};
}

}  // namespace daybook::cli
