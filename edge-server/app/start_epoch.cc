#include "edge-server/app/start_epoch.h"

#include <cstdio>

#include "core/base/clock.h"
#include "core/base/logging.h"
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

void PrintJson(const store::StartedEpoch& started) {
  fmt::print(
      "{{\"ok\":true,\"log_id\":\"{}\",\"epoch\":{},\"position\":{},\"hash\":\"{}\",\"mark\":{}}}"
      "\n",
      started.log_id.ToText(), started.head.epoch, started.head.position, started.head.hash.ToHex(),
      JsonText(started.mark));
}

}  // namespace

int StartEpoch(const std::string& data_directory, const std::string& reason, bool json) {
  constexpr std::string_view kSubcommand = "start-epoch";
  const absl::Status readable =
      domain::CheckRequiredText("reason", reason, domain::kReasonBytesMax);
  if (!readable.ok()) return Fail(kSubcommand, readable, json);
  const absl::StatusOr<store::StartedEpoch> started = store::StartEpoch(
      {.directory = data_directory + "/log", .reason = reason, .now = SystemClock().Now()});
  if (!started.ok()) return Fail(kSubcommand, started.status(), json);
  json ? PrintJson(*started) : PrintText(*started);
  return 0;
}

}  // namespace daybook::app
