// What the benchmark was asked to do.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/status.h"

namespace daybook::bench {

enum class Subcommand { kHelp, kCommit, kLatency, kCatchup, kRestart, kGrowth, kEchoServer };

struct Options {
  Subcommand subcommand = Subcommand::kHelp;
  int64_t tills = 32;
  int64_t seconds = 20;
  int64_t rounds = 5;
  int64_t rate = 1000;
  int64_t events = 1'000'000;
  int64_t repeats = 5;
  int64_t sales_per_call = 1;
  int64_t tills_per_channel = 4;
  int64_t client_threads = 1;
  int64_t seed = 1;
  std::vector<std::string> baselines;
  std::string edge;       // The server's path. Empty: beside this program.
  std::string directory;  // Where the data goes for the time of the run.
  bool json = false;
};

// Reads the command line without the program's name. Errors: FIELD_INVALID, naming the argument.
absl::StatusOr<Options> ParseOptions(std::span<const std::string> arguments);

// Returns the help text.
std::string HelpText();

}  // namespace daybook::bench
