// daybook tickets generate: makes up a day and writes it into files.
#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/ticket_generator.h"
#include "cli/ticket_totals.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

void Remove(const std::string& path) {
  std::error_code ignored;  // It is said already that something went wrong.
  std::filesystem::remove(path, ignored);
}

// Never writes over a file: it may be somebody's real tickets.
absl::Status WriteNewFile(const std::string& path, const std::string& text) {
  if (std::filesystem::exists(path)) {
    return Error(Reason::ERROR_REASON_FILE_INVALID, "{file} exists already; name another",
                 {{"file", path}});
  }
  std::ofstream file(path, std::ios::binary);
  const bool is_ours = file.is_open();
  file << text;
  file.close();
  if (file) return absl::OkStatus();
  if (is_ours) Remove(path);
  return Error(Reason::ERROR_REASON_FILE_INVALID, "{file} cannot be written", {{"file", path}});
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  const std::string menu_text = GeneratedMenu();
  const std::string tickets_text =
      GeneratedTickets({.seed = static_cast<uint64_t>(arguments.Integer("seed")),
                        .business_date = arguments.Date("business-date"),
                        .sale_count = arguments.Integer("sales")});
  DAYBOOK_RETURN_IF_ERROR(WriteNewFile(arguments.Text("menu"), menu_text));
  if (absl::Status wrote = WriteNewFile(arguments.Text("tickets"), tickets_text); !wrote.ok()) {
    Remove(arguments.Text("menu"));
    return wrote;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const ShopFiles files,
                           ReadShopFiles(arguments.Text("menu"), arguments.Text("tickets"), {}));
  const Totals totals = TotalsOf(files.days, files.menu);
  PrintLine(environment, arguments.Has("json") ? TotalsJson(totals) : TotalsText(totals));
  return absl::OkStatus();
}

std::vector<Flag> GenerateFlags() {
  return {
      {.name = "menu", .value_name = "FILE", .help = "Where the menu goes.", .required = true},
      {.name = "tickets", .value_name = "FILE", .help = "Where the tickets go.", .required = true},
      {.name = "business-date",
       .kind = ValueKind::kDate,
       .value_name = "DATE",
       .help = "Which day it is.",
       .default_value = "2025-03-14"},
      {.name = "seed",
       .kind = ValueKind::kInteger,
       .value_name = "N",
       .help = "The same seed gives the same day.",
       .default_value = "1"},
      {.name = "sales",
       .kind = ValueKind::kInteger,
       .value_name = "N",
       .help = "How many tickets.",
       .default_value = "300",
       .minimum = 1,
       .maximum = 1'000'000},
      JsonFlag()};
}

}  // namespace

Command TicketsGenerateCommand() {
  return {.spec = {.name = "tickets generate",
                   .summary = "Makes up a plausible day: a menu and tickets, with rush hours.",
                   .details = "Shows what the day comes to. Files that exist are left alone.",
                   .flags = GenerateFlags(),
                   .example = "daybook tickets generate --menu menu.csv --tickets tickets.csv"},
          .run = Run};
}

}  // namespace daybook::cli
