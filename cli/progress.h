// One line of progress on a terminal, rewritten in place; nothing where nobody looks.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/base/mutex.h"

namespace daybook::cli {

// Thread-safe.
class Progress {
 public:
  // `total`: how many steps there are. The stream and the clock outlive this.
  Progress(std::ostream& stream, bool enabled, int64_t total, const Clock& clock);
  // Takes the line away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Counts `steps` more and shows `text` beside the count, a few times a second.
  void Advance(int64_t steps, std::string_view text);

 private:
  const bool enabled_;
  const int64_t total_;
  const Clock& clock_;

  Mutex mutex_;
  std::ostream& stream_ DAYBOOK_GUARDED_BY(mutex_);
  int64_t done_ DAYBOOK_GUARDED_BY(mutex_) = 0;
  absl::Duration shown_at_ DAYBOOK_GUARDED_BY(mutex_) = -absl::InfiniteDuration();
};

}  // namespace daybook::cli
