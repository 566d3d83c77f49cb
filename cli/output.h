// Text for people: aligned columns, bars, and text of others made harmless for a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::cli {

// Returns `text` without control characters, each replaced by '?': what a shop keyed in must not
// move the cursor of the one who reads it.
std::string Printable(std::string_view text);

// Returns how many characters `text` (UTF-8) takes.
size_t WidthOf(std::string_view text);

// Collects rows and aligns their columns.
class TextTable {
 public:
  // The columns whose index is in `right_aligned` are numbers.
  explicit TextTable(std::vector<std::string> header, std::vector<size_t> right_aligned = {});

  void Add(std::vector<std::string> row);
  // Returns the header and the rows, each with two spaces before it.
  std::string Text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<size_t> right_aligned_;
};

// Returns a bar of up to `width_max` marks for `value` of `largest`; one mark at least if it is
// above 0.
std::string Bar(int64_t value, int64_t largest, int64_t width_max);

// Returns how many: "1 sale", "2 sales".
std::string CountText(int64_t count, std::string_view noun);

// Returns a quantity: 1500 thousandths give "1.5".
std::string QuantityText(int64_t quantity_milli);

// Returns a rate in parts per million as a percentage: 43000 gives "4.3 %".
std::string PercentText(int64_t rate_ppm);

}  // namespace daybook::cli
