#include "core/base/business_date.h"

#include "fmt/format.h"

namespace daybook {

bool IsBusinessDate(int32_t business_date) {
  return business_date >= 20000101 && business_date < 22000101 &&
         BusinessDateOf(CivilDayOf(business_date)) == business_date;
}

std::string BusinessDateText(int32_t business_date) {
  return fmt::format("{:04}-{:02}-{:02}", business_date / 10000, business_date / 100 % 100,
                     business_date % 100);
}

absl::StatusOr<int32_t> ParseBusinessDate(std::string_view text) {
  int32_t date = 0;
  bool valid = text.size() == 10 && text[4] == '-' && text[7] == '-';
  for (size_t i = 0; valid && i < text.size(); ++i) {
    if (i == 4 || i == 7) continue;
    valid = text[i] >= '0' && text[i] <= '9';
    date = date * 10 + (text[i] - '0');
  }
  if (!valid || !IsBusinessDate(date)) {
    return Error(Reason::ERROR_REASON_FIELD_INVALID, "\"{date}\" is not a date such as 2016-11-05",
                 {{"date", text.substr(0, 40)}});
  }
  return date;
}

// What is no day of the calendar, Abseil moves to one.
absl::CivilDay CivilDayOf(int32_t business_date) {
  return absl::CivilDay(business_date / 10000, business_date / 100 % 100, business_date % 100);
}

int32_t BusinessDateOf(absl::CivilDay day) {
  return static_cast<int32_t>(day.year() * 10'000 + day.month() * int64_t{100} + day.day());
}

}  // namespace daybook
