// daybook shop run: plays days in a shop from files, at a running edge or in memory.
#include <filesystem>
#include <ostream>

#include "absl/time/time.h"
#include "cli/command.h"
#include "cli/edge_shop.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/shop_files.h"
#include "cli/shop_report.h"
#include "core/base/business_date.h"
#include "core/base/mutex.h"
#include "core/domain/fingerprint.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

using scenarios::Step;

constexpr std::string_view kDetails =
    "A file tells a day in a shop, one sentence a line: what the shop is like, what is done at "
    "the\n"
    "tills, and what must then hold. `daybook shop sentences` lists the sentences. The edge must\n"
    "have the configuration that `daybook shop config FILE` writes.\n"
    "\n"
    "What a file claims is looked up in what the edge has written to its log, and each entry is\n"
    "held against the rules. Balances, documents and totals that go on from day to day are "
    "counted\n"
    "from where the run began, so that a file holds in a shop that was used before.\n"
    "\n"
    "Ids follow from --run and the file's name: a run that broke off goes on when it is run "
    "again,\n"
    "and one that is repeated adds nothing. Keep file and flags as they were.";

// Keeps pace, and shows how far it is.
class Narrator : public scenarios::Listener {
 public:
  Narrator(const Arguments& arguments, Environment& environment, Progress& progress)
      : speed_(arguments.Speed("speed")),
        prints_steps_(arguments.Has("steps") && !arguments.Has("json")),
        environment_(environment),
        progress_(progress) {}

  void OnStep(const Step& step, int64_t seconds) override {
    AwaitTurn(seconds);
    if (prints_steps_) {
      PrintLine(environment_,
                fmt::format("{:>5}  {:5}  {}", step.line, scenarios::KeywordName(step.keyword),
                            Printable(step.sentence)));
    }
    progress_.Advance(1, step.sentence);
  }

  void OnFinding(const scenarios::Finding& finding) override {
    if (prints_steps_) PrintLine(environment_, "       >>>    " + Printable(finding.ToText()));
  }

 private:
  void AwaitTurn(int64_t seconds) {
    if (first_seconds_ == 0) {
      first_seconds_ = seconds;
      start_ = environment_.clock.Monotonic();
    }
    if (speed_ <= 0 || seconds <= first_seconds_) return;
    const absl::Duration into_day = absl::Seconds(seconds - first_seconds_);
    const absl::Duration wait = start_ + into_day / speed_ - environment_.clock.Monotonic();
    if (wait <= absl::ZeroDuration()) return;
    Mutex mutex;
    MutexLock lock(mutex);
    mutex.AwaitFor(absl::ToChronoNanoseconds(wait), [] { return false; });
  }

  const double speed_;
  const bool prints_steps_;
  Environment& environment_;
  Progress& progress_;
  int64_t first_seconds_ = 0;  // By the file's clock.
  absl::Duration start_;       // By ours.
};

// Names a run. Two runs of one name are one.
Uuid RunIdOf(std::string_view run, const std::string& path) {
  Uuid runs;
  runs.bytes.fill(2);
  const std::string name = std::filesystem::path(path).filename().string();
  return DeriveUuid(DeriveUuid(runs, run), name);
}

std::string NewRunName(RandomSource& random) {
  return fmt::format("{:08x}", random.Next() & 0xffffffff);
}

absl::Status CheckShopOf(const ShopFile& file, Client& client) {
  DAYBOOK_RETURN_IF_ERROR(CheckForServer(file));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string fingerprint, client.GetShopFingerprint());
  if (fingerprint == domain::FingerprintOf(file.rehearsal.shop)) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_CONFIG_INVALID,
               "the edge's shop is not the one that {file} tells of: start the edge with what "
               "daybook shop config {file} writes",
               {{"file", file.script.name}});
}

// Plays files one after the other.
class Runner {
 public:
  Runner(const Arguments& arguments, Environment& environment)
      : arguments_(arguments),
        environment_(environment),
        run_(arguments.Has("run") ? arguments.Text("run") : NewRunName(environment.random)) {}

  absl::Status Run(const std::vector<ShopFile>& files) {
    if (arguments_.Has("business-date")) date_ = CivilDayOf(arguments_.Date("business-date"));
    for (const ShopFile& file : files) {
      const absl::CivilDay first = CivilDayOf(file.rehearsal.first_date);
      const absl::CivilDay date = date_.value_or(first);
      DAYBOOK_RETURN_IF_ERROR(arguments_.Has("memory") ? PlayInMemory(file, date - first)
                                                       : PlayAtEdge(file, date - first));
      // The next file begins on the day after this one's last.
      if (date_) *date_ += CivilDayOf(file.rehearsal.last_date) - first + 1;
    }
    if (wrong_count_ == 0) return absl::OkStatus();
    return absl::FailedPreconditionError(
        wrong_count_ == 1
            ? "1 thing is not as the file says; it is above"
            : fmt::format("{} things are not as the files say; they are above", wrong_count_));
  }

 private:
  absl::Status PlayInMemory(const ShopFile& file, absl::civil_diff_t day_shift) {
    scenarios::NewShop shop(scenarios::Permissions::kAsServer);
    ShopReport report;
    Play(file, shop, day_shift, report);
    return Tell(report);
  }

  absl::Status PlayAtEdge(const ShopFile& file, absl::civil_diff_t day_shift) {
    Client client = MakeClient(arguments_, environment_);
    DAYBOOK_RETURN_IF_ERROR(CheckShopOf(file, client));
    EdgeShop shop({.sender = client,
                   .read_events = [&](const auto& request) { return client.ReadEvents(request); },
                   .get_head = [&] { return client.GetHead(); }},
                  RunIdOf(run_, file.script.name));
    DAYBOOK_RETURN_IF_ERROR(shop.Begin(file.rehearsal.command_count));
    ShopReport report{.run = run_};
    Play(file, shop, day_shift, report);
    report.repeated_count = shop.repeated_count();
    return Tell(report);
  }

  void Play(const ShopFile& file, scenarios::PlayedShop& shop, absl::civil_diff_t day_shift,
            ShopReport& report) {
    Progress progress(environment_.err, environment_.show_progress && !arguments_.Has("steps"),
                      static_cast<int64_t>(file.script.steps.size()), environment_.clock);
    Narrator narrator(arguments_, environment_, progress);
    scenarios::ShopFloor floor(shop, {.id = RunIdOf(run_, file.script.name),
                                      .day_shift = static_cast<int32_t>(day_shift)});
    report.file = file.script.name;
    report.business_date = BusinessDateOf(CivilDayOf(file.rehearsal.first_date) + day_shift);
    report.played = scenarios::Play(file.script, floor, &narrator);
  }

  absl::Status Tell(const ShopReport& report) {
    PrintLine(environment_, arguments_.Has("json") ? ReportJson(report) : ReportText(report));
    wrong_count_ += static_cast<int64_t>(report.played.findings.size());
    return report.played.broken_off;
  }

  const Arguments& arguments_;
  Environment& environment_;
  const std::string run_;
  std::optional<absl::CivilDay> date_;  // Of the next file, if --business-date says one.
  int64_t wrong_count_ = 0;
};

absl::Status Run(const Arguments& arguments, Environment& environment) {
  std::vector<ShopFile> files;
  for (const std::string& path : arguments.List("FILE")) {
    DAYBOOK_ASSIGN_OR_RETURN(ShopFile file, ReadShopFile(path));
    files.push_back(std::move(file));
  }
  return Runner(arguments, environment).Run(files);
}

std::vector<Flag> RunFlags() {
  return {{.name = "memory",
           .kind = ValueKind::kSwitch,
           .value_name = "",
           .help = "Plays them in a new shop in memory; no edge is asked."},
          {.name = "run",
           .kind = ValueKind::kName,
           .value_name = "NAME",
           .help = "Names the run: the same name plays the same run. Default: a new one."},
          {.name = "business-date",
           .kind = ValueKind::kDate,
           .value_name = "DATE",
           .help = "The first file's first business date; the others follow. Default: the files'."},
          {.name = "speed",
           .kind = ValueKind::kSpeed,
           .value_name = "SPEED",
           .help = "max, or so many times as fast as the files' clock: 60x.",
           .default_value = "max"},
          {.name = "steps",
           .kind = ValueKind::kSwitch,
           .value_name = "",
           .help = "Writes every step as it is done."}};
}

}  // namespace

Command ShopRunCommand() {
  return {.spec = {.name = "shop run",
                   .summary = "Plays a day in a shop from a file, and checks what it claims.",
                   .details = kDetails,
                   .operands = {{.name = "FILE", .help = "A day in a shop.", .repeatable = true}},
                   .flags = WithEdgeFlags(RunFlags(), "60"),
                   .example = "daybook shop run examples/shops/bistro.gbp.txt --steps"},
          .run = Run};
}

}  // namespace daybook::cli
