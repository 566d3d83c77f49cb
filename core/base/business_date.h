// A business date: the day of the calendar on which something counts, as the number yyyymmdd. 0
// stands for none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "core/base/status.h"

namespace daybook {

// Whether `business_date` is a day of the calendar from 2000 to 2199.
bool IsBusinessDate(int32_t business_date);

// Writes 20161105 as "2016-11-05".
std::string BusinessDateText(int32_t business_date);

// Reads "2016-11-05". Errors: FIELD_INVALID.
absl::StatusOr<int32_t> ParseBusinessDate(std::string_view text);

// The same day as Abseil has it, and back.
absl::CivilDay CivilDayOf(int32_t business_date);
int32_t BusinessDateOf(absl::CivilDay day);

}  // namespace daybook
