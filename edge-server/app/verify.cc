#include "edge-server/app/verify.h"

#include <unistd.h>

#include <cstdio>

#include "core/base/json.h"
#include "edge-server/app/failure.h"
#include "edge-server/store/verify.h"
#include "fmt/format.h"

namespace daybook::app {
namespace {

void ShowProgress(int64_t position, int64_t head_position) {
  fmt::print(stderr, "\rverified {} of {} events", position, head_position);
  std::fflush(stderr);
}

void PrintText(const store::VerifyReport& log) {
  fmt::print("The chain holds: {} entries, {} events, hash {}\n", log.entry_count, log.position,
             log.hash.ToHex());
  fmt::print("Every index holds: {} streams, {} installations\n", log.stream_count,
             log.installation_count);
  if (!log.mark.empty()) {
    fmt::print("It is marked and takes nothing (daybook-edge start-epoch): {}\n", log.mark);
  }
}

std::string ReportJson(const store::VerifyReport& log) {
  JsonWriter json;
  json.BeginObject();
  json.Key("verified").Bool(true);
  json.Key("epoch").Number(log.epoch);
  json.Key("position").Number(log.position);
  json.Key("entries").Number(log.entry_count);
  json.Key("hash").Text(log.hash.ToHex());
  json.Key("log_id").Text(log.log_id.ToText());
  json.Key("streams").Number(log.stream_count);
  json.Key("installations").Number(log.installation_count);
  json.Key("marked").Bool(!log.mark.empty());
  return json.EndObject().text();
}

}  // namespace

int Verify(const std::string& data_directory, bool json) {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  const absl::StatusOr<store::VerifyReport> verified = store::VerifyLog(
      {.directory = data_directory + "/log",
       .progress = terminal ? ShowProgress : std::function<void(int64_t, int64_t)>()});
  if (terminal) fmt::print(stderr, "\r\033[K");
  if (!verified.ok()) return Fail("verify", "verified", verified.status(), json);
  if (json) {
    fmt::print("{}\n", ReportJson(*verified));
  } else {
    PrintText(*verified);
  }
  return 0;
}

}  // namespace daybook::app
