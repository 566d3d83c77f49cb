// The command line `daybook`.
#include <unistd.h>

#include <exception>
#include <iostream>
#include <string_view>
#include <vector>

#include "cli/program.h"
#include "core/base/clock.h"
#include "core/base/ids.h"

int main(int argc, char** argv) {
  try {
    const std::vector<std::string_view> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    const daybook::SystemClock clock;
    daybook::SystemRandom random;
    daybook::cli::Environment environment{.out = std::cout,
                                          .err = std::cerr,
                                          .show_progress = isatty(STDERR_FILENO) == 1,
                                          .clock = clock,
                                          .random = random};
    return daybook::cli::RunProgram(words, environment);
  } catch (const std::exception& exception) {
    std::cerr << "daybook: " << exception.what() << "\n";
    return daybook::cli::kExitFailed;
  }
}
