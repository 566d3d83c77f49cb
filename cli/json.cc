#include "cli/json.h"

#include <cctype>

#include "core/base/business_date.h"
#include "core/base/clock.h"
#include "core/base/hex.h"
#include "core/base/ids.h"
#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

namespace daybook::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;
using ProtoMessage = google::protobuf::Message;

// Ids are written as UUIDs, everything else in hexadecimal.
std::string BytesText(const FieldDescriptor& field, std::string_view bytes) {
  const bool is_id = std::string_view(field.name()).ends_with("_id");
  const auto uuid = is_id ? Uuid::FromBytes(bytes) : std::nullopt;
  return uuid ? uuid->ToText() : ToHex(bytes);
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
        WriteMessage(value.Message(), json);
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

void WriteField(const ProtoMessage& message, const FieldDescriptor& field, JsonWriter& json) {
  const Reflection& reflection = *message.GetReflection();
  if (field.has_presence() && !reflection.HasField(message, &field)) return;
  json.Key(field.name());
  if (!field.is_repeated()) return WriteValue(FieldValue(message, field, -1), field, json);
  json.BeginArray();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    WriteValue(FieldValue(message, field, i), field, json);
  }
  json.EndArray();
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

void WriteMessage(const ProtoMessage& message, JsonWriter& json, std::string_view left_out) {
  json.BeginObject();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (field.name() != left_out) WriteField(message, field, json);
  }
  json.EndObject();
}

std::string MessageJson(const ProtoMessage& message) {
  JsonWriter json;
  WriteMessage(message, json);
  return json.text();
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
