// Commands on a business day. These two keep the day themselves: they do not open it by policy.
#include "core/base/business_date.h"
#include "core/domain/decide.h"
#include "core/domain/policies.h"

namespace daybook::domain {
namespace {

// Nothing of the day may be open: it would count after its closing.
absl::Status CheckNothingOpen(const Day& day) {
  if (day.open_sale_count > 0) {
    return Error(Reason::ERROR_REASON_SALES_OPEN, "{count} sales of the business day are open",
                 {{"count", day.open_sale_count}});
  }
  if (day.open_drawer_count > 0) {
    return Error(Reason::ERROR_REASON_DRAWERS_OPEN,
                 "{count} drawer sessions of the business day are open",
                 {{"count", day.open_drawer_count}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideCase(const edge::v1::OpenBusinessDay&, Draft& draft) {
  const int32_t business_date = draft.command().business_date();
  switch (draft.Find<Day>(DayStream(business_date)).state) {
    case DayState::kNotOpened:
      return OpenBusinessDay(draft);
    case DayState::kOpen:
      return absl::OkStatus();
    case DayState::kClosed:
      return draft.Object(BusinessDayIsClosed(business_date));
  }
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CloseBusinessDay&, Draft& draft) {
  const int32_t business_date = draft.command().business_date();
  if (draft.context().own) {
    return Error(Reason::ERROR_REASON_NOT_AN_OWN_COMMAND,
                 "a till cannot close the business day {date} by itself",
                 {{"date", BusinessDateText(business_date)}});
  }
  const StreamId stream = DayStream(business_date);
  const Day& day = draft.Find<Day>(stream);
  if (day.state == DayState::kClosed) return absl::OkStatus();
  if (day.state == DayState::kNotOpened) {
    return Error(Reason::ERROR_REASON_BUSINESS_DAY_NOT_OPEN, "the business day {date} is not open",
                 {{"date", BusinessDateText(business_date)}});
  }
  DAYBOOK_RETURN_IF_ERROR(CheckNothingOpen(day));

  event::v1::BusinessDayClosed& closed = *draft.Record(stream).mutable_business_day_closed();
  *closed.mutable_totals() = day.totals;
  *closed.mutable_pending_payments() = day.pending_payments.ToProto();
  return absl::OkStatus();
}

}  // namespace daybook::domain
