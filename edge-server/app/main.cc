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

  daybook-edge --help | --version

FILE is a daybook.edge.v1.EdgeConfig in protobuf text format. The least of it:

  data_directory: "/var/lib/daybook"
  shop { store: "cafe" currency_code: "GBP" prices_include_tax: true
         tax_rules { tax_category: "standard" jurisdiction: "GB" rate_ppm: 200000 }
         tax_rules { tax_category: "zero" jurisdiction: "GB" rate_ppm: 0 } }

A data_directory that begins without / is below the current directory. One that is not there, or is
empty, becomes a new shop; nobody but its owner may look into it. Without TLS only loopback is served.

Exit code: 0 success, 1 failure, 2 wrong usage.
)";

struct Arguments {
  std::string subcommand;      // Empty: serve.
  std::string data_directory;  // Of a subcommand.
  std::string config;
  std::optional<std::string> reason;
  bool print_config = false;
  bool json = false;
  std::string problem;
};

std::string FindProblem(const Arguments& arguments) {
  const bool starts_epoch = arguments.subcommand == "start-epoch";
  const bool serves = arguments.subcommand.empty();
  if (serves && arguments.config.empty()) return "--config FILE is missing";
  if (serves && arguments.json) return "--json goes with verify and start-epoch";
  if (!serves && !arguments.config.empty()) return "--config goes without " + arguments.subcommand;
  if (!serves && arguments.print_config) return "--print-config goes with --config";
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
    if (value != nullptr && i + 1 < words.size() && !words[i + 1].starts_with("--")) {
      *value = words[++i];
    } else if (value != nullptr) {
      arguments.problem = "'" + std::string(words[i]) + "' lacks its value";
    } else if (words[i] == "--print-config") {
      arguments.print_config = true;
    } else if (words[i] == "--json") {
      arguments.json = true;
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

bool Asks(const std::vector<std::string_view>& words, std::string_view flag) {
  return std::find(words.begin(), words.end(), flag) != words.end();
}

int Main(const std::vector<std::string_view>& words) {
  if (Asks(words, "--help") || Asks(words, "-h")) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (Asks(words, "--version")) {
    std::puts("daybook-edge " DAYBOOK_VERSION);
    return 0;
  }
  const Arguments arguments = Parse(words);
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
