#include "cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/base/business_date.h"
#include "core/base/check.h"
#include "core/base/names.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

constexpr size_t kHelpColumn = 30;
constexpr double kSpeedMax = 1'000'000;
constexpr std::string_view kSaleStreamPrefix = "sale-";

absl::Status Invalid(std::string_view name, std::string_view value, std::string_view expected) {
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "{name} \"{value}\" is not {expected}",
               {{"name", name}, {"value", value}, {"expected", expected}});
}

template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> ParseSpeed(std::string_view text) {
  if (text == "max") return 0;
  if (!text.ends_with('x')) return std::nullopt;
  const auto factor = ParseNumber<double>(text.substr(0, text.size() - 1));
  if (!factor || !(*factor > 0) || *factor > kSpeedMax) return std::nullopt;
  return factor;
}

absl::Status CheckInteger(const Flag& flag, std::string_view shown, std::string_view value) {
  const auto number = ParseNumber<int64_t>(value);
  if (number && *number >= flag.minimum && *number <= flag.maximum) return absl::OkStatus();
  if (flag.maximum == INT64_MAX) {
    return Invalid(shown, value, fmt::format("a whole number from {}", flag.minimum));
  }
  return Invalid(shown, value,
                 fmt::format("a whole number from {} to {}", flag.minimum, flag.maximum));
}

absl::Status CheckValue(const Flag& flag, std::string_view shown, std::string_view value) {
  switch (flag.kind) {
    case ValueKind::kSwitch:
      break;
    case ValueKind::kText:
      if (!value.empty()) break;
      return Error(Reason::ERROR_REASON_FIELD_INVALID, "{name} is empty", {{"name", shown}});
    case ValueKind::kInteger:
      return CheckInteger(flag, shown, value);
    case ValueKind::kDate:
      if (!ParseBusinessDate(value).ok()) return Invalid(shown, value, "a date, as 2016-11-05");
      break;
    case ValueKind::kName:
      if (!IsName(value)) return Invalid(shown, value, fmt::format("a name: {}", kNameRule));
      break;
    case ValueKind::kAddress:
      if (PortOf(value).value_or(0) == 0) {
        return Invalid(shown, value, "an address with a port from 1 to 65535, as 127.0.0.1:7443");
      }
      break;
    case ValueKind::kId:
    case ValueKind::kSale:
      if (!Uuid::Parse(value)) {
        return Invalid(shown, value, "an id, as 0190a3c2-7b1e-7000-8000-0123456789ab");
      }
      break;
    case ValueKind::kSpeed:
      if (!ParseSpeed(value)) return Invalid(shown, value, "max or a factor, as 60x");
      break;
  }
  return absl::OkStatus();
}

std::string UsageOfFlag(const Flag& flag) {
  if (flag.kind == ValueKind::kSwitch) return fmt::format("--{}", flag.name);
  return fmt::format("--{} {}", flag.name, flag.value_name);
}

// One line of help, its text beginning in kHelpColumn.
std::string HelpLine(std::string_view left, std::string_view right) {
  if (left.size() + 4 > kHelpColumn) {
    return fmt::format("  {}\n{:{}}{}\n", left, "", kHelpColumn, right);
  }
  return fmt::format("  {:{}}{}\n", left, kHelpColumn - 2, right);
}

std::string FlagHelp(const Flag& flag) {
  std::string text(flag.help);
  if (flag.repeatable) text += " May be repeated.";
  if (flag.required) text += " Required.";
  if (!flag.default_value.empty()) text += fmt::format(" Default: {}.", flag.default_value);
  return HelpLine(UsageOfFlag(flag), text);
}

std::string UsageLine(const CommandSpec& spec) {
  std::string usage = fmt::format("Usage: daybook {}", spec.name);
  for (const Operand& operand : spec.operands) {
    usage += fmt::format(" {}{}", operand.name, operand.repeatable ? "..." : "");
  }
  for (const Flag& flag : spec.flags) {
    if (flag.required) usage += " " + UsageOfFlag(flag);
  }
  return usage + " [flags]\n";
}

}  // namespace

// Walks the words once.
class ArgumentParser {
 public:
  ArgumentParser(const CommandSpec& spec, std::span<const std::string_view> words)
      : spec_(spec), words_(words) {}

  absl::StatusOr<Arguments> Parse() {
    DAYBOOK_RETURN_IF_ERROR(CheckBounds());
    bool flags_ended = false;
    while (next_ < words_.size()) {
      const std::string_view word = words_[next_++];
      if (!flags_ended && word == "--") {
        flags_ended = true;
      } else if (!flags_ended && word.starts_with("--")) {
        DAYBOOK_RETURN_IF_ERROR(TakeFlag(word.substr(2)));
      } else {
        DAYBOOK_RETURN_IF_ERROR(TakeOperand(word));
      }
    }
    DAYBOOK_RETURN_IF_ERROR(CheckComplete());
    return std::move(arguments_);
  }

 private:
  absl::Status CheckBounds() const {
    const bool too_long = std::any_of(words_.begin(), words_.end(), [](std::string_view word) {
      return word.size() > kWordBytesMax;
    });
    if (words_.size() <= kWordsMax && !too_long) return absl::OkStatus();
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the command line is larger than {words_max} words of {bytes_max} bytes",
                 {{"words_max", kWordsMax}, {"bytes_max", kWordBytesMax}});
  }

  absl::Status TakeFlag(std::string_view word) {
    const size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    const auto flag = std::find_if(spec_.flags.begin(), spec_.flags.end(),
                                   [&](const Flag& candidate) { return candidate.name == name; });
    if (flag == spec_.flags.end()) {
      return Error(Reason::ERROR_REASON_FIELD_INVALID, "{command} has no flag --{flag}",
                   {{"command", spec_.name}, {"flag", name}});
    }
    std::string_view value;
    if (flag->kind == ValueKind::kSwitch) {
      if (equals != std::string_view::npos) {
        return Error(Reason::ERROR_REASON_FIELD_INVALID, "--{flag} takes no value",
                     {{"flag", name}});
      }
    } else if (equals != std::string_view::npos) {
      value = word.substr(equals + 1);
    } else if (next_ < words_.size() && !words_[next_].starts_with("--")) {
      value = words_[next_++];
    } else {
      return Error(Reason::ERROR_REASON_FIELD_MISSING, "--{flag} needs a value: {value_name}",
                   {{"flag", name}, {"value_name", flag->value_name}});
    }
    return Keep(*flag, fmt::format("--{}", name), value);
  }

  absl::Status TakeOperand(std::string_view word) {
    const bool repeats = operand_count_ > 0 && spec_.operands[operand_count_ - 1].repeatable;
    if (!repeats && operand_count_ == spec_.operands.size()) {
      return Error(Reason::ERROR_REASON_FIELD_INVALID, "\"{word}\" is one word too many",
                   {{"word", word}});
    }
    const Operand& operand = spec_.operands[repeats ? operand_count_ - 1 : operand_count_++];
    return Keep({.name = operand.name, .kind = operand.kind, .repeatable = operand.repeatable},
                operand.name, word);
  }

  absl::Status Keep(const Flag& flag, std::string_view shown, std::string_view value) {
    if (flag.kind == ValueKind::kSale && value.starts_with(kSaleStreamPrefix)) {
      value.remove_prefix(kSaleStreamPrefix.size());
    }
    DAYBOOK_RETURN_IF_ERROR(CheckValue(flag, shown, value));
    std::vector<std::string>& values = arguments_.values_[std::string(flag.name)];
    if (!values.empty() && !flag.repeatable) {
      return Error(Reason::ERROR_REASON_FIELD_INVALID, "{flag} is given twice", {{"flag", shown}});
    }
    values.emplace_back(value);
    return absl::OkStatus();
  }

  absl::Status CheckComplete() {
    if (operand_count_ < spec_.operands.size()) {
      return Error(Reason::ERROR_REASON_FIELD_MISSING, "{operand} is missing",
                   {{"operand", spec_.operands[operand_count_].name}});
    }
    for (const Flag& flag : spec_.flags) {
      if (arguments_.Has(flag.name)) continue;
      if (flag.required) {
        return Error(Reason::ERROR_REASON_FIELD_MISSING, "--{flag} {value_name} is missing",
                     {{"flag", flag.name}, {"value_name", flag.value_name}});
      }
      if (!flag.default_value.empty()) {
        arguments_.values_[std::string(flag.name)] = {std::string(flag.default_value)};
      }
    }
    return absl::OkStatus();
  }

  const CommandSpec& spec_;
  std::span<const std::string_view> words_;
  size_t next_ = 0;
  size_t operand_count_ = 0;
  Arguments arguments_;
};

bool Arguments::Has(std::string_view name) const { return values_.find(name) != values_.end(); }

const std::string& Arguments::Text(std::string_view name) const {
  const auto found = values_.find(name);
  DAYBOOK_CHECK(found != values_.end());
  return found->second.front();
}

int64_t Arguments::Integer(std::string_view name) const {
  const auto number = ParseNumber<int64_t>(Text(name));
  DAYBOOK_CHECK(number.has_value());
  return *number;
}

int32_t Arguments::Date(std::string_view name) const {
  const auto date = ParseBusinessDate(Text(name));
  DAYBOOK_CHECK(date.ok());
  return *date;
}

Uuid Arguments::Id(std::string_view name) const {
  const auto id = Uuid::Parse(Text(name));
  DAYBOOK_CHECK(id.has_value());
  return *id;
}

double Arguments::Speed(std::string_view name) const {
  const auto speed = ParseSpeed(Text(name));
  DAYBOOK_CHECK(speed.has_value());
  return *speed;
}

std::vector<std::string> Arguments::List(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

absl::StatusOr<Arguments> ParseArguments(const CommandSpec& spec,
                                         std::span<const std::string_view> words) {
  return ArgumentParser(spec, words).Parse();
}

std::string HelpText(const CommandSpec& spec) {
  std::string text = UsageLine(spec);
  text += fmt::format("\n{}\n", spec.summary);
  if (!spec.details.empty()) text += fmt::format("\n{}\n", spec.details);
  if (!spec.operands.empty()) text += "\nOperands:\n";
  for (const Operand& operand : spec.operands) text += HelpLine(operand.name, operand.help);
  text += "\nFlags:\n";
  for (const Flag& flag : spec.flags) text += FlagHelp(flag);
  text += HelpLine("--help, -h", "Shows this.");
  if (!spec.example.empty()) text += fmt::format("\nExample:\n  {}\n", spec.example);
  return text;
}

}  // namespace daybook::cli
