#include "cli/program.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "cli/output.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

constexpr std::string_view kIntroduction =
    "daybook: the operator's command line of a Daybook shop.\n"
    "\n"
    "Usage: daybook COMMAND [flags]\n"
    "\n"
    "Commands:\n";

constexpr std::string_view kClosing =
    "\n"
    "  daybook COMMAND --help says what a command takes. Every command has --json.\n"
    "  Exit codes: 0 done; 1 failed or refused; 2 the command line is wrong.\n";

const std::vector<Command>& Commands() {
  static const auto* const commands = new std::vector<Command>{
      TotalsCommand(),        SaleListCommand(),      SaleShowCommand(),
      StockShowCommand(),     StockListCommand(),     StockAvailabilityCommand(),
      ItemShowCommand(),      ItemListCommand(),      EmployeeListCommand(),
      EmployeePinCommand(),   ApprovalListCommand(),  GiftCardShowCommand(),
      CustomerShowCommand(),  WatchCommand(),         LogHeadCommand(),
      LogReadCommand(),       LogVerifyCommand(),     KitchenShowCommand(),
      KitchenOrdersCommand(), TicketsReplayCommand(), TicketsGenerateCommand(),
      TicketsTotalsCommand(), ShopRunCommand(),       ShopConfigCommand(),
      ShopSentencesCommand(),
  };
  return *commands;
}

size_t WordCount(std::string_view name) {
  return static_cast<size_t>(std::count(name.begin(), name.end(), ' ')) + 1;
}

std::string Joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : " ") + std::string(word);
  return text;
}

// Returns the command whose name `words` begin with, or null.
const Command* FindCommand(std::span<const std::string_view> words) {
  for (const Command& command : Commands()) {
    const size_t count = WordCount(command.spec.name);
    if (words.size() >= count && Joined(words.first(count)) == command.spec.name) return &command;
  }
  return nullptr;
}

// Returns the list of the commands of a group ("log"), or of all for "".
std::string CommandList(std::string_view group) {
  std::string text;
  for (const Command& command : Commands()) {
    if (!group.empty() && !command.spec.name.starts_with(std::string(group) + " ")) continue;
    text += fmt::format("  {:20}{}\n", command.spec.name, command.spec.summary);
  }
  return text;
}

bool AsksForHelp(std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [](std::string_view word) { return word == "--help" || word == "-h"; });
}

int UsageError(std::string_view problem, std::string_view hint, Environment& environment) {
  environment.err << fmt::format("daybook: {}\n{}\n", Printable(problem), hint);
  return kExitUsage;
}

int HelpOrUnknown(std::span<const std::string_view> words, Environment& environment) {
  const std::string_view group = words.empty() ? "" : words.front();
  if (words.empty()) {
    environment.err << kIntroduction << CommandList("") << kClosing;
    return kExitUsage;
  }
  if (group == "help" || group == "--help" || group == "-h") {
    environment.out << kIntroduction << CommandList("") << kClosing;
    return kExitOk;
  }
  if (group == "--version") {
    environment.out << "daybook " << DAYBOOK_VERSION << "\n";
    return kExitOk;
  }
  const std::string of_group = CommandList(group);
  if (!of_group.empty() && AsksForHelp(words)) {
    environment.out << "Commands:\n" << of_group << kClosing;
    return kExitOk;
  }
  const std::string problem = fmt::format("there is no command \"{}\"", Joined(words));
  if (of_group.empty()) return UsageError(problem, "daybook --help lists them.", environment);
  return UsageError(problem, "There are:\n" + of_group, environment);
}

int Run(const Command& command, const Arguments& arguments, Environment& environment) {
  absl::Status status = command.run(arguments, environment);
  environment.out.flush();
  if (status.ok() && !environment.out) {
    status = Error(Reason::ERROR_REASON_FILE_INVALID, "standard output could not be written");
  }
  if (status.ok()) return kExitOk;
  environment.err << ErrorText(status);
  return kExitFailed;
}

std::string_view AdviceForCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
      return "Correct what the message names, then try again.";
    case absl::StatusCode::kNotFound:
      return "Look for what there is: daybook sale list, daybook log read.";
    case absl::StatusCode::kAlreadyExists:
      return "It is recorded already: there is nothing to do.";
    case absl::StatusCode::kFailedPrecondition:
      return "Somebody must put the shop into order first, as the message says.";
    case absl::StatusCode::kAborted:
      return "Something else came first: read again, then decide again.";
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnavailable:
      return "Try again in a moment; --timeout SECONDS waits longer.";
    case absl::StatusCode::kPermissionDenied:
      return "Name an employee who may: --employee NAME.";
    case absl::StatusCode::kUnauthenticated:
      return "Only the devices of the shop are answered: is it run on the edge's own machine?";
    case absl::StatusCode::kDataLoss:
      return "Stop the edge, keep its data directory as it is, and call support.";
    case absl::StatusCode::kUnimplemented:
      return "The edge does not know this call: is it older than this program?";
    default:
      return "Keep the edge's diagnostics and report it.";
  }
}

std::string_view AdviceFor(const absl::Status& error) {
  switch (ReasonOf(error)) {
    case Reason::ERROR_REASON_CONNECTION_FAILED:
      return "Is daybook-edge running there? Start it, or name another with --edge ADDRESS.";
    case Reason::ERROR_REASON_FILE_INVALID:
      return ErrorMetadata(error, "line").empty()
                 ? "See to what the message names, then try again."
                 : "Correct the file at that place, then try again.";
    case Reason::ERROR_REASON_REQUEST_ID_REUSED:
      return "Something else was recorded under this id: was a file, or a flag, changed?";
    case Reason::ERROR_REASON_LOG_MARKED:
      return "The log was damaged and an operator must look at it: daybook log head says why. Then "
             "daybook-edge start-epoch lets it go on.";
    case Reason::ERROR_REASON_INSTALLATION_DIVERGED:
      return "An operator must look at that till; what it sent before is kept.";
    case Reason::ERROR_REASON_LOG_TOO_NEW:
      return "Install a newer version of the edge.";
    case Reason::ERROR_REASON_VIEW_STOPPED:
      return "Selling goes on without it. Keep the edge's diagnostics and report it.";
    case Reason::ERROR_REASON_DISK_FULL:
      return "Make room on the edge's disk; nothing is lost.";
    case Reason::ERROR_REASON_CURSOR_RESET:
      return "The log has taken another course there: read from the start.";
    case Reason::ERROR_REASON_POSITION_BEYOND_HEAD:
      return "daybook log head says how far the log goes.";
    default:
      return AdviceForCode(error.code());
  }
}

}  // namespace

std::string ErrorText(const absl::Status& error) {
  const Reason reason = ReasonOf(error);
  const std::string name = reason == Reason::ERROR_REASON_UNSPECIFIED
                               ? absl::StatusCodeToString(error.code())
                               : std::string(ReasonName(reason));
  return fmt::format("daybook: {}: {}\n{}\n", name, Printable(MessageOf(error)), AdviceFor(error));
}

int RunProgram(std::span<const std::string_view> words, Environment& environment) {
  if (words.size() > 1 && words.front() == "help") {
    std::vector<std::string_view> asked(words.begin() + 1, words.end());
    asked.push_back("--help");
    return RunProgram(asked, environment);
  }
  const Command* command = FindCommand(words);
  if (command == nullptr) return HelpOrUnknown(words, environment);
  const auto rest = words.subspan(WordCount(command->spec.name));
  if (AsksForHelp(rest)) {
    environment.out << HelpText(command->spec);
    return kExitOk;
  }
  const absl::StatusOr<Arguments> arguments = ParseArguments(command->spec, rest);
  absl::Status usage = arguments.status();
  if (usage.ok() && command->check != nullptr) usage = command->check(*arguments);
  if (usage.ok()) return Run(*command, *arguments, environment);
  return UsageError(MessageOf(usage),
                    fmt::format("daybook {} --help says what it takes.", command->spec.name),
                    environment);
}

}  // namespace daybook::cli
