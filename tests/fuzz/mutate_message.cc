#include "tests/fuzz/mutate_message.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace daybook::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A field of one message of the tree.
struct Place {
  Message* message;
  const FieldDescriptor* field;
};

constexpr int64_t kNumbers[] = {0,
                                1,
                                -1,
                                2,
                                99,
                                1000,
                                20161105,
                                20161106,
                                1'000'000'000,
                                INT32_MAX,
                                INT32_MIN,
                                INT64_MAX,
                                INT64_MIN,
                                1'000'000'000'000,
                                1'000'000'000'000'000,
                                9'000'000'000'000'000'000};
constexpr const char* kTexts[] = {"",     "x",    "GBP", "KRW",    "standard",
                                  "zero", "main", "é€😀", "{sale}", "nil-------------"};
constexpr size_t kLongBytes = 600;
constexpr int64_t kTriesMax = 8;

template <typename Values>
const auto& OneOf(const Values& values, SeededRandom& random) {
  return std::data(values)[random.Below(static_cast<int64_t>(std::size(values)))];
}

bool IsSet(const Place& place) {
  const Reflection& reflection = *place.message->GetReflection();
  if (place.field->is_repeated()) return reflection.FieldSize(*place.message, place.field) > 0;
  return reflection.HasField(*place.message, place.field);
}

// Adds all fields of `message`, set or not, and of the messages inside it.
void Collect(Message& message, std::vector<Place>& places) {
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = message.GetDescriptor()->field(i);
    const Place place{&message, field};
    places.push_back(place);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || !IsSet(place)) continue;
    if (!field->is_repeated()) Collect(*reflection.MutableMessage(&message, field), places);
    for (int k = 0; field->is_repeated() && k < reflection.FieldSize(message, field); ++k) {
      Collect(*reflection.MutableRepeatedMessage(&message, field, k), places);
    }
  }
}

void MutateRepeated(const Place& place, SeededRandom& random) {
  const Reflection& reflection = *place.message->GetReflection();
  const int size = reflection.FieldSize(*place.message, place.field);
  if (place.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
  if (size == 0) {
    reflection.AddMessage(place.message, place.field);
    return;
  }
  const int at = static_cast<int>(random.Below(size));
  switch (random.Below(3)) {
    case 0:
      reflection.AddMessage(place.message, place.field)
          ->CopyFrom(reflection.GetRepeatedMessage(*place.message, place.field, at));
      break;
    case 1:
      reflection.SwapElements(place.message, place.field, at, static_cast<int>(random.Below(size)));
      break;
    default:
      reflection.SwapElements(place.message, place.field, at, size - 1);
      reflection.RemoveLast(place.message, place.field);
  }
}

// Returns a number at some edge, or near `number`.
int64_t OtherNumber(int64_t number, SeededRandom& random) {
  if (random.Below(2) == 0) return OneOf(kNumbers, random);
  return static_cast<int64_t>(static_cast<uint64_t>(number) +
                              static_cast<uint64_t>(random.Below(5) - 2));
}

// Returns what another field of that type, text or bytes, holds; sometimes a text of the list or a
// very long one.
std::string OtherText(FieldDescriptor::Type type, const std::vector<Place>& places,
                      SeededRandom& random) {
  if (random.Below(8) == 0) return std::string(kLongBytes, 'x');
  for (int64_t tries = random.Below(kTriesMax); tries > 0; --tries) {
    const Place& other = OneOf(places, random);
    if (other.field->type() != type || other.field->is_repeated() || !IsSet(other)) continue;
    return other.message->GetReflection()->GetString(*other.message, other.field);
  }
  return OneOf(kTexts, random);
}

void MutateSingular(const Place& place, const std::vector<Place>& places, SeededRandom& random) {
  const Reflection& reflection = *place.message->GetReflection();
  Message* const message = place.message;
  const FieldDescriptor* const field = place.field;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (IsSet(place)) return reflection.ClearField(message, field);
      reflection.MutableMessage(message, field);
      return;
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(message, field, OtherText(field->type(), places, random));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(message, field,
                                 OtherNumber(reflection.GetInt64(*message, field), random));
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(
          message, field,
          static_cast<int32_t>(OtherNumber(reflection.GetInt32(*message, field), random)));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(message, field, static_cast<int>(random.Below(12)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(message, field, !reflection.GetBool(*message, field));
    default:
      return;  // The schema has no other types.
  }
}

}  // namespace

void MutateMessage(Message& message, SeededRandom& random) {
  std::vector<Place> places;
  Collect(message, places);
  if (places.empty()) return;
  Place place = OneOf(places, random);
  // What is set is worth more than what is not.
  for (int64_t tries = 0; tries < kTriesMax && !IsSet(place); ++tries)
    place = OneOf(places, random);
  if (place.field->is_repeated()) return MutateRepeated(place, random);
  MutateSingular(place, places, random);
}

}  // namespace daybook::fuzz
