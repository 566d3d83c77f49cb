// The result of a run as one JSON document: fields in the order in which they were added.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::bench {

class Document {
 public:
  void Add(std::string_view key, int64_t value);
  // Writes at most `decimals` decimals. REQUIRES: a finite value.
  void Add(std::string_view key, double value, int decimals);
  void Add(std::string_view key, std::string_view text);
  void Add(std::string_view key, const Document& value);
  void Add(std::string_view key, const std::vector<Document>& values);

  // Returns the document, indented, with a newline at the end.
  std::string ToJson() const;

 private:
  std::string Render(int indent) const;

  enum class Kind { kScalar, kDocument, kList };
  struct Field {
    std::string key;
    Kind kind;
    std::string scalar;  // As JSON.
    std::vector<Document> documents;
  };
  static std::string RenderValue(const Field& field, int indent);

  std::vector<Field> fields_;
};

}  // namespace daybook::bench
