// What a subcommand of `daybook` is: what it takes, and a function that does it. Each has a file of
// its own; program.cc lists them.
#pragma once

#include <iosfwd>
#include <string_view>

#include "cli/arguments.h"
#include "cli/client.h"
#include "cli/tickets_file.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/status.h"

namespace daybook::cli {

// What a subcommand reaches of the world.
struct Environment {
  std::ostream& out;   // What was asked for, and nothing else.
  std::ostream& err;   // Progress and complaints.
  bool show_progress;  // A person looks at `err`.
  const Clock& clock;
  RandomSource& random;
};

struct Command {
  CommandSpec spec = {};
  // Does it. An error is for the caller to print.
  absl::Status (*run)(const Arguments& arguments, Environment& environment) = nullptr;
  // Says what is wrong with flags that contradict each other, before anything is done. May be null.
  absl::Status (*check)(const Arguments& arguments) = nullptr;
};

// The subcommands.
Command ApprovalListCommand();
Command CustomerShowCommand();
Command EmployeeListCommand();
Command EmployeePinCommand();
Command GiftCardShowCommand();
Command ItemListCommand();
Command ItemShowCommand();
Command KitchenOrdersCommand();
Command KitchenShowCommand();
Command LogHeadCommand();
Command LogReadCommand();
Command LogVerifyCommand();
Command SaleListCommand();
Command SaleShowCommand();
Command ShopConfigCommand();
Command ShopRunCommand();
Command ShopSentencesCommand();
Command StockAvailabilityCommand();
Command StockListCommand();
Command StockShowCommand();
Command TicketsGenerateCommand();
Command TicketsReplayCommand();
Command TicketsTotalsCommand();
Command TotalsCommand();
Command WatchCommand();

// The flag --json, which every command has.
Flag JsonFlag();

// Returns `flags`, then the flags of a command that asks an edge: --edge, --device, --employee,
// --timeout and --json.
std::vector<Flag> WithEdgeFlags(std::vector<Flag> flags, std::string_view default_timeout_seconds);

// --from and --to, for which dates.
std::vector<Flag> WithDateFlags(std::vector<Flag> flags);

// Returns the dates between --from and --to; without one of them, there is no bound on that side.
// Errors: FIELD_INVALID if --from is after --to.
absl::StatusOr<DateRange> ReadDateRange(const Arguments& arguments);

// Returns the caller as those flags describe it.
Caller CallerOf(const Arguments& arguments);

// Returns a client as those flags describe it. The environment outlives it.
Client MakeClient(const Arguments& arguments, Environment& environment);

// Writes a line, or lines that end already, to the output.
void PrintLine(Environment& environment, std::string_view line);

}  // namespace daybook::cli
