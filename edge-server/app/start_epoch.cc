#include "edge-server/app/start_epoch.h"

#include <cstdio>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/domain/bounds.h"
#include "core/domain/fields.h"
#include "edge-server/app/failure.h"
#include "edge-server/store/start_epoch.h"
#include "fmt/format.h"

namespace daybook::app {
namespace {

void PrintText(const store::StartedEpoch& started) {
  fmt::print("Epoch {} has begun at position {}; the log takes commands again.\n",
             started.head.epoch, started.head.position);
  fmt::print("It was marked: {}\n", started.mark);
}

std::string ReportJson(const store::StartedEpoch& started) {
  JsonWriter json;
  json.BeginObject().Key("started").Bool(true);
  json.Key("log_id").Text(started.log_id.ToText()).Key("epoch").Number(started.head.epoch);
  json.Key("position").Number(started.head.position).Key("hash").Text(started.head.hash.ToHex());
  return json.Key("mark").Text(started.mark).EndObject().text();
}

}  // namespace

int StartEpoch(const std::string& data_directory, const std::string& reason, bool json) {
  const auto fail = [json](const absl::Status& status) {
    return Fail("start-epoch", "started", status, json);
  };
  const absl::Status readable =
      domain::CheckRequiredText("reason", reason, domain::kReasonBytesMax);
  if (!readable.ok()) return fail(readable);
  const absl::StatusOr<store::StartedEpoch> started = store::StartEpoch(
      {.directory = data_directory + "/log", .reason = reason, .now = SystemClock().Now()});
  if (!started.ok()) return fail(started.status());
  if (json) {
    fmt::print("{}\n", ReportJson(*started));
  } else {
    PrintText(*started);
  }
  return 0;
}

}  // namespace daybook::app
