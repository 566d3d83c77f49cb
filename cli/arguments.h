// The words of a command line, read against what a command says it takes. Everything a command
// declares is checked here, before it runs: what comes out of ParseArguments can be used as it is.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/status.h"

namespace daybook::cli {

// What a value may be.
enum class ValueKind {
  kSwitch,   // No value: there or not.
  kText,     // Anything but nothing.
  kInteger,  // Within [minimum, maximum] of its flag.
  kDate,     // A business date: 2016-11-05.
  kId,       // A UUID.
  kSale,     // A sale's UUID, or the name of its stream: "sale-" before it.
  kName,     // A device or an employee: kNameRule.
  kAddress,  // Where a server listens: "127.0.0.1:7443".
  kSpeed,    // "max", or so many times as fast as it was: "60x".
};

// One flag of a command, "--name VALUE" or "--name=VALUE".
struct Flag {
  std::string_view name = {};
  ValueKind kind = ValueKind::kText;
  std::string_view value_name = {};  // In the help: "FILE".
  std::string_view help = {};
  std::string_view default_value = {};  // Empty: none.
  bool required = false;
  bool repeatable = false;
  int64_t minimum = 0;
  int64_t maximum = INT64_MAX;
};

// One operand, which is always required.
struct Operand {
  std::string_view name = {};  // In the help: "SALE".
  ValueKind kind = ValueKind::kText;
  std::string_view help = {};
  bool repeatable = false;  // The last one: one or more.
};

// What a command is called and takes.
struct CommandSpec {
  std::string_view name = {};     // "sale show"
  std::string_view summary = {};  // One line, for the list of commands.
  std::string_view details = {};  // Paragraphs for the command's own help; may be empty.
  std::vector<Operand> operands = {};
  std::vector<Flag> flags = {};
  std::string_view example = {};
};

// The values of one command line. A value is only asked for under a name that the spec declares.
class Arguments {
 public:
  // Whether the flag was given, or has a default.
  bool Has(std::string_view name) const;
  // REQUIRES: Has(name).
  const std::string& Text(std::string_view name) const;
  // REQUIRES: Has(name); kInteger.
  int64_t Integer(std::string_view name) const;
  // Returns yyyymmdd. REQUIRES: Has(name); kDate.
  int32_t Date(std::string_view name) const;
  // REQUIRES: Has(name); kId or kSale.
  Uuid Id(std::string_view name) const;
  // Returns how many times as fast; 0 is as fast as possible. REQUIRES: Has(name); kSpeed.
  double Speed(std::string_view name) const;
  // Returns the values in the order given; empty if there are none.
  std::vector<std::string> List(std::string_view name) const;

 private:
  friend class ArgumentParser;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// The most words of a command line, and the most bytes of one.
inline constexpr size_t kWordsMax = 256;
inline constexpr size_t kWordBytesMax = 4096;

// Reads `words` (without the program's and the command's names). Errors, all the caller's mistake:
// FIELD_MISSING, FIELD_INVALID, TOO_LARGE.
absl::StatusOr<Arguments> ParseArguments(const CommandSpec& spec,
                                         std::span<const std::string_view> words);

// Returns the command's help: usage, what it does, operands, flags, an example.
std::string HelpText(const CommandSpec& spec);

}  // namespace daybook::cli
