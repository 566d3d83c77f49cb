// JSON as the command line writes it: one compact document, snake_case keys, integers as numbers,
// ids and hashes as text that people use elsewhere too (UUIDs, hexadecimal), dates as "2016-11-05".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace daybook::cli {

// Writes one document, in order. REQUIRES: the calls make a document (a value follows each key).
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

  // Writes a message as an object: every field that cannot be absent, and the others where present,
  // but for the one that is called `left_out`.
  JsonWriter& Message(const google::protobuf::Message& message, std::string_view left_out = {});

  const std::string& text() const { return text_; }

 private:
  void Separate();
  void Field(const google::protobuf::Message& message,
             const google::protobuf::FieldDescriptor& field);

  std::string text_;
  bool needs_comma_ = false;
};

// Returns the message as one line for people: "line.sku=CAFE-023 line.name=Coffee". What is absent,
// empty or 0 is left out; of a list, how long it is.
std::string BriefText(const google::protobuf::Message& message);

// Returns an enum value without its type's prefix, in lower case: SALE_STATE_OPEN gives "open". A
// value that this version does not know gives its number.
std::string EnumText(const google::protobuf::EnumDescriptor& type, int number);

}  // namespace daybook::cli
