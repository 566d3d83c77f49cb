// daybook log head: where the log stands.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/output.h"
#include "core/base/digest.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

std::string HeadText(const edge::v1::GetHeadResponse& head) {
  const std::string log_id = Uuid::FromBytes(head.log_id()).value_or(Uuid{}).ToText();
  const std::string hash = Digest::FromBytes(head.head().hash()).value_or(Digest{}).ToHex();
  const std::string writable =
      head.writable() ? "yes" : fmt::format("no: {}", Printable(head.not_writable_reason()));
  return fmt::format(
      "log       {}\nstore     {} of {}\nepoch     {}\nposition  {}\nhash      {}\nwritable  {}",
      log_id, Printable(head.store()), Printable(head.tenant()), head.head().epoch(),
      head.head().position(), hash, writable);
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse head, client.GetHead());
  PrintLine(environment, arguments.Has("json") ? MessageJson(head) : HeadText(head));
  return absl::OkStatus();
}

}  // namespace

Command LogHeadCommand() {
  return {.spec = {.name = "log head",
                   .summary = "Shows which log it is and where it stands.",
                   .flags = WithEdgeFlags({}, "10"),
                   .example = "daybook log head"},
          .run = Run};
}

}  // namespace daybook::cli
