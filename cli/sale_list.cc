// daybook sale list: the newest sales.
#include <algorithm>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/sale_text.h"

namespace daybook::cli {
namespace {

constexpr int64_t kPageMax = 500;

absl::StatusOr<std::vector<edge::v1::SaleView>> ReadSales(const Arguments& arguments,
                                                          Client& client) {
  const int64_t limit = arguments.Integer("limit");
  edge::v1::ListSalesRequest request;
  if (arguments.Has("business-date")) request.set_business_date(arguments.Date("business-date"));
  request.set_page_size(static_cast<int32_t>(std::min(limit, kPageMax)));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  std::vector<edge::v1::SaleView> sales;
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ListSales(request));
    for (const edge::v1::SaleView& sale : response.sales()) {
      if (static_cast<int64_t>(sales.size()) < limit) sales.push_back(sale);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && static_cast<int64_t>(sales.size()) < limit);
  return sales;
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const auto sales, ReadSales(arguments, client));
  if (!arguments.Has("json")) {
    PrintLine(environment, sales.empty() ? "There is no sale." : SaleListText(sales));
    return absl::OkStatus();
  }
  JsonWriter json;
  json.BeginObject().Key("sales").BeginArray();
  for (const edge::v1::SaleView& sale : sales) WriteMessage(sale, json);
  PrintLine(environment, json.EndArray().EndObject().text());
  return absl::OkStatus();
}

}  // namespace

Command SaleListCommand() {
  std::vector<Flag> flags = {{.name = "business-date",
                              .kind = ValueKind::kDate,
                              .value_name = "DATE",
                              .help = "Only those of one business day."},
                             {.name = "limit",
                              .kind = ValueKind::kInteger,
                              .value_name = "COUNT",
                              .help = "How many at most.",
                              .default_value = "50",
                              .minimum = 1,
                              .maximum = 10'000}};
  return {.spec = {.name = "sale list",
                   .summary = "Lists sales, newest first.",
                   .flags = WithEdgeFlags(std::move(flags), "10"),
                   .example = "daybook sale list --business-date 2016-11-05 --limit 10"},
          .run = Run};
}

}  // namespace daybook::cli
