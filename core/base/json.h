// JSON: one compact document, written in order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace daybook {

// Returns `text` as a JSON string, with its quotes.
std::string JsonText(std::string_view text);

// Writes one document. REQUIRES: the calls make one (a value follows each key).
class JsonWriter {
 public:
  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);
  JsonWriter& Text(std::string_view value);
  JsonWriter& Number(int64_t value);
  JsonWriter& Bool(bool value);

  const std::string& text() const { return text_; }

 private:
  JsonWriter& Begin(char bracket);
  JsonWriter& End(char bracket);
  JsonWriter& Value(std::string_view json);
  void Separate();

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace daybook
