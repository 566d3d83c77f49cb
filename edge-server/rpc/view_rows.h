// What the queries of the views have in common.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/business_date.h"
#include "core/base/status.h"

namespace daybook::rpc {

// Errors: FIELD_INVALID if it is none of the calendar.
inline absl::Status CheckDate(std::string_view field, int32_t date) {
  if (IsBusinessDate(date)) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "{field} is {date}; a date is such as 20161105",
               {{"field", field}, {"date", date}});
}

// Reads a row as it is stored. Errors: STORE_CORRUPT.
template <typename Message>
absl::Status Decode(std::string_view row, Message& message) {
  if (message.ParseFromArray(row.data(), static_cast<int>(row.size()))) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_STORE_CORRUPT, "a row of a view is unreadable");
}

}  // namespace daybook::rpc
