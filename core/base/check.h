// What only a bug can break. Always on: a process that has lost its mind stops before it writes.
#pragma once

namespace daybook {

// Writes the failed condition to standard error and aborts.
[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);

}  // namespace daybook

#define DAYBOOK_CHECK(condition)                              \
  do {                                                        \
    if (!(condition)) [[unlikely]] {                          \
      ::daybook::CheckFailed(#condition, __FILE__, __LINE__); \
    }                                                         \
  } while (false)
