// daybook-bench: measures daybook-edge through gRPC, against baselines in the same run.

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "tests/bench/echo_server.h"
#include "tests/bench/interrupt.h"
#include "tests/bench/options.h"
#include "tests/bench/subcommands.h"

namespace daybook::bench {
namespace {

absl::StatusOr<Findings> RunSubcommand(Run& run) {
  switch (run.options.subcommand) {
    case Subcommand::kCommit:
      return RunCommit(run);
    case Subcommand::kLatency:
      return RunLatency(run);
    case Subcommand::kCatchup:
      return RunCatchup(run);
    case Subcommand::kRestart:
      return RunRestart(run);
    case Subcommand::kGrowth:
      return RunGrowth(run);
    case Subcommand::kEchoServer:
    case Subcommand::kHelp:
      break;
  }
  DAYBOOK_CHECK(!"a subcommand that measures");
}

absl::Status Measure(const Options& options) {
  CatchInterrupts();
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Run> run, Run::Begin(options));
  DAYBOOK_ASSIGN_OR_RETURN(const Findings findings, RunSubcommand(*run));
  run->progress.Clear();
  if (Interrupted()) {
    return Error(Reason::ERROR_REASON_STOPPING, "interrupted: there is no result");
  }
  if (options.json) {
    fmt::print("{}", findings.document.ToJson());
  } else {
    fmt::print("{}\n{}", MachineLine(run->disk), findings.text);
  }
  return absl::OkStatus();
}

int Main(const std::vector<std::string>& arguments) {
  const absl::StatusOr<Options> options = ParseOptions(arguments);
  absl::Status status = options.status();
  if (status.ok() && options->subcommand == Subcommand::kHelp) {
    fmt::print("{}", HelpText());
  } else if (status.ok()) {
    status = options->subcommand == Subcommand::kEchoServer ? RunEchoServer() : Measure(*options);
  }
  if (status.ok()) return 0;
  fmt::print(stderr, "daybook-bench: {}\n", MessageOf(status));
  return ReasonOf(status) == Reason::ERROR_REASON_FIELD_INVALID ? 2 : 1;
}

}  // namespace
}  // namespace daybook::bench

int main(int argc, char** argv) {
  try {
    return daybook::bench::Main(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    fmt::print(stderr, "daybook-bench: {}\n", error.what());
    return 1;
  }
}
