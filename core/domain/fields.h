// Checks of single fields of a command. The error's metadata "field" names the field.
#pragma once

#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/common/v1/money.pb.h"
#include "daybook/edge/v1/command.pb.h"

namespace daybook::domain {

absl::Status FieldMissing(std::string_view field);
absl::Status FieldInvalid(std::string_view field, std::string_view problem);

// Reads a required UUID. Errors: FIELD_MISSING if empty, FIELD_INVALID if it is not 16 bytes or
// nil.
absl::StatusOr<Uuid> ReadUuid(std::string_view field, std::string_view bytes);

// An optional text. Errors: TOO_LARGE beyond `bytes_max`; FIELD_INVALID if it holds control
// characters.
absl::Status CheckText(std::string_view field, std::string_view text, size_t bytes_max);

// A required text. Errors: as CheckText; FIELD_MISSING if empty.
absl::Status CheckRequiredText(std::string_view field, std::string_view text, size_t bytes_max);

// A time that is present. Errors: FIELD_INVALID if it is none of the calendar.
absl::Status CheckTime(std::string_view field, const google::protobuf::Timestamp& time);

// A required code of an employee. Errors: FIELD_MISSING; FIELD_INVALID if it is no name.
absl::Status CheckEmployee(std::string_view field, std::string_view code);

// A quantity. Errors: FIELD_MISSING if 0; FIELD_INVALID below 0 or beyond kQuantityMilliMax.
absl::Status CheckQuantity(std::string_view field, int64_t quantity_milli);

// A rate in parts per million. Errors: FIELD_INVALID if it is not from `least_ppm` to kRatePpmMax.
absl::Status CheckRate(std::string_view field, int64_t rate_ppm, int64_t least_ppm);

// An amount. Errors: FIELD_MISSING without a currency; FIELD_INVALID if that is no currency of ISO
// 4217 or the amount is not from `least_minor` to kAmountMinorMax; CURRENCY_MISMATCH if the
// currency is not `currency_code`.
absl::Status CheckMoney(std::string_view field, const common::v1::Money& money,
                        std::string_view currency_code, int64_t least_minor);

// An amount in any currency. Errors: FIELD_MISSING without a currency; FIELD_INVALID as CheckMoney.
absl::Status CheckAnyMoney(std::string_view field, const common::v1::Money& money,
                           int64_t least_minor);

// What every command has: time, offset, business date, approver, correlation id. Errors:
// FIELD_MISSING, FIELD_INVALID, TOO_LARGE; COMMAND_UNREADABLE if there is no case that this version
// knows.
absl::Status CheckEnvelope(const edge::v1::Command& command);

}  // namespace daybook::domain
