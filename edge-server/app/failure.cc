#include "edge-server/app/failure.h"

#include <cstdio>

#include "core/base/json.h"
#include "fmt/format.h"

namespace daybook::app {

int Fail(std::string_view subcommand, std::string_view done, const absl::Status& status,
         bool json) {
  const std::string_view reason = ReasonName(ReasonOf(status));
  if (json) {
    JsonWriter failure;
    failure.BeginObject().Key(done).Bool(false);
    failure.Key("reason").Text(reason).Key("message").Text(MessageOf(status));
    fmt::print("{}\n", failure.EndObject().text());
  } else {
    fmt::print(stderr, "daybook-edge {}: {}: {}\n", subcommand, reason, MessageOf(status));
  }
  return 1;
}

}  // namespace daybook::app
