// Ends the epoch of a marked log on a stopped directory, when a person has confirmed it.
// docs/architecture.md, "Start and recovery".
#pragma once

#include <string>

#include "absl/time/time.h"
#include "core/base/status.h"
#include "edge-server/store/event_log.h"

namespace daybook::store {

struct StartEpochOptions {
  std::string directory;
  rocksdb::Env* env = nullptr;  // The operating system's if null.
  std::string reason;           // Why the log may go on, for those who read it later.
  absl::Time now;
};

// How the log goes on.
struct StartedEpoch {
  Uuid log_id;
  std::string mark;  // Why the log was marked.
  Head head;         // At EpochStarted.
};

// Lifts the mark and appends EpochStarted; the log then takes commands again.
// Errors: LOG_NOT_MARKED, with nothing changed; DIRECTORY_IN_USE; STORE_FAILED, as where there is
// no log; those of opening a log (event_log.h).
absl::StatusOr<StartedEpoch> StartEpoch(const StartEpochOptions& options);

}  // namespace daybook::store
