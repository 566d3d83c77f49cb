// daybook employee pin: gives an employee a PIN. Only what it is checked against leaves this
// program.
#include <termios.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "core/base/business_date.h"
#include "core/base/pin.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

constexpr size_t kFileBytesMax = 4096;
constexpr char kInput[] = "/dev/stdin";

// Returns what the file holds, without the line's end. Errors: FILE_INVALID; TOO_LARGE.
absl::StatusOr<std::string> ReadSecret(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kFileBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kFileBytesMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{file} holds more than {bytes_max} bytes",
                 {{"field", path}, {"file", path}, {"bytes_max", kFileBytesMax}});
  }
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (!text.empty()) return text;
  return Error(Reason::ERROR_REASON_FILE_INVALID, "{file} cannot be read, or is empty",
               {{"file", path}});
}

// What is typed at a terminal is not shown while this lives.
class HiddenInput {
 public:
  HiddenInput() {
    hidden_ = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!hidden_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  HiddenInput(const HiddenInput&) = delete;
  HiddenInput& operator=(const HiddenInput&) = delete;
  ~HiddenInput() {
    if (hidden_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_ = {};
  bool hidden_ = false;
};

// Returns one line that somebody types. Errors: FILE_INVALID.
absl::StatusOr<std::string> AskForPin(Environment& environment) {
  const HiddenInput hidden;
  environment.err << "PIN: " << std::flush;
  std::string pin;
  std::getline(std::cin, pin);
  environment.err << '\n';
  if (!pin.empty()) return pin;
  return Error(Reason::ERROR_REASON_FILE_INVALID, "no PIN was typed");
}

absl::StatusOr<std::string> ReadPin(const std::string& path, Environment& environment) {
  const bool typed = path == kInput && isatty(STDIN_FILENO) == 1;
  return typed ? AskForPin(environment) : ReadSecret(path);
}

absl::StatusOr<event::v1::PinVerifier> VerifierOf(const Arguments& arguments,
                                                  Environment& environment) {
  std::string secret;
  Pepper pepper;
  if (arguments.Has("pepper-file")) {
    DAYBOOK_ASSIGN_OR_RETURN(secret, ReadSecret(arguments.Text("pepper-file")));
    pepper = {.name = arguments.Text("pepper"), .secret = secret};
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::string pin, ReadPin(arguments.Text("pin-file"), environment));
  return MakePinVerifier(pin, pepper, environment.random);
}

absl::Status Check(const Arguments& arguments) {
  if (arguments.Has("pepper") == arguments.Has("pepper-file")) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_FIELD_MISSING, "--pepper and --pepper-file go together");
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  edge::v1::ExecuteRequest request;
  edge::v1::CommandEnvelope& envelope = *request.add_commands();
  const absl::Time now = environment.clock.Now();
  envelope.set_request_id(std::string(NewUuid(now, environment.random).AsBytes()));
  edge::v1::Command& command = *envelope.mutable_command();
  *command.mutable_occur_time() = ToTimestamp(now);
  command.set_business_date(arguments.Date("business-date"));
  command.mutable_set_pin()->set_employee(arguments.Text("EMPLOYEE"));
  DAYBOOK_ASSIGN_OR_RETURN(*command.mutable_set_pin()->mutable_verifier(),
                           VerifierOf(arguments, environment));
  Client client = MakeClient(arguments, environment);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.Execute(CallerOf(arguments), request));
  const edge::v1::CommandResult& result = response.results(0);
  if (result.has_error()) return FromWire(result.error());
  PrintLine(environment, arguments.Has("json")
                             ? MessageJson(result)
                             : fmt::format("{} has a PIN.", arguments.Text("EMPLOYEE")));
  return absl::OkStatus();
}

}  // namespace

Command EmployeePinCommand() {
  std::vector<Flag> flags = {
      {.name = "pin-file",
       .value_name = "FILE",
       .help = "Where the PIN stands, 4 to 12 digits. Default: the input; a terminal is asked.",
       .default_value = kInput},
      {.name = "business-date",
       .kind = ValueKind::kDate,
       .value_name = "DATE",
       .help = "The business day on which it is recorded.",
       .required = true},
      {.name = "pepper", .value_name = "NAME", .help = "The name of the devices' secret."},
      {.name = "pepper-file", .value_name = "FILE", .help = "The devices' secret to mix in."}};
  return {.spec = {.name = "employee pin",
                   .summary = "Gives an employee a PIN.",
                   .details = "The server is sent a slow hash of the PIN, never the PIN.",
                   .operands = {{.name = "EMPLOYEE",
                                 .kind = ValueKind::kName,
                                 .help = "The employee's code."}},
                   .flags = WithEdgeFlags(std::move(flags), "10"),
                   .example = "daybook employee pin ann --business-date 2016-11-05"},
          .run = Run,
          .check = Check};
}

}  // namespace daybook::cli
