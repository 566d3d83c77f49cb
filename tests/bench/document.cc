#include "tests/bench/document.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/check.h"
#include "core/base/json.h"

namespace daybook::bench {

void Document::Add(std::string_view key, int64_t value) {
  fields_.push_back({std::string(key), Kind::kScalar, fmt::format("{}", value), {}});
}

void Document::Add(std::string_view key, double value, int decimals) {
  DAYBOOK_CHECK(std::isfinite(value));
  fields_.push_back({std::string(key), Kind::kScalar, fmt::format("{:.{}f}", value, decimals), {}});
}

void Document::Add(std::string_view key, std::string_view text) {
  fields_.push_back({std::string(key), Kind::kScalar, JsonText(text), {}});
}

void Document::Add(std::string_view key, const Document& value) {
  fields_.push_back({std::string(key), Kind::kDocument, "", {value}});
}

void Document::Add(std::string_view key, const std::vector<Document>& values) {
  fields_.push_back({std::string(key), Kind::kList, "", values});
}

std::string Document::ToJson() const { return Render(0) + "\n"; }

std::string Document::Render(int indent) const {
  std::string text = "{";
  std::string_view separator = "\n";
  for (const Field& field : fields_) {
    text += fmt::format("{}{:{}}{}: {}", separator, "", indent + 2, JsonText(field.key),
                        RenderValue(field, indent + 2));
    separator = ",\n";
  }
  return text + (fields_.empty() ? "}" : fmt::format("\n{:{}}}}", "", indent));
}

std::string Document::RenderValue(const Field& field, int indent) {
  if (field.kind == Kind::kScalar) return field.scalar;
  if (field.kind == Kind::kDocument) return field.documents.front().Render(indent);
  std::string text = "[";
  std::string_view separator;
  for (const Document& document : field.documents) {
    text += separator;
    text += document.Render(indent);
    separator = ", ";
  }
  return text + "]";
}

}  // namespace daybook::bench
