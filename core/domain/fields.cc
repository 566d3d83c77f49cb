#include "core/domain/fields.h"

#include <algorithm>

#include "core/base/business_date.h"
#include "core/base/money.h"
#include "core/base/names.h"
#include "core/domain/bounds.h"
#include "core/domain/subjects.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

constexpr int32_t kOffsetMinutesMax = 1'439;
constexpr int64_t kSecondsMin =
    -62'135'596'800;  // 0001-01-01, as google.protobuf.Timestamp has it.
constexpr int64_t kSecondsMax = 253'402'300'799;  // 9999-12-31.
constexpr int32_t kNanosMax = 999'999'999;
constexpr size_t kCurrencyBytesMax = 3;

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Whether the command may do without a business day.
bool NeedsNoDay(const Command& command) { return IsAboutGoods(command) || IsKitchensWork(command); }

absl::Status CheckBusinessDate(const Command& command) {
  if (command.business_date() == 0) {
    return NeedsNoDay(command) ? absl::OkStatus() : FieldMissing("business_date");
  }
  if (!IsBusinessDate(command.business_date())) {
    return FieldInvalid("business_date", "is not a day of the calendar, as the number yyyymmdd");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FieldMissing(std::string_view field) {
  return Error(Reason::ERROR_REASON_FIELD_MISSING, "{field} is missing", {{"field", field}});
}

absl::Status FieldInvalid(std::string_view field, std::string_view problem) {
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "{field} {problem}",
               {{"field", field}, {"problem", problem}});
}

absl::StatusOr<Uuid> ReadUuid(std::string_view field, std::string_view bytes) {
  if (bytes.empty()) return FieldMissing(field);
  const auto uuid = Uuid::FromBytes(bytes);
  if (!uuid || uuid->IsNil()) return FieldInvalid(field, "is not a UUID of 16 bytes");
  return *uuid;
}

absl::Status CheckTime(std::string_view field, const google::protobuf::Timestamp& time) {
  if (time.seconds() < kSecondsMin || time.seconds() > kSecondsMax || time.nanos() < 0 ||
      time.nanos() > kNanosMax) {
    return FieldInvalid(field, "is not a time of the calendar");
  }
  return absl::OkStatus();
}

absl::Status CheckEmployee(std::string_view field, std::string_view code) {
  if (code.empty()) return FieldMissing(field);
  if (IsName(code)) return absl::OkStatus();
  return FieldInvalid(field, "is no name: " + std::string(kNameRule));
}

absl::Status CheckText(std::string_view field, std::string_view text, size_t bytes_max) {
  if (text.size() > bytes_max) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{field} has {bytes} bytes, at most {bytes_max}",
                 {{"field", field}, {"bytes", text.size()}, {"bytes_max", bytes_max}});
  }
  if (std::ranges::any_of(text, IsControl)) {
    return FieldInvalid(field, "holds control characters");
  }
  return absl::OkStatus();
}

absl::Status CheckRequiredText(std::string_view field, std::string_view text, size_t bytes_max) {
  if (text.empty()) return FieldMissing(field);
  return CheckText(field, text, bytes_max);
}

absl::Status CheckQuantity(std::string_view field, int64_t quantity_milli) {
  if (quantity_milli == 0) return FieldMissing(field);
  if (quantity_milli < 0) return FieldInvalid(field, "is below 0");
  if (quantity_milli > kQuantityMilliMax) return FieldInvalid(field, "is too large");
  return absl::OkStatus();
}

absl::Status CheckRate(std::string_view field, int64_t rate_ppm, int64_t least_ppm) {
  if (rate_ppm >= least_ppm && rate_ppm <= kRatePpmMax) return absl::OkStatus();
  return FieldInvalid(field, "is no rate in parts per million: 10 % is 100000");
}

absl::Status CheckMoney(std::string_view field, const common::v1::Money& money,
                        std::string_view currency_code, int64_t least_minor) {
  if (money.currency_code().empty()) return FieldMissing(field);
  if (money.currency_code() != currency_code) {
    if (!CurrencyExponent(money.currency_code())) {
      return FieldInvalid(field, "names no currency of ISO 4217");
    }
    return Error(
        Reason::ERROR_REASON_CURRENCY_MISMATCH, "{field} is in {currency}, not {expected}",
        {{"field", field},
         {"currency", std::string_view(money.currency_code()).substr(0, kCurrencyBytesMax)},
         {"expected", currency_code}});
  }
  if (money.minor_units() < least_minor) {
    return FieldInvalid(field, least_minor == 0 ? "is below 0" : "is not above 0");
  }
  if (money.minor_units() > kAmountMinorMax) return FieldInvalid(field, "is too large");
  return absl::OkStatus();
}

absl::Status CheckAnyMoney(std::string_view field, const common::v1::Money& money,
                           int64_t least_minor) {
  const std::string& currency_code = money.currency_code();
  if (!currency_code.empty() && !CurrencyExponent(currency_code)) {
    return FieldInvalid(field, "names no currency of ISO 4217");
  }
  return CheckMoney(field, money, currency_code, least_minor);
}

absl::Status CheckEnvelope(const Command& command) {
  if (command.command_case() == Command::COMMAND_NOT_SET) {
    return Error(Reason::ERROR_REASON_COMMAND_UNREADABLE,
                 "the command is of no kind that this server knows");
  }
  if (!command.has_occur_time()) return FieldMissing("occur_time");
  DAYBOOK_RETURN_IF_ERROR(CheckTime("occur_time", command.occur_time()));
  if (command.utc_offset_minutes() < -kOffsetMinutesMax ||
      command.utc_offset_minutes() > kOffsetMinutesMax) {
    return FieldInvalid("utc_offset_minutes", "is not within a day");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckBusinessDate(command));
  DAYBOOK_RETURN_IF_ERROR(CheckText("approver", command.approver(), kCodeBytesMax));
  if (!command.correlation_id().empty()) {
    DAYBOOK_RETURN_IF_ERROR(ReadUuid("correlation_id", command.correlation_id()).status());
  }
  if (!command.approval_id().empty()) {
    DAYBOOK_RETURN_IF_ERROR(ReadUuid("approval_id", command.approval_id()).status());
  }
  return absl::OkStatus();
}

}  // namespace daybook::domain
