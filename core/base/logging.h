// Diagnostics for operators, one line each: a message and named values. (The log is the ledger;
// this is not it.) Never personal or payment data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"

namespace daybook {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct LoggingOptions {
  LogLevel level = LogLevel::kInfo;
  bool json = false;  // One JSON object a line, instead of text.
};

// Sets where to and how much. Lines go to standard error. Call once, before other threads start;
// without it, warnings and errors are written as text.
void StartLogging(const LoggingOptions& options);

// Writes one line. Thread-safe.
void Log(LogLevel level, std::string_view message, const std::vector<ErrorValue>& values = {});

}  // namespace daybook
