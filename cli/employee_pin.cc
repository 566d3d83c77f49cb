// daybook employee pin: gives an employee a PIN. Only what it is checked against leaves this
// program.
#include <fstream>
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

// Returns what the file holds, without the line's end. Errors: FILE_INVALID.
absl::StatusOr<std::string> ReadSecret(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kFileBytesMax, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (!text.empty()) return text;
  return Error(Reason::ERROR_REASON_FILE_INVALID, "{file} cannot be read, or is empty",
               {{"file", path}});
}

absl::StatusOr<event::v1::PinVerifier> VerifierOf(const Arguments& arguments,
                                                  RandomSource& random) {
  std::string secret;
  Pepper pepper;
  if (arguments.Has("pepper-file")) {
    DAYBOOK_ASSIGN_OR_RETURN(secret, ReadSecret(arguments.Text("pepper-file")));
    pepper = {.name = arguments.Text("pepper"), .secret = secret};
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::string pin, ReadSecret(arguments.Text("pin-file")));
  return MakePinVerifier(pin, pepper, random);
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
                           VerifierOf(arguments, environment.random));
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
       .help = "Where the PIN stands, 4 to 12 digits. Default: it is read from the input.",
       .default_value = "/dev/stdin"},
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
