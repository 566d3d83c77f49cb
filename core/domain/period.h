// A month or a year, once it is closed: its figures are those of its business days.
#pragma once

#include <cstdint>
#include <string>

#include "core/domain/draft.h"
#include "core/domain/period_aggregate.h"

namespace daybook::domain {

// Whether it is a month or a year from 2000 to 2199: the number yyyymm or yyyy.
bool IsPeriod(int32_t period);

// Returns the stream of a month or a year, key "2016-11" or "2016". REQUIRES: IsPeriod.
StreamId PeriodStream(int32_t period);

// What comes late on a business day is a supplement of the month and the year that were closed with
// it too.
void RecordOnClosedPeriods(const event::v1::DayTotals& figures, Draft& draft);

}  // namespace daybook::domain
