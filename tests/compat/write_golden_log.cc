// write_golden_log SCENARIO LOG: plays a day in memory and writes what it leaves behind.
#include "fmt/format.h"
#include "tests/compat/golden_log.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: write_golden_log SCENARIO LOG\n");
    return 2;
  }
  const auto log = daybook::PlayForLog(argv[1]);
  const absl::Status written = log.ok() ? daybook::WriteGoldenLog(*log, argv[2]) : log.status();
  if (!written.ok()) fmt::print(stderr, "{}\n", daybook::MessageOf(written));
  return written.ok() ? 0 : 1;
}
