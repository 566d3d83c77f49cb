#include "tests/bench/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace daybook::bench {

Progress::Progress() : terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::Show(std::string_view what) {
  if (terminal_) fmt::print(stderr, "\r\033[K{}", what);
}

void Progress::Clear() { Show(""); }

}  // namespace daybook::bench
