#include "core/base/logging.h"

#include <memory>

#include "core/base/json.h"
#include "fmt/format.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace daybook {
namespace {

bool g_json = false;

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::shared_ptr<spdlog::logger> MakeLogger(const LoggingOptions& options) {
  auto logger = std::make_shared<spdlog::logger>("daybook",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_level(ToSpdlog(options.level));
  logger->flush_on(spdlog::level::warn);
  logger->set_pattern(options.json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})"
                                   : "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v",
                      spdlog::pattern_time_type::utc);
  return logger;
}

std::shared_ptr<spdlog::logger>& Logger() {
  static std::shared_ptr<spdlog::logger> logger = MakeLogger({.level = LogLevel::kWarning});
  return logger;
}

}  // namespace

void StartLogging(const LoggingOptions& options) {
  g_json = options.json;
  Logger() = MakeLogger(options);
}

void Log(LogLevel level, std::string_view message, const std::vector<ErrorValue>& values) {
  spdlog::logger& logger = *Logger();
  if (!logger.should_log(ToSpdlog(level))) return;
  std::string line = g_json ? "\"message\":" + JsonText(message) : std::string(message);
  for (const ErrorValue& value : values) {
    line += g_json ? fmt::format(",{}:{}", JsonText(value.name), JsonText(value.value))
                   : fmt::format(" {}={}", value.name, value.value);
  }
  logger.log(ToSpdlog(level), "{}", line);
}

}  // namespace daybook
