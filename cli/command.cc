#include "cli/command.h"

#include <ostream>
#include <utility>

namespace daybook::cli {

Flag JsonFlag() {
  return {.name = "json",
          .kind = ValueKind::kSwitch,
          .value_name = "",
          .help = "Writes JSON to standard output, and nothing else there.",
          .default_value = ""};
}

std::vector<Flag> WithEdgeFlags(std::vector<Flag> flags, std::string_view default_timeout_seconds) {
  flags.push_back({.name = "edge",
                   .kind = ValueKind::kAddress,
                   .value_name = "ADDRESS",
                   .help = "Where daybook-edge listens.",
                   .default_value = "127.0.0.1:7443"});
  flags.push_back({.name = "device",
                   .kind = ValueKind::kName,
                   .value_name = "NAME",
                   .help = "The device that asks.",
                   .default_value = "office"});
  flags.push_back({.name = "employee",
                   .kind = ValueKind::kName,
                   .value_name = "NAME",
                   .help = "The employee who asks, as the shop's configuration names them.",
                   .default_value = ""});
  flags.push_back({.name = "timeout",
                   .kind = ValueKind::kInteger,
                   .value_name = "SECONDS",
                   .help = "How long an edge that does not answer is asked again.",
                   .default_value = default_timeout_seconds,
                   .minimum = 1,
                   .maximum = 86'400});
  flags.push_back(JsonFlag());
  return flags;
}

std::vector<Flag> WithDateFlags(std::vector<Flag> flags) {
  flags.push_back({.name = "from",
                   .kind = ValueKind::kDate,
                   .value_name = "DATE",
                   .help = "The first business day."});
  flags.push_back({.name = "to",
                   .kind = ValueKind::kDate,
                   .value_name = "DATE",
                   .help = "The last business day."});
  return flags;
}

absl::StatusOr<DateRange> ReadDateRange(const Arguments& arguments) {
  DateRange range;
  if (arguments.Has("from")) range.from = arguments.Date("from");
  if (arguments.Has("to")) range.to = arguments.Date("to");
  if (range.from <= range.to) return range;
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "--from {from} is after --to {to}",
               {{"from", arguments.Text("from")}, {"to", arguments.Text("to")}});
}

Caller CallerOf(const Arguments& arguments) {
  return {.device = arguments.Text("device"),
          .employee = arguments.Has("employee") ? arguments.Text("employee") : ""};
}

Client MakeClient(const Arguments& arguments, Environment& environment) {
  return Client({.address = arguments.Text("edge"),
                 .caller = CallerOf(arguments),
                 .timeout = absl::Seconds(arguments.Integer("timeout"))},
                environment.clock, environment.random);
}

void PrintLine(Environment& environment, std::string_view line) {
  environment.out << line << (line.ends_with('\n') ? "" : "\n");
}

}  // namespace daybook::cli
