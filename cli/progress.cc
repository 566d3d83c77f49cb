#include "cli/progress.h"

#include <algorithm>
#include <ostream>

#include "cli/output.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(100);
// Takes the line away on any terminal that knows ANSI sequences.
constexpr std::string_view kEraseLine = "\r\x1b[K";

}  // namespace

Progress::Progress(std::ostream& stream, bool enabled, int64_t total, const Clock& clock)
    : enabled_(enabled), total_(total), clock_(clock), stream_(stream) {}

Progress::~Progress() {
  if (!enabled_) return;
  MutexLock lock(mutex_);
  stream_ << kEraseLine << std::flush;
}

void Progress::Advance(int64_t steps, std::string_view text) {
  if (!enabled_) return;
  MutexLock lock(mutex_);
  done_ += steps;
  const absl::Duration now = clock_.Monotonic();
  if (now - shown_at_ < kInterval && done_ < total_) return;
  shown_at_ = now;
  const int64_t percent = total_ > 0 ? std::min<int64_t>(done_ * 100 / total_, 100) : 100;
  stream_ << fmt::format("{}{:3} %  {} of {}  {}", kEraseLine, percent, done_, total_,
                         Printable(text))
          << std::flush;
}

}  // namespace daybook::cli
