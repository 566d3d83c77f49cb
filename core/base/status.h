// The one vocabulary for failure in every layer below rpc/.
//
// A Status says what the caller may do next by its code, and what happened by its reason, a stable
// name that a till can switch on. The reason decides the code. rpc/ turns both into gRPC; nothing
// else knows that gRPC exists.
//
// Debian's absl::string_view is a class of its own, so text is std::string_view everywhere in our
// code and meets Abseil only in this folder.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/common/v1/error.pb.h"

namespace daybook {

using Reason = common::v1::ErrorReason;

// One named value of an error: text or a number.
struct ErrorValue {
  ErrorValue(std::string_view value_name, std::string_view text) : name(value_name), value(text) {}
  ErrorValue(std::string_view value_name, const char* text) : name(value_name), value(text) {}
  ErrorValue(std::string_view value_name, std::integral auto number)
      : name(value_name), value(std::to_string(number)) {}

  std::string name;
  std::string value;
};

// Returns an error for `reason`, with the code that belongs to it. Each "{name}" in `message` is
// replaced by the value of that name; every value also travels as metadata.
absl::Status Error(Reason reason, std::string_view message, std::vector<ErrorValue> values = {});

// Returns the reason that `status` carries, or ERROR_REASON_UNSPECIFIED.
Reason ReasonOf(const absl::Status& status);

// Returns the code of every error with this reason.
absl::StatusCode CodeOf(Reason reason);

// Returns the reason's name as it goes over the wire: "SALE_NOT_OPEN".
std::string_view ReasonName(Reason reason);

// Returns the reason of that name, or ERROR_REASON_UNSPECIFIED.
Reason ReasonFromName(std::string_view name);

// Returns what `status` carries, as it goes over the wire: one ErrorInfo, and a RetryInfo on
// RESOURCE_EXHAUSTED.
common::v1::ErrorStatus ToWire(const absl::Status& status);

// The reverse of ToWire; a code of 0 gives OK.
absl::Status FromWire(const common::v1::ErrorStatus& wire);

// Returns the value of that name, or an empty text.
std::string ErrorMetadata(const absl::Status& status, std::string_view name);

// Returns the error with one more value among its metadata, unless it has one of that name.
// REQUIRES: it is an error with a reason.
absl::Status WithValue(absl::Status status, ErrorValue value);

// Returns the message of `status` as our kind of text.
inline std::string_view MessageOf(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}

}  // namespace daybook

#define DAYBOOK_RETURN_IF_ERROR(expression)                                 \
  do {                                                                      \
    if (absl::Status daybook_status = (expression); !daybook_status.ok()) { \
      return daybook_status;                                                \
    }                                                                       \
  } while (false)

#define DAYBOOK_CONCAT_INNER(a, b) a##b
#define DAYBOOK_CONCAT(a, b) DAYBOOK_CONCAT_INNER(a, b)

// DAYBOOK_ASSIGN_OR_RETURN(const Sale sale, ReadSale(id)): declares, or returns the error.
#define DAYBOOK_ASSIGN_OR_RETURN(declaration, expression)                 \
  auto DAYBOOK_CONCAT(daybook_result_, __LINE__) = (expression);          \
  if (!DAYBOOK_CONCAT(daybook_result_, __LINE__).ok())                    \
    return std::move(DAYBOOK_CONCAT(daybook_result_, __LINE__)).status(); \
  declaration = *std::move(DAYBOOK_CONCAT(daybook_result_, __LINE__))
