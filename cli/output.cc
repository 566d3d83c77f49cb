#include "cli/output.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/money.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

// Returns `value` / 10^`decimals`, without zeros at its end.
std::string DecimalText(int64_t value, int decimals) {
  const uint64_t magnitude =
      value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  uint64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  std::string text = fmt::format("{}{}.{:0{}}", value < 0 ? "-" : "", magnitude / scale,
                                 magnitude % scale, decimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string printable(text);
  for (char& c : printable) {
    if (static_cast<uint8_t>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return printable;
}

size_t WidthOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

TextTable::TextTable(std::vector<std::string> header, std::vector<size_t> right_aligned)
    : right_aligned_(std::move(right_aligned)) {
  rows_.push_back(std::move(header));
}

void TextTable::Add(std::vector<std::string> row) {
  for (std::string& cell : row) cell = Printable(cell);
  rows_.push_back(std::move(row));
}

std::string TextTable::Text() const {
  std::vector<size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], WidthOf(row[i]));
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - WidthOf(row[i]), ' ');
      const bool right =
          std::find(right_aligned_.begin(), right_aligned_.end(), i) != right_aligned_.end();
      line += "  " + (right ? padding + row[i] : row[i] + padding);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string Bar(int64_t value, int64_t largest, int64_t width_max) {
  if (value <= 0 || largest <= 0) return "";
  const int64_t width = MultiplyDivide(value, width_max, largest).value_or(width_max);
  return std::string(static_cast<size_t>(std::clamp<int64_t>(width, 1, width_max)), '#');
}

std::string CountText(int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string QuantityText(int64_t quantity_milli) { return DecimalText(quantity_milli, 3); }

std::string PercentText(int64_t rate_ppm) { return DecimalText(rate_ppm, 4) + " %"; }

}  // namespace daybook::cli
