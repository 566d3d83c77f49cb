#include "core/domain/label.h"

#include <algorithm>

#include "core/base/money.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

constexpr size_t kLabelDigits = 13;
constexpr int kBase = 10;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool Has(std::string_view text, char c) { return text.find(c) != std::string_view::npos; }

absl::Status LabelInvalid(std::string_view digits, std::string_view problem) {
  return Error(Reason::ERROR_REASON_LABEL_INVALID, "label {label} {problem}",
               {{"label", digits.substr(0, kLabelDigits)}, {"problem", problem}});
}

// Every second digit counts three times; with the check digit the sum is a multiple of ten.
bool IsChecked(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return sum % kBase == 0;
}

bool Fits(std::string_view digits, std::string_view pattern) {
  return std::ranges::equal(digits, pattern, [](char digit, char expected) {
    return !IsDigit(expected) || digit == expected;
  });
}

// Returns the number that the digits at the places of `letter` make, or nothing without any.
std::optional<int64_t> NumberAt(char letter, std::string_view digits,
                                const edge::v1::LabelFormat& format) {
  const std::string_view pattern = format.pattern();
  if (!Has(pattern, letter)) return std::nullopt;
  int64_t number = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == letter) number = number * kBase + (digits[i] - '0');
  }
  return number * std::max<int64_t>(format.multiplier(), 1);
}

// Whether the letter is there, all in one piece.
bool IsOnePiece(char letter, std::string_view pattern) {
  const size_t first = pattern.find(letter);
  if (first == std::string_view::npos) return false;
  const size_t last = pattern.rfind(letter);
  return static_cast<size_t>(std::ranges::count(pattern, letter)) == last - first + 1;
}

}  // namespace

absl::StatusOr<Label> ReadLabel(std::string_view digits, const edge::v1::ShopConfig& shop) {
  if (digits.size() != kLabelDigits || !std::ranges::all_of(digits, IsDigit)) {
    return LabelInvalid(digits, "has not thirteen digits");
  }
  if (!IsChecked(digits)) return LabelInvalid(digits, "has a wrong check digit");
  const auto format = std::ranges::find_if(
      shop.label_formats(), [&](const auto& known) { return Fits(digits, known.pattern()); });
  if (format == shop.label_formats().end()) {
    return LabelInvalid(digits, "is none that the shop's formats describe");
  }
  return Label{.price_minor = NumberAt('p', digits, *format),
               .weight_milli = NumberAt('w', digits, *format)};
}

bool IsLabelFormat(const edge::v1::LabelFormat& format) {
  const std::string_view pattern = format.pattern();
  const bool known_letters =
      std::ranges::all_of(pattern, [](char c) { return IsDigit(c) || Has("ipwvc", c); });
  const bool begins = pattern.starts_with("02") ||
                      (pattern.starts_with('2') && pattern.size() > 1 && IsDigit(pattern[1]));
  const bool says_one = IsOnePiece('p', pattern) != IsOnePiece('w', pattern) &&
                        Has(pattern, 'p') != Has(pattern, 'w');
  const bool checked = pattern.ends_with('c') && std::ranges::count(pattern, 'c') == 1;
  return pattern.size() == kLabelDigits && known_letters && begins && says_one && checked &&
         format.multiplier() >= 0 && format.multiplier() <= kLabelMultiplierMax;
}

}  // namespace daybook::domain
