// daybook log read: entries of the log, or of one stream, in order.
#include <algorithm>
#include <limits>

#include "cli/command.h"
#include "cli/entry_text.h"
#include "cli/event_filter.h"
#include "cli/query.h"

namespace daybook::cli {
namespace {

constexpr int64_t kPageMax = 500;

// Prints entries until `limit` of them are printed.
class EntryPrinter {
 public:
  EntryPrinter(const Arguments& arguments, Environment& environment)
      : json_(arguments.Has("json")),
        left_(arguments.Has("limit") ? arguments.Integer("limit")
                                     : std::numeric_limits<int64_t>::max()),
        environment_(environment) {}

  bool done() const { return left_ == 0; }
  int32_t PageSize() const { return static_cast<int32_t>(std::min(left_, kPageMax)); }

  template <typename Response>
  absl::Status Print(const Response& response) {
    for (const std::string& bytes : response.entries()) {
      if (done()) return absl::OkStatus();
      DAYBOOK_ASSIGN_OR_RETURN(const event::v1::Entry entry, ParseEntry(bytes));
      environment_.out << (json_ ? EntryJson(entry) + "\n" : EntryText(entry));
      --left_;
    }
    return absl::OkStatus();
  }

 private:
  const bool json_;
  int64_t left_;
  Environment& environment_;
};

absl::Status ReadStream(const Arguments& arguments, Client& client, EntryPrinter& printer) {
  edge::v1::ReadStreamRequest request;
  request.set_stream(arguments.Text("stream"));
  request.set_backwards(arguments.Has("backwards"));
  request.set_page_size(printer.PageSize());
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ReadStream(request));
    DAYBOOK_RETURN_IF_ERROR(printer.Print(response));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && !printer.done());
  return absl::OkStatus();
}

absl::Status ReadLog(const Arguments& arguments, Client& client, EntryPrinter& printer) {
  edge::v1::ReadEventsRequest request;
  if (arguments.Has("position")) {
    request.set_position(arguments.Integer("position"));
    DAYBOOK_RETURN_IF_ERROR(CheckNotBeyondHead(client, request.position()));
  }
  request.set_backwards(arguments.Has("backwards"));
  request.set_page_size(printer.PageSize());
  DAYBOOK_ASSIGN_OR_RETURN(*request.mutable_filter(), ReadEventFilter(arguments));
  if (request.filter().ByteSizeLong() == 0) request.clear_filter();
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.ReadEvents(request));
    DAYBOOK_RETURN_IF_ERROR(printer.Print(response));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && !printer.done());
  return absl::OkStatus();
}

// Whether nothing but one stream is asked for: it has an index of its own.
bool IsOneStream(const Arguments& arguments) {
  return arguments.List("stream").size() == 1 && arguments.List("category").empty() &&
         arguments.List("type").empty() && arguments.List("register").empty() &&
         !arguments.Has("position");
}

absl::Status Check(const Arguments& arguments) { return ReadEventFilter(arguments).status(); }

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  EntryPrinter printer(arguments, environment);
  return IsOneStream(arguments) ? ReadStream(arguments, client, printer)
                                : ReadLog(arguments, client, printer);
}

}  // namespace

Command LogReadCommand() {
  std::vector<Flag> flags = EventFilterFlags();
  flags.push_back({.name = "position",
                   .kind = ValueKind::kInteger,
                   .value_name = "POSITION",
                   .help = "Begins after this position; with --backwards, before it."});
  flags.push_back({.name = "backwards",
                   .kind = ValueKind::kSwitch,
                   .value_name = "",
                   .help = "From newer to older."});
  flags.push_back({.name = "limit",
                   .kind = ValueKind::kInteger,
                   .value_name = "COUNT",
                   .help = "How many entries at most; otherwise all.",
                   .minimum = 1});
  return {
      .spec = {.name = "log read",
               .summary = "Reads entries of the log, or of one stream, in order.",
               .details = "An entry is what one command left behind. With --json each is a line "
                          "of its own.",
               .flags = WithEdgeFlags(std::move(flags), "10"),
               .example = "daybook log read --category sale --type SaleCompleted --limit 10"},
      .run = Run,
      .check = Check};
}

}  // namespace daybook::cli
