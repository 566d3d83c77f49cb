#include "tests/bench/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "tests/bench/workload.h"

namespace daybook::bench {
namespace {

constexpr int64_t kTillsMax = 1000;
constexpr int64_t kSecondsMax = 3600;
constexpr int64_t kRateMax = 100'000;
constexpr int64_t kEventsMax = 1'000'000'000;

struct SubcommandName {
  std::string_view name;
  Subcommand subcommand;
};

constexpr std::array<SubcommandName, 6> kSubcommands = {{
    {"commit", Subcommand::kCommit},
    {"latency", Subcommand::kLatency},
    {"catchup", Subcommand::kCatchup},
    {"restart", Subcommand::kRestart},
    {"growth", Subcommand::kGrowth},
    {"echo-server", Subcommand::kEchoServer},
}};

struct NumberOption {
  std::string_view name;
  int64_t Options::*field;
  int64_t least;
  int64_t most;
};

constexpr std::array<NumberOption, 10> kNumbers = {{
    {"--tills", &Options::tills, 1, kTillsMax},
    {"--seconds", &Options::seconds, 1, kSecondsMax},
    {"--rounds", &Options::rounds, 1, 100},
    {"--rate", &Options::rate, 1, kRateMax},
    {"--events", &Options::events, 1, kEventsMax},
    {"--repeats", &Options::repeats, 1, 100},
    {"--sales-per-call", &Options::sales_per_call, 1, kSalesPerCallMax},
    {"--tills-per-channel", &Options::tills_per_channel, 1, kTillsMax},
    {"--client-threads", &Options::client_threads, 1, 64},
    {"--seed", &Options::seed, 0, INT32_MAX},
}};

constexpr std::array<std::string_view, 3> kBaselines = {"echo", "rocksdb", "postgres"};

absl::Status Invalid(std::string_view argument, std::string_view why) {
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "{argument}: {why} (see --help)",
               {{"argument", argument}, {"why", why}});
}

absl::Status SetNumber(const NumberOption& option, std::string_view text, Options& options) {
  int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end || number < option.least ||
      number > option.most) {
    return Invalid(option.name, fmt::format("'{}' is not a number from {} to {}", text,
                                            option.least, option.most));
  }
  options.*option.field = number;
  return absl::OkStatus();
}

absl::Status SetBaselines(std::string_view text, Options& options) {
  options.baselines.clear();
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    const std::string_view name = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (name == "none") continue;
    if (std::find(kBaselines.begin(), kBaselines.end(), name) == kBaselines.end()) {
      return Invalid("--baselines", fmt::format("there is no '{}'", name));
    }
    options.baselines.emplace_back(name);
  }
  return absl::OkStatus();
}

absl::Status SetOption(std::string_view name, std::string_view value, Options& options) {
  for (const NumberOption& option : kNumbers) {
    if (option.name == name) return SetNumber(option, value, options);
  }
  if (name == "--baselines") return SetBaselines(value, options);
  if (name == "--edge") {
    options.edge = value;
  } else if (name == "--directory") {
    options.directory = value;
  } else {
    return Invalid(name, "there is no such option");
  }
  return absl::OkStatus();
}

absl::StatusOr<Subcommand> FindSubcommand(std::string_view name) {
  for (const SubcommandName& known : kSubcommands) {
    if (known.name == name) return known.subcommand;
  }
  return Invalid(name, "there is no such subcommand");
}

Options Defaults() {
  Options options;
  const char* directory = std::getenv("TMPDIR");
  options.directory = directory == nullptr || *directory == '\0' ? "/tmp" : directory;
  options.baselines.assign(kBaselines.begin(), kBaselines.end());
  return options;
}

}  // namespace

absl::StatusOr<Options> ParseOptions(std::span<const std::string> arguments) {
  Options options = Defaults();
  bool subcommand_given = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      options.subcommand = Subcommand::kHelp;
      return options;
    }
    if (argument == "--json") {
      options.json = true;
    } else if (!argument.starts_with("--") && !subcommand_given) {
      DAYBOOK_ASSIGN_OR_RETURN(options.subcommand, FindSubcommand(argument));
      subcommand_given = true;
    } else if (i + 1 == arguments.size()) {
      return Invalid(argument, "needs a value, or is not known");
    } else {
      DAYBOOK_RETURN_IF_ERROR(SetOption(argument, arguments[i + 1], options));
      ++i;
    }
  }
  if (!subcommand_given) return Invalid("daybook-bench", "a subcommand is missing");
  return options;
}

std::string HelpText() {
  return R"(daybook-bench: measures daybook-edge, against baselines in the same run

usage: daybook-bench SUBCOMMAND [OPTION]...

  commit    closed loop: each till sells again as soon as it is answered; in turns with baselines
              --tills N (32)  --seconds S (20, for each)  --rounds N (5)
              --baselines echo,rocksdb,postgres | none  --sales-per-call N (1: live; more: draining)
  latency   open loop: sales are due at a fixed rate, and latency counts from when they were due
              --tills N (32)  --rate R (1000 sales/s)  --seconds S (20)
  catchup   a subscriber reads the log from the start, as bytes, then decoded and verified
              --events N (1000000)  --repeats N (5)
  restart   from exec to the first accepted sale, after a clean stop and after a kill
              --events N (1000000)  --repeats N (5)
  growth    how all of this changes from an empty log to one of 1 M and 10 M events
              --events N (1000000: the stations up to N)  --tills N (32)  --seconds S (20)

  --json                 one JSON document on standard output instead of a table
  --edge PATH            the server (default: daybook-edge beside this program)
  --directory DIR        where the data goes for the time of the run (default: $TMPDIR or /tmp);
                         it should be on the disk that is to be measured
  --client-threads N (1) --tills-per-channel N (4) --seed N (1)

A sale is one Execute of five commands, which leave eight events. A baseline that the machine cannot
run is skipped, and said to be. Exit code 0 only if every sale was accepted.
)";
}

}  // namespace daybook::bench
