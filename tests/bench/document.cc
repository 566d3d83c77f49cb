#include "tests/bench/document.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/check.h"
#include "core/base/json.h"

namespace daybook::bench {
void Document::Add(std::string_view key, int64_t value) {
  fields_.push_back({std::string(key), {.text = fmt::format("{}", value), .documents = {}}});
}

void Document::Add(std::string_view key, double value, int decimals) {
  DAYBOOK_CHECK(std::isfinite(value));
  fields_.push_back(
      {std::string(key), {.text = fmt::format("{:.{}f}", value, decimals), .documents = {}}});
}

void Document::Add(std::string_view key, std::string_view text) {
  fields_.push_back({std::string(key), {.text = JsonText(text), .documents = {}}});
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
    text += fmt::format("{}{:{}}{}: {}", separator, "", indent + 2, JsonText(key),
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
