#include "tests/bench/document.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/check.h"

namespace daybook::bench {
namespace {

std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += fmt::format("\\{}", c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<int>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace

void Document::Add(std::string_view key, int64_t value) {
  fields_.push_back({std::string(key), {.text = fmt::format("{}", value), .documents = {}}});
}

void Document::Add(std::string_view key, double value, int decimals) {
  DAYBOOK_CHECK(std::isfinite(value));
  fields_.push_back(
      {std::string(key), {.text = fmt::format("{:.{}f}", value, decimals), .documents = {}}});
}

void Document::Add(std::string_view key, std::string_view text) {
  fields_.push_back({std::string(key), {.text = Quote(text), .documents = {}}});
}

void Document::Add(std::string_view key, const Document& value) {
  fields_.push_back({std::string(key), {.text = "", .documents = {value}}});
}

void Document::Add(std::string_view key, const std::vector<Document>& values) {
  fields_.push_back({std::string(key), {.text = "", .documents = values, .list = true}});
}

std::string Document::ToJson() const { return Render(0) + "\n"; }

std::string Document::Render(int indent) const {
  std::string text = "{";
  std::string_view separator = "\n";
  for (const auto& [key, value] : fields_) {
    text += fmt::format("{}{:{}}{}: {}", separator, "", indent + 2, Quote(key),
                        RenderValue(value, indent + 2));
    separator = ",\n";
  }
  return text + (fields_.empty() ? "}" : fmt::format("\n{:{}}}}", "", indent));
}

std::string Document::RenderValue(const Value& value, int indent) const {
  if (!value.text.empty()) return value.text;
  if (!value.list) return value.documents.front().Render(indent);
  std::string text = "[";
  std::string_view separator;
  for (const Document& document : value.documents) {
    text += separator;
    text += document.Render(indent);
    separator = ", ";
  }
  return text + "]";
}

}  // namespace daybook::bench
