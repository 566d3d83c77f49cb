#include "core/base/status.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/utf8.h"

namespace daybook {
namespace {

constexpr char kErrorInfoType[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kRetryInfoType[] = "type.googleapis.com/google.rpc.RetryInfo";
constexpr std::string_view kReasonPrefix = "ERROR_REASON_";
constexpr int kRetryDelayNanos = 50'000'000;

struct CodeRange {
  int first_reason;
  absl::StatusCode code;
};

// Ordered by reason; error.proto says the same in words.
constexpr CodeRange kCodeRanges[] = {
    {1, absl::StatusCode::kInvalidArgument},
    {20, absl::StatusCode::kNotFound},
    {40, absl::StatusCode::kAlreadyExists},
    {60, absl::StatusCode::kFailedPrecondition},
    {90, absl::StatusCode::kAborted},
    {91, absl::StatusCode::kOutOfRange},
    {100, absl::StatusCode::kResourceExhausted},
    {120, absl::StatusCode::kUnavailable},
    {140, absl::StatusCode::kPermissionDenied},
    {150, absl::StatusCode::kUnauthenticated},
    {160, absl::StatusCode::kDataLoss},
    {180, absl::StatusCode::kInternal},
    {200, absl::StatusCode::kFailedPrecondition},
};

// One pass, so that a value with braces in it stays what it is.
std::string Fill(std::string_view message, const std::vector<ErrorValue>& values) {
  std::string filled;
  while (!message.empty()) {
    const size_t open = std::min(message.find('{'), message.size());
    filled += message.substr(0, open);
    message.remove_prefix(open);
    const size_t close = message.find('}');
    const std::string_view name =
        close == std::string_view::npos ? "" : message.substr(1, close - 1);
    const auto value = std::ranges::find(values, name, &ErrorValue::name);
    const bool known = value != values.end();
    filled += known ? std::string_view(value->value) : message.substr(0, 1);
    message.remove_prefix(known ? close + 1 : std::min<size_t>(1, message.size()));
  }
  return filled;
}

common::v1::ErrorInfo InfoOf(const absl::Status& status) {
  common::v1::ErrorInfo info;
  if (const auto payload = status.GetPayload(kErrorInfoType)) {
    info.ParseFromString(std::string(*payload));
  }
  return info;
}

}  // namespace

absl::StatusCode CodeOf(Reason reason) {
  absl::StatusCode code = absl::StatusCode::kUnknown;
  for (const CodeRange& range : kCodeRanges) {
    if (reason >= range.first_reason) code = range.code;
  }
  return code;
}

std::string_view ReasonName(Reason reason) {
  return std::string_view(common::v1::ErrorReason_Name(reason)).substr(kReasonPrefix.size());
}

Reason ReasonFromName(std::string_view name) {
  Reason reason = Reason::ERROR_REASON_UNSPECIFIED;
  common::v1::ErrorReason_Parse(std::string(kReasonPrefix) + std::string(name), &reason);
  return reason;
}

absl::Status Error(Reason reason, std::string_view message, std::vector<ErrorValue> values) {
  DAYBOOK_CHECK(reason != Reason::ERROR_REASON_UNSPECIFIED);
  // What an error quotes may come from anywhere, and may be cut within a character; a peer cannot
  // read a message whose text is not UTF-8.
  for (ErrorValue& value : values) value.value = AsUtf8(value.value);
  const std::string filled = Fill(message, values);
  absl::Status status(CodeOf(reason), absl::string_view(filled.data(), filled.size()));
  common::v1::ErrorInfo info;
  info.set_reason(std::string(ReasonName(reason)));
  info.set_domain("daybook");
  for (ErrorValue& value : values) (*info.mutable_metadata())[value.name] = std::move(value.value);
  status.SetPayload(kErrorInfoType, absl::Cord(info.SerializeAsString()));
  return status;
}

Reason ReasonOf(const absl::Status& status) { return ReasonFromName(InfoOf(status).reason()); }

std::string ErrorMetadata(const absl::Status& status, std::string_view name) {
  const common::v1::ErrorInfo info = InfoOf(status);
  const auto found = info.metadata().find(std::string(name));
  return found == info.metadata().end() ? "" : found->second;
}

absl::Status WithValue(absl::Status status, ErrorValue value) {
  common::v1::ErrorInfo info = InfoOf(status);
  DAYBOOK_CHECK(!info.reason().empty());
  info.mutable_metadata()->insert({value.name, AsUtf8(value.value)});
  status.SetPayload(kErrorInfoType, absl::Cord(info.SerializeAsString()));
  return status;
}

common::v1::ErrorStatus ToWire(const absl::Status& status) {
  common::v1::ErrorStatus wire;
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(std::string(MessageOf(status)));
  if (const auto payload = status.GetPayload(kErrorInfoType)) {
    common::v1::ErrorDetail& detail = *wire.add_details();
    detail.set_type_url(kErrorInfoType);
    detail.set_value(std::string(*payload));
  }
  if (status.code() == absl::StatusCode::kResourceExhausted) {
    common::v1::RetryInfo retry;
    retry.mutable_retry_delay()->set_nanos(kRetryDelayNanos);
    common::v1::ErrorDetail& detail = *wire.add_details();
    detail.set_type_url(kRetryInfoType);
    detail.set_value(retry.SerializeAsString());
  }
  return wire;
}

absl::Status FromWire(const common::v1::ErrorStatus& wire) {
  absl::Status status(static_cast<absl::StatusCode>(wire.code()), wire.message());
  for (const common::v1::ErrorDetail& detail : wire.details()) {
    if (detail.type_url() == kErrorInfoType) {
      status.SetPayload(kErrorInfoType, absl::Cord(detail.value()));
    }
  }
  return status;
}

}  // namespace daybook
