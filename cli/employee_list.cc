// daybook employee list: who is at work, their hours, sign-ins and shifts.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/staff_text.h"

namespace daybook::cli {
namespace {

constexpr int32_t kPageMax = 500;

absl::StatusOr<std::vector<edge::v1::EmployeeView>> ReadEmployees(Client& client) {
  edge::v1::ListEmployeesRequest request;
  request.set_page_size(kPageMax);
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  std::vector<edge::v1::EmployeeView> employees;
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ListEmployees(request));
    employees.insert(employees.end(), response.employees().begin(), response.employees().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return employees;
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const auto employees, ReadEmployees(client));
  if (!arguments.Has("json")) {
    if (employees.empty()) PrintLine(environment, "Nothing is recorded of any employee.");
    for (const edge::v1::EmployeeView& employee : employees) {
      PrintLine(environment, EmployeeText(employee));
    }
    return absl::OkStatus();
  }
  JsonWriter json;
  json.BeginObject().Key("employees").BeginArray();
  for (const edge::v1::EmployeeView& employee : employees) WriteMessage(employee, json);
  PrintLine(environment, json.EndArray().EndObject().text());
  return absl::OkStatus();
}

}  // namespace

Command EmployeeListCommand() {
  return {.spec = {.name = "employee list",
                   .summary = "Lists who is at work, with hours, sign-ins and shifts.",
                   .flags = WithEdgeFlags({}, "10"),
                   .example = "daybook employee list"},
          .run = Run};
}

}  // namespace daybook::cli
