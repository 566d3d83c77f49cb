// daybook log verify: recomputes the chain of the whole log over the wire.
#include <algorithm>
#include <utility>

#include "cli/chain_check.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/progress.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

constexpr int32_t kPageMax = 500;

absl::StatusOr<std::pair<Uuid, Digest>> ReadIdentity(const edge::v1::GetHeadResponse& head) {
  const auto log_id = Uuid::FromBytes(head.log_id());
  const auto hash = Digest::FromBytes(head.head().hash());
  if (log_id && hash) return std::pair(*log_id, *hash);
  return Error(Reason::ERROR_REASON_STORE_CORRUPT, "the edge does not state its log or its hash");
}

// Takes entries until `check` has come to `head_position`; what is recorded meanwhile is not looked
// at.
absl::Status Walk(Client& client, int64_t head_position, ChainCheck& check, Progress& progress) {
  edge::v1::ReadEventsRequest request;
  request.set_page_size(kPageMax);
  while (check.position() < head_position) {
    request.set_position(check.position());
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ReadEvents(request));
    const int64_t before = check.position();
    for (const std::string& entry : response.entries()) {
      if (check.position() >= head_position) break;
      DAYBOOK_RETURN_IF_ERROR(check.Add(entry));
    }
    if (check.position() == before) {
      return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
                   "the log ends at position {position}, but the edge states {stated}",
                   {{"position", before}, {"stated", head_position}});
    }
    progress.Advance(check.position() - before, "events");
  }
  return absl::OkStatus();
}

std::string ResultJson(const ChainCheck& check, int64_t epoch) {
  JsonWriter json;
  json.BeginObject();
  json.Key("verified").Bool(true);
  json.Key("epoch").Number(epoch);
  json.Key("position").Number(check.position());
  json.Key("entries").Number(check.entry_count());
  json.Key("hash").Text(check.hash().ToHex());
  return json.EndObject().text();
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse head, client.GetHead());
  DAYBOOK_ASSIGN_OR_RETURN(const auto identity, ReadIdentity(head));
  ChainCheck check(identity.first);
  {
    Progress progress(environment.err, environment.show_progress, head.head().position(),
                      environment.clock);
    DAYBOOK_RETURN_IF_ERROR(Walk(client, head.head().position(), check, progress));
  }
  DAYBOOK_RETURN_IF_ERROR(check.CheckHead(identity.second));
  if (arguments.Has("json")) {
    PrintLine(environment, ResultJson(check, head.head().epoch()));
  } else {
    PrintLine(environment,
              fmt::format("The chain holds: {} entries, {} events, hash {}", check.entry_count(),
                          check.position(), check.hash().ToHex()));
  }
  return absl::OkStatus();
}

}  // namespace

Command LogVerifyCommand() {
  return {.spec = {.name = "log verify",
                   .summary = "Recomputes the hash chain of the whole log and compares the head.",
                   .details = "Reads every entry over the wire. `daybook-edge verify DIRECTORY` "
                              "does the same on a\nstopped data directory, and also proves every "
                              "index.",
                   .flags = WithEdgeFlags({}, "10"),
                   .example = "daybook log verify"},
          .run = Run};
}

}  // namespace daybook::cli
