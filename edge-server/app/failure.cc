#include "edge-server/app/failure.h"

#include <cstdio>

#include "core/base/logging.h"
#include "fmt/format.h"

namespace daybook::app {

int Fail(std::string_view subcommand, const absl::Status& status, bool json) {
  const std::string_view reason = ReasonName(ReasonOf(status));
  if (json) {
    fmt::print("{{\"ok\":false,\"reason\":\"{}\",\"message\":{}}}\n", reason,
               JsonText(MessageOf(status)));
  } else {
    fmt::print(stderr, "daybook-edge {}: {}: {}\n", subcommand, reason, MessageOf(status));
  }
  return 1;
}

}  // namespace daybook::app
