// The measurements. Each returns what it found, for programs and for people.
#pragma once

#include <string>

#include "core/base/status.h"
#include "tests/bench/document.h"
#include "tests/bench/shop_run.h"

namespace daybook::bench {

struct Findings {
  Document document;
  std::string text;
};

// Errors of all: as the server and the disk give them; CONNECTION_FAILED if a sale is not accepted.
absl::StatusOr<Findings> RunCommit(Run& run);
absl::StatusOr<Findings> RunLatency(Run& run);
absl::StatusOr<Findings> RunCatchup(Run& run);
absl::StatusOr<Findings> RunRestart(Run& run);
absl::StatusOr<Findings> RunGrowth(Run& run);

}  // namespace daybook::bench
