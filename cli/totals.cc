// daybook totals: what one or several business days came to.
#include "cli/command.h"
#include "cli/query.h"

namespace daybook::cli {
namespace {

absl::Status Check(const Arguments& arguments) {
  const bool has_from = arguments.Has("from");
  const bool has_to = arguments.Has("to");
  if (arguments.Has("business-date") == (has_from || has_to)) {
    return Error(Reason::ERROR_REASON_FIELD_MISSING,
                 "which days: either --business-date DATE, or --from DATE with --to DATE");
  }
  if (has_from != has_to) {
    return Error(Reason::ERROR_REASON_FIELD_MISSING, "--from DATE and --to DATE go together");
  }
  return ReadDateRange(arguments).status();
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  DAYBOOK_ASSIGN_OR_RETURN(DateRange range, ReadDateRange(arguments));
  if (arguments.Has("business-date")) {
    range = {arguments.Date("business-date"), arguments.Date("business-date")};
  }
  Client client = MakeClient(arguments, environment);
  edge::v1::GetStoreTotalsRequest request;
  request.set_from_business_date(range.from);
  request.set_to_business_date(range.to);
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.GetStoreTotals(request));
  const Totals totals = ToTotals(response.totals(), range, response.day_count());
  PrintLine(environment, arguments.Has("json") ? TotalsJson(totals) : TotalsText(totals));
  return absl::OkStatus();
}

}  // namespace

Command TotalsCommand() {
  std::vector<Flag> flags = {{.name = "business-date",
                              .kind = ValueKind::kDate,
                              .value_name = "DATE",
                              .help = "One business day."}};
  return {
      .spec = {.name = "totals",
               .summary = "Shows what business days came to, by hour, tender, category and more.",
               .details = "Everything that was recorded before the question is counted.",
               .flags = WithEdgeFlags(WithDateFlags(std::move(flags)), "10"),
               .example = "daybook totals --business-date 2016-11-05"},
      .run = Run,
      .check = Check};
}

}  // namespace daybook::cli
