#include "tests/compat/proto_compat.h"

#include <string_view>

#include "fmt/format.h"

namespace daybook::compat {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::EnumValueDescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::MethodDescriptorProto;
using google::protobuf::ServiceDescriptorProto;

constexpr std::string_view kOurPackages = "daybook.";

// Returns the element of that name, or null.
template <typename Elements>
auto FindByName(const Elements& elements, std::string_view name) -> decltype(&elements.Get(0)) {
  for (const auto& element : elements) {
    if (element.name() == name) return &element;
  }
  return nullptr;
}

// Whether `type`, a message or an enum, reserves the name.
template <typename Type>
bool ReservesName(const Type& type, std::string_view name) {
  for (const std::string& reserved : type.reserved_name()) {
    if (reserved == name) return true;
  }
  return false;
}

// Whether the numbers from `first` to `last` are reserved. Ranges of an enum include their end.
template <typename Type>
bool ReservesNumbers(const Type& type, int first, int last) {
  constexpr int kPastEnd = std::is_same_v<Type, EnumDescriptorProto> ? 0 : 1;
  for (const auto& range : type.reserved_range()) {
    if (range.start() <= first && last <= range.end() - kPastEnd) return true;
  }
  return false;
}

// Returns the name of the oneof that `field` belongs to, or an empty text.
std::string_view OneofOf(const DescriptorProto& message, const FieldDescriptorProto& field) {
  if (!field.has_oneof_index()) return {};
  return message.oneof_decl(field.oneof_index()).name();
}

class Comparison {
 public:
  void CompareFile(const FileDescriptorProto& released, const FileDescriptorProto& current) {
    const std::string& file = released.name();
    if (current.package() != released.package()) Broken(file, "the package changed");
    for (const DescriptorProto& message : released.message_type()) {
      CompareNamed(file, message, current.message_type(), &Comparison::CompareMessage);
    }
    for (const EnumDescriptorProto& type : released.enum_type()) {
      CompareNamed(file, type, current.enum_type(), &Comparison::CompareEnum);
    }
    for (const ServiceDescriptorProto& service : released.service()) {
      CompareNamed(file, service, current.service(), &Comparison::CompareService);
    }
  }

  void Broken(std::string_view where, std::string_view what) {
    broken_.push_back(fmt::format("{}: {}", where, what));
  }

  std::vector<std::string> TakeBroken() { return std::move(broken_); }

 private:
  // Compares `released` with the element of its name, wherein `compare` looks for the rest.
  template <typename Element, typename Elements, typename Compare>
  void CompareNamed(const std::string& outer, const Element& released, const Elements& current,
                    Compare compare) {
    const std::string where = fmt::format("{}: {}", outer, released.name());
    const auto* const found = FindByName(current, released.name());
    if (found == nullptr) return Broken(where, "is gone");
    (this->*compare)(where, released, *found);
  }

  void CompareMessage(const std::string& where, const DescriptorProto& released,
                      const DescriptorProto& current) {
    for (const FieldDescriptorProto& field : released.field()) {
      CompareField(where, released, field, current);
    }
    for (const DescriptorProto& message : released.nested_type()) {
      CompareNamed(where, message, current.nested_type(), &Comparison::CompareMessage);
    }
    for (const EnumDescriptorProto& type : released.enum_type()) {
      CompareNamed(where, type, current.enum_type(), &Comparison::CompareEnum);
    }
    for (const auto& range : released.reserved_range()) {
      KeepReserved(where, current, range.start(), range.end() - 1);
    }
    KeepReservedNames(where, released, current);
  }

  void CompareField(const std::string& outer, const DescriptorProto& released_message,
                    const FieldDescriptorProto& released, const DescriptorProto& current_message) {
    const std::string where = fmt::format("{}.{}", outer, released.name());
    const FieldDescriptorProto* const current =
        FindByName(current_message.field(), released.name());
    if (current == nullptr) return CheckReserved(where, released, current_message);
    if (current->number() != released.number()) Broken(where, "the number changed");
    if (current->type() != released.type() || current->type_name() != released.type_name()) {
      Broken(where, "the type changed");
    }
    if (current->label() != released.label() ||
        current->proto3_optional() != released.proto3_optional()) {
      Broken(where, "the label changed");
    }
    if (current->json_name() != released.json_name()) Broken(where, "the JSON name changed");
    if (OneofOf(current_message, *current) != OneofOf(released_message, released)) {
      Broken(where, "the oneof changed");
    }
  }

  void CompareEnum(const std::string& where, const EnumDescriptorProto& released,
                   const EnumDescriptorProto& current) {
    for (const EnumValueDescriptorProto& value : released.value()) {
      const std::string value_where = fmt::format("{}.{}", where, value.name());
      const EnumValueDescriptorProto* const found = FindByName(current.value(), value.name());
      if (found == nullptr) {
        CheckReserved(value_where, value, current);
      } else if (found->number() != value.number()) {
        Broken(value_where, "the number changed");
      }
    }
    for (const auto& range : released.reserved_range()) {
      KeepReserved(where, current, range.start(), range.end());
    }
    KeepReservedNames(where, released, current);
  }

  void CompareService(const std::string& where, const ServiceDescriptorProto& released,
                      const ServiceDescriptorProto& current) {
    for (const MethodDescriptorProto& method : released.method()) {
      CompareNamed(where, method, current.method(), &Comparison::CompareMethod);
    }
  }

  void CompareMethod(const std::string& where, const MethodDescriptorProto& released,
                     const MethodDescriptorProto& current) {
    if (current.input_type() != released.input_type()) Broken(where, "the request changed");
    if (current.output_type() != released.output_type()) Broken(where, "the response changed");
    if (current.client_streaming() != released.client_streaming() ||
        current.server_streaming() != released.server_streaming()) {
      Broken(where, "the streaming changed");
    }
  }

  // What was removed, a field or a value of an enum, has left its number and its name reserved.
  template <typename Element, typename Type>
  void CheckReserved(const std::string& where, const Element& removed, const Type& type) {
    if (!ReservesNumbers(type, removed.number(), removed.number())) {
      Broken(where, fmt::format("is gone, and its number {} is not reserved", removed.number()));
    }
    if (!ReservesName(type, removed.name())) Broken(where, "is gone, and its name is not reserved");
  }

  template <typename Type>
  void KeepReserved(const std::string& where, const Type& current, int first, int last) {
    for (int number = first; number <= last; ++number) {
      if (ReservesNumbers(current, number, number)) continue;
      return Broken(where, fmt::format("the number {} is no longer reserved", number));
    }
  }

  template <typename Type>
  void KeepReservedNames(const std::string& where, const Type& released, const Type& current) {
    for (const std::string& name : released.reserved_name()) {
      if (!ReservesName(current, name)) {
        Broken(where, fmt::format("the name {} is no longer reserved", name));
      }
    }
  }

  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> BrokenPromises(const FileDescriptorSet& released,
                                        const FileDescriptorSet& current) {
  Comparison comparison;
  for (const FileDescriptorProto& file : released.file()) {
    if (!file.package().starts_with(kOurPackages)) continue;
    const FileDescriptorProto* const found = FindByName(current.file(), file.name());
    if (found == nullptr) {
      comparison.Broken(file.name(), "is gone");
    } else {
      comparison.CompareFile(file, *found);
    }
  }
  return comparison.TakeBroken();
}

}  // namespace daybook::compat
