// daybook tickets totals: what a file of tickets comes to, without any edge.
#include "cli/command.h"
#include "cli/ticket_totals.h"

namespace daybook::cli {
namespace {

absl::Status Run(const Arguments& arguments, Environment& environment) {
  DAYBOOK_ASSIGN_OR_RETURN(const DateRange range, ReadDateRange(arguments));
  DAYBOOK_ASSIGN_OR_RETURN(const ShopFiles files,
                           ReadShopFiles(arguments.Text("menu"), arguments.Text("tickets"), range));
  const Totals totals = TotalsOf(files.days, files.menu);
  PrintLine(environment, arguments.Has("json") ? TotalsJson(totals) : TotalsText(totals));
  return absl::OkStatus();
}

absl::Status Check(const Arguments& arguments) { return ReadDateRange(arguments).status(); }

}  // namespace

Command TicketsTotalsCommand() {
  std::vector<Flag> flags = {
      {.name = "menu", .value_name = "FILE", .help = "What is sold, as CSV.", .required = true},
      {.name = "tickets", .value_name = "FILE", .help = "The tickets, as CSV.", .required = true}};
  flags = WithDateFlags(std::move(flags));
  flags.push_back(JsonFlag());
  return {
      .spec = {.name = "tickets totals",
               .summary = "Shows what a file of tickets comes to: what a replay must arrive at.",
               .details = "Asks no edge: it is computed from the files alone.",
               .flags = std::move(flags),
               .example = "daybook tickets totals --menu menu.csv --tickets tickets.csv"},
      .run = Run,
      .check = Check};
}

}  // namespace daybook::cli
