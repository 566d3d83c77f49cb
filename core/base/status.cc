#include "core/base/status.h"

#include <algorithm>
#include <iterator>

#include "core/base/check.h"

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
};

// Characters of more than one byte, by their first; what follows the second byte is 0x80 to 0xbf
// (RFC 3629, section 4).
struct Utf8Row {
  uint8_t lead_max;
  uint8_t size;
  uint8_t second_min;
  uint8_t second_max;
};
constexpr uint8_t kUtf8LeadMin = 0xc2;
constexpr Utf8Row kUtf8Rows[] = {
    {0xdf, 2, 0x80, 0xbf}, {0xe0, 3, 0xa0, 0xbf}, {0xec, 3, 0x80, 0xbf}, {0xed, 3, 0x80, 0x9f},
    {0xef, 3, 0x80, 0xbf}, {0xf0, 4, 0x90, 0xbf}, {0xf3, 4, 0x80, 0xbf}, {0xf4, 4, 0x80, 0x8f},
};

bool IsBetween(char c, uint8_t min, uint8_t max) {
  return static_cast<uint8_t>(c) >= min && static_cast<uint8_t>(c) <= max;
}

// Returns how many bytes the character takes that `text` starts with, or 0 if it is not UTF-8.
size_t CharacterSize(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text.front());
  if (lead < 0x80) return 1;
  const auto row = std::find_if(std::begin(kUtf8Rows), std::end(kUtf8Rows),
                                [&](const Utf8Row& each) { return lead <= each.lead_max; });
  if (lead < kUtf8LeadMin || row == std::end(kUtf8Rows) || text.size() < row->size) return 0;
  const bool valid = IsBetween(text[1], row->second_min, row->second_max) &&
                     std::all_of(text.begin() + 2, text.begin() + row->size,
                                 [](char c) { return IsBetween(c, 0x80, 0xbf); });
  return valid ? row->size : 0;
}

// Returns `text` with '?' for each byte that is not UTF-8. What an error quotes may come from
// anywhere, and may be cut within a character; a peer cannot read a message whose text is not
// UTF-8.
std::string AsUtf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    if (size == 0) {
      valid.push_back('?');
    } else {
      valid.append(text.substr(0, size));
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return valid;
}

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
