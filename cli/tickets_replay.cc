// daybook tickets replay: rings up a file of tickets, as so many tills would have done it.
#include <filesystem>
#include <ostream>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/replay.h"
#include "cli/replay_plan.h"
#include "core/base/business_date.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

constexpr std::string_view kDetails =
    "Opens each business day and the drawers it needs, rings up the tickets (ticket n at till\n"
    "n mod N + 1, a row a line of quantity 1), counts and closes the drawers and closes the day.\n"
    "NONE is a line that is taken off again, what is not on the menu is reported as not found,\n"
    "and a ticket with nothing left is abandoned. The files do not say what was paid with: it is\n"
    "cash or card, always the same for the same ticket. Times are those of the tickets.\n"
    "\n"
    "The shop's prices must include tax, and its currency must be that of the menu.\n"
    "\n"
    "Ids follow from source, date and ticket: a replay that is run again adds nothing, one that\n"
    "broke off goes on. Keep file, menu and --tills as they were.";

// Shows the tickets that are rung up.
class ProgressObserver : public ReplayObserver {
 public:
  explicit ProgressObserver(Progress& progress) : progress_(progress) {}

  void OnTicket(const Ticket& ticket) override {
    progress_.Advance(
        1, absl::FormatTime("tickets  %Y-%m-%d %H:%M", ticket.time, absl::UTCTimeZone()));
  }

 private:
  Progress& progress_;
};

int64_t TicketCount(const std::vector<TicketDay>& days) {
  int64_t count = 0;
  for (const TicketDay& day : days) count += static_cast<int64_t>(day.tickets.size());
  return count;
}

std::string SourceOf(const Arguments& arguments) {
  if (arguments.Has("source")) return arguments.Text("source");
  return std::filesystem::path(arguments.Text("tickets")).stem().string();
}

std::string CountsJson(const ReplayCounts& counts, const std::vector<TicketDay>& days) {
  JsonWriter json;
  json.BeginObject();
  json.Key("from").Text(BusinessDateText(days.front().business_date));
  json.Key("to").Text(BusinessDateText(days.back().business_date));
  json.Key("days").Number(counts.days);
  json.Key("tickets").Number(counts.tickets);
  json.Key("accepted").Number(counts.accepted);
  json.Key("repeated").Number(counts.repeated);
  json.Key("no_effect").Number(counts.no_effect);
  json.Key("refused").Number(counts.refused);
  json.Key("refused_by_reason").BeginObject();
  for (const auto& [reason, count] : counts.refused_by_reason) json.Key(reason).Number(count);
  return json.EndObject().EndObject().text();
}

std::string CountsText(const ReplayCounts& counts) {
  return fmt::format(
      "Replayed {} of {}: {} accepted, {} known already, {} without effect, {} refused",
      CountText(counts.tickets, "ticket"), CountText(counts.days, "business day"),
      CountText(counts.accepted, "command"), counts.repeated, counts.no_effect, counts.refused);
}

// A refusal is the outcome of the whole replay: somebody must look at it, at the first one before
// those that follow from it.
absl::Status RefusedStatus(const ReplayCounts& counts) {
  if (counts.refused == 0) return absl::OkStatus();
  const Reason first = ReasonOf(counts.first_refusal);
  return Error(
      first == Reason::ERROR_REASON_UNSPECIFIED ? Reason::ERROR_REASON_BUG : first,
      "{refused} refused; the first are above",
      {{"refused",
        counts.refused == 1 ? "1 command was" : fmt::format("{} commands were", counts.refused)}});
}

void PrintCounts(const Arguments& arguments, const Replay& replay,
                 const std::vector<TicketDay>& days, Environment& environment) {
  const ReplayCounts counts = replay.counts();
  PrintLine(environment, arguments.Has("json") ? CountsJson(counts, days) : CountsText(counts));
  for (const std::string& refusal : counts.refusals) environment.err << refusal << "\n";
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  DAYBOOK_ASSIGN_OR_RETURN(const DateRange range, ReadDateRange(arguments));
  DAYBOOK_ASSIGN_OR_RETURN(const ShopFiles files,
                           ReadShopFiles(arguments.Text("menu"), arguments.Text("tickets"), range));
  const ReplayOptions options{
      .till_count = arguments.Integer("tills"),
      .speed = arguments.Speed("speed"),
      .employee = arguments.Has("employee") ? arguments.Text("employee") : ""};
  const ReplayPlan plan(SourceOf(arguments), files.menu, options.till_count);
  Client client = MakeClient(arguments, environment);
  absl::Status status;
  {
    Progress progress(environment.err, environment.show_progress, TicketCount(files.days),
                      environment.clock);
    ProgressObserver observer(progress);
    Replay replay(plan, options, environment.clock, client, observer);
    status = replay.Run(files.days);
    PrintCounts(arguments, replay, files.days, environment);
    if (status.ok()) status = RefusedStatus(replay.counts());
  }
  return status;
}

absl::Status Check(const Arguments& arguments) { return ReadDateRange(arguments).status(); }

std::vector<Flag> ReplayFlags() {
  std::vector<Flag> flags = {
      {.name = "menu", .value_name = "FILE", .help = "What is sold, as CSV.", .required = true},
      {.name = "tickets", .value_name = "FILE", .help = "The tickets, as CSV.", .required = true},
      {.name = "tills",
       .kind = ValueKind::kInteger,
       .value_name = "N",
       .help = "How many tills ring them up.",
       .default_value = "1",
       .minimum = 1,
       .maximum = 64},
      {.name = "speed",
       .kind = ValueKind::kSpeed,
       .value_name = "SPEED",
       .help = "max, or so many times as fast as it was: 60x.",
       .default_value = "max"},
      {.name = "source",
       .value_name = "NAME",
       .help = "Names where the tickets come from. Default: the file's name without its ending."}};
  return WithDateFlags(std::move(flags));
}

}  // namespace

Command TicketsReplayCommand() {
  return {.spec = {.name = "tickets replay",
                   .summary = "Rings up a file of tickets, day by day, at several tills.",
                   .details = kDetails,
                   .flags = WithEdgeFlags(ReplayFlags(), "60"),
                   .example = "daybook tickets replay --menu menu.csv --tickets tickets.csv "
                              "--from 2016-11-05 --to 2016-11-05 --tills 3"},
          .run = Run,
          .check = Check};
}

}  // namespace daybook::cli
