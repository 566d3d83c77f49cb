// daybook-edge: the server in the shop.

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config.h"
#include "core/base/logging.h"
#include "edge-server/app/config.h"
#include "edge-server/app/server.h"
#include "edge-server/app/start_epoch.h"
#include "edge-server/app/verify.h"

namespace daybook::app {
namespace {

constexpr int kExitUsage = 2;

constexpr char kHelp[] =
    R"(daybook-edge: the server in the shop.

  daybook-edge --config FILE                 serve until SIGTERM, SIGINT or SIGHUP
  daybook-edge --config FILE --print-config  show the configuration with its defaults, and end
  daybook-edge verify DIRECTORY [--json]     recompute the hash chain of a stopped data directory, as
                                             `daybook log verify` does of a running one; this also
                                             proves every index
  daybook-edge start-epoch DIRECTORY --reason TEXT [--json]
                                             let a log go on that was marked after damage: what was lost is
                                             given up, and TEXT is recorded; of a stopped data directory

FILE is a daybook.edge.v1.EdgeConfig in protobuf text format. The least of it:

  data_directory: "/var/lib/daybook"
  shop { store: "cafe" currency_code: "GBP" prices_include_tax: true
         tax_rules { tax_category: "standard" jurisdiction: "GB" rate_ppm: 200000 } }

Exit code: 0 success, 1 failure, 2 wrong usage.
)";

struct Arguments {
  std::string subcommand;      // Empty: serve.
  std::string data_directory;  // Of a subcommand.
  std::string config;
  std::optional<std::string> reason;
  bool print_config = false;
  bool json = false;
  bool help = false;
  std::string problem;
};

std::string FindProblem(const Arguments& arguments) {
  const bool starts_epoch = arguments.subcommand == "start-epoch";
  if (arguments.subcommand.empty() && arguments.config.empty()) return "--config FILE is missing";
  if (starts_epoch && !arguments.reason) return "--reason TEXT is missing";
  if (!starts_epoch && arguments.reason) return "--reason goes with start-epoch";
  return "";
}

// Returns where the word's value goes; null if it has none.
std::string* ValueOf(std::string_view word, bool is_first, Arguments& arguments) {
  if (word == "--config") return &arguments.config;
  if (word == "--reason") return &arguments.reason.emplace();
  if (!is_first || (word != "verify" && word != "start-epoch")) return nullptr;
  arguments.subcommand = word;
  return &arguments.data_directory;
}

Arguments Parse(const std::vector<std::string_view>& words) {
  Arguments arguments;
  for (size_t i = 0; i < words.size() && arguments.problem.empty(); ++i) {
    std::string* const value = ValueOf(words[i], i == 0, arguments);
    if (value != nullptr && i + 1 < words.size()) {
      *value = words[++i];
    } else if (value != nullptr) {
      arguments.problem = "'" + std::string(words[i]) + "' lacks its value";
    } else if (words[i] == "--print-config") {
      arguments.print_config = true;
    } else if (words[i] == "--json") {
      arguments.json = true;
    } else if (words[i] == "--help" || words[i] == "-h") {
      arguments.help = true;
    } else {
      arguments.problem = "'" + std::string(words[i]) + "' is not understood";
    }
  }
  if (arguments.problem.empty()) arguments.problem = FindProblem(arguments);
  return arguments;
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "daybook-edge: %s: %.*s\n", ReasonName(ReasonOf(status)).data(),
               static_cast<int>(MessageOf(status).size()), MessageOf(status).data());
  return 1;
}

LogLevel ToLogLevel(edge::v1::LogLevel level) {
  switch (level) {
    case edge::v1::LOG_LEVEL_DEBUG:
      return LogLevel::kDebug;
    case edge::v1::LOG_LEVEL_WARNING:
      return LogLevel::kWarning;
    case edge::v1::LOG_LEVEL_ERROR:
      return LogLevel::kError;
    default:
      return LogLevel::kInfo;
  }
}

int RunServer(const Arguments& arguments) {
  const absl::StatusOr<edge::v1::EdgeConfig> config = LoadConfig(arguments.config);
  if (!config.ok()) return Fail(config.status());
  if (arguments.print_config) {
    std::fputs(PrintConfig(*config).c_str(), stdout);
    return 0;
  }
  StartLogging({.level = ToLogLevel(config->logging().level()), .json = config->logging().json()});
  const absl::Status served = Serve(*config);
  return served.ok() ? 0 : Fail(served);
}

int Main(const std::vector<std::string_view>& words) {
  const Arguments arguments = Parse(words);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (!arguments.problem.empty()) {
    std::fprintf(stderr, "daybook-edge: %s (daybook-edge --help)\n", arguments.problem.c_str());
    return kExitUsage;
  }
  if (arguments.subcommand == "verify") return Verify(arguments.data_directory, arguments.json);
  if (arguments.subcommand == "start-epoch") {
    return StartEpoch(arguments.data_directory, *arguments.reason, arguments.json);
  }
  return RunServer(arguments);
}

}  // namespace
}  // namespace daybook::app

int main(int argc, char** argv) {
  umask(S_IRWXG | S_IRWXO);  // What the shop sells is its owner's affair.
  try {
    return daybook::app::Main({argv + 1, argv + argc});
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "daybook-edge: %s\n", exception.what());
    return 1;
  }
}
