// A closed loop of callers that are threads: for the baselines that are reached by a blocking call.
#pragma once

#include <cstdint>
#include <functional>

#include "tests/bench/contender.h"
#include "tests/bench/workload.h"

namespace daybook::bench {

// Makes one call of caller `caller` durable. Runs on that caller's thread.
using ThreadCall =
    std::function<absl::Status(int64_t caller, const edge::v1::ExecuteRequest& request)>;

struct ThreadLoad {
  int64_t callers = 1;
  int64_t sales_per_call = 1;
  uint64_t seed = 1;
};

// Lets every caller call again and again for `duration`, with the sales that the tills of the same
// numbers make.
SliceResult RunThreads(const ThreadLoad& load, absl::Duration duration, const ThreadCall& call);

}  // namespace daybook::bench
