// The measurements. Each returns its document, and prints a table where none was asked for as JSON.
#pragma once

#include "core/base/status.h"
#include "tests/bench/document.h"
#include "tests/bench/shop_run.h"

namespace daybook::bench {

// Errors of all: as the server and the disk give them; CONNECTION_FAILED if a sale is not accepted.
absl::StatusOr<Document> RunCommit(Run& run);
absl::StatusOr<Document> RunLatency(Run& run);
absl::StatusOr<Document> RunCatchup(Run& run);
absl::StatusOr<Document> RunRestart(Run& run);
absl::StatusOr<Document> RunGrowth(Run& run);

}  // namespace daybook::bench
