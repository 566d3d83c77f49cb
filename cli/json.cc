#include "cli/json.h"

#include <cctype>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/entry/stream_id.h"
#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

namespace daybook::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;
using ProtoMessage = google::protobuf::Message;

std::string Hex(std::string_view bytes) {
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<uint8_t>(byte));
  return hex;
}

// Ids are written as UUIDs, everything else in hexadecimal.
std::string BytesText(const FieldDescriptor& field, std::string_view bytes) {
  const bool is_id = std::string_view(field.name()).ends_with("_id");
  const auto uuid = is_id ? Uuid::FromBytes(bytes) : std::nullopt;
  return uuid ? uuid->ToText() : Hex(bytes);
}

std::string DateText(int32_t business_date) {
  return business_date == 0 ? "" : BusinessDateText(business_date);
}

std::string TimeText(const google::protobuf::Timestamp& timestamp) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", FromTimestamp(timestamp), absl::UTCTimeZone());
}

bool IsBusinessDateField(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 &&
         std::string_view(field.name()).ends_with("business_date");
}

// One value of a field: the element `index` of a list, or the field itself if index is -1.
class FieldValue {
 public:
  FieldValue(const ProtoMessage& message, const FieldDescriptor& field, int index)
      : message_(message), reflection_(*message.GetReflection()), field_(field), index_(index) {}

  int64_t Integer() const {
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return index_ < 0 ? reflection_.GetInt32(message_, &field_)
                          : reflection_.GetRepeatedInt32(message_, &field_, index_);
      case FieldDescriptor::CPPTYPE_ENUM:
        return index_ < 0 ? reflection_.GetEnumValue(message_, &field_)
                          : reflection_.GetRepeatedEnumValue(message_, &field_, index_);
      default:
        return index_ < 0 ? reflection_.GetInt64(message_, &field_)
                          : reflection_.GetRepeatedInt64(message_, &field_, index_);
    }
  }
  bool Bool() const { return reflection_.GetBool(message_, &field_); }
  std::string Text() const {
    return index_ < 0 ? reflection_.GetString(message_, &field_)
                      : reflection_.GetRepeatedString(message_, &field_, index_);
  }
  const ProtoMessage& Message() const {
    return index_ < 0 ? reflection_.GetMessage(message_, &field_)
                      : reflection_.GetRepeatedMessage(message_, &field_, index_);
  }

 private:
  const ProtoMessage& message_;
  const Reflection& reflection_;
  const FieldDescriptor& field_;
  const int index_;
};

const google::protobuf::Timestamp* AsTimestamp(const ProtoMessage& message) {
  return google::protobuf::DynamicCastToGenerated<google::protobuf::Timestamp>(&message);
}

// Writes the value; numbers are those of the protos: int32, int64, bool and enums.
void WriteValue(const FieldValue& value, const FieldDescriptor& field, JsonWriter& json) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      json.Bool(value.Bool());
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      json.Text(EnumText(*field.enum_type(), static_cast<int>(value.Integer())));
      return;
    case FieldDescriptor::CPPTYPE_STRING:
      json.Text(field.type() == FieldDescriptor::TYPE_BYTES ? BytesText(field, value.Text())
                                                            : value.Text());
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (const auto* timestamp = AsTimestamp(value.Message())) {
        json.Text(TimeText(*timestamp));
      } else {
        json.Message(value.Message());
      }
      return;
    default:
      if (IsBusinessDateField(field)) {
        json.Text(DateText(static_cast<int32_t>(value.Integer())));
      } else {
        json.Number(value.Integer());
      }
  }
}

std::string BriefValue(const FieldValue& value, const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "yes";
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumText(*field.enum_type(), static_cast<int>(value.Integer()));
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? BytesText(field, value.Text())
                                                         : value.Text();
    default:
      return IsBusinessDateField(field) ? DateText(static_cast<int32_t>(value.Integer()))
                                        : fmt::format("{}", value.Integer());
  }
}

void AddBrief(const ProtoMessage& message, std::string_view prefix, std::string& text) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = fmt::format("{}{}", prefix, field->name());
    if (field->is_repeated()) {
      const int count = message.GetReflection()->FieldSize(message, field);
      text += fmt::format(" {}[{}]", name, count);
      continue;
    }
    const FieldValue value(message, *field, -1);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      text += fmt::format(" {}={}", name, BriefValue(value, *field));
    } else if (const auto* timestamp = AsTimestamp(value.Message())) {
      text += fmt::format(" {}={}", name, TimeText(*timestamp));
    } else {
      AddBrief(value.Message(), name + ".", text);
    }
  }
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + 2);
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      escaped += '\\';
      escaped += c;
    } else if (static_cast<uint8_t>(c) < 0x20) {
      escaped += fmt::format("\\u{:04x}", static_cast<int>(c));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// "SaleState" gives "SALE_STATE_".
std::string EnumPrefix(std::string_view type_name) {
  std::string prefix;
  for (const char c : type_name) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !prefix.empty()) prefix += '_';
    prefix += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return prefix + "_";
}

}  // namespace

void JsonWriter::Separate() {
  if (needs_comma_) text_ += ',';
  needs_comma_ = true;
}

JsonWriter& JsonWriter::BeginObject() {
  Separate();
  text_ += '{';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  text_ += '}';
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  Separate();
  text_ += '[';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  text_ += ']';
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Separate();
  text_ += fmt::format("\"{}\":", Escaped(key));
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Text(std::string_view value) {
  Separate();
  text_ += fmt::format("\"{}\"", Escaped(value));
  return *this;
}

JsonWriter& JsonWriter::Number(int64_t value) {
  Separate();
  text_ += fmt::format("{}", value);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  Separate();
  text_ += value ? "true" : "false";
  return *this;
}

void JsonWriter::Field(const ProtoMessage& message, const FieldDescriptor& field) {
  if (field.has_presence() && !message.GetReflection()->HasField(message, &field)) return;
  Key(field.name());
  if (!field.is_repeated()) {
    WriteValue(FieldValue(message, field, -1), field, *this);
    return;
  }
  BeginArray();
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
    WriteValue(FieldValue(message, field, i), field, *this);
  }
  EndArray();
}

JsonWriter& JsonWriter::Message(const ProtoMessage& message, std::string_view left_out) {
  BeginObject();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (field.name() != left_out) Field(message, field);
  }
  return EndObject();
}

std::string BriefText(const ProtoMessage& message) {
  std::string text;
  AddBrief(message, "", text);
  return text.empty() ? text : text.substr(1);
}

std::string EnumText(const EnumDescriptor& type, int number) {
  const auto* value = type.FindValueByNumber(number);
  if (value == nullptr) return fmt::format("{}", number);
  const std::string prefix = EnumPrefix(type.name());
  std::string text = value->name();
  if (text.starts_with(prefix)) text = text.substr(prefix.size());
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace daybook::cli
