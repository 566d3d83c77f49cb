// How long a server takes to be back: from exec to the first accepted sale.
#pragma once

#include <cstdint>

#include "core/base/status.h"
#include "tests/bench/document.h"
#include "tests/bench/shop_run.h"

namespace daybook::bench {

struct RestartTimes {
  double clean_ms = 0;         // Median, after an orderly stop.
  double after_kill_ms = 0;    // Median, after a kill.
  int64_t resident_bytes = 0;  // After an orderly start and the first sale.
  int64_t disk_bytes = 0;      // Of the stopped server.
};

// Stops and starts the server of `shop` `repeats` times each way and leaves it running; its tills
// are to be connected again. Errors: as Start and Stop, and if a sale is not accepted.
absl::StatusOr<RestartTimes> MeasureRestarts(Run& run, BusyShop& shop, int64_t repeats);

}  // namespace daybook::bench
