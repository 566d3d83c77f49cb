// The closing of a month or a year.
#include "core/base/business_date.h"
#include "core/domain/asks.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/documents.h"
#include "core/domain/fields.h"
#include "core/domain/period.h"
#include "core/domain/totals.h"
#include "fmt/format.h"

namespace daybook::domain {
namespace {

constexpr int32_t kMonthsPerYear = 12;
constexpr int32_t kDaysPerMonthMax = 31;

bool IsMonth(int32_t period) { return period > 9999; }

absl::Status PeriodIsOpen(int32_t period, std::string_view why) {
  return Error(Reason::ERROR_REASON_PERIOD_OPEN, "{period} cannot be closed: {why}",
               {{"period", PeriodStream(period).key}, {"why", why}});
}

// Adds a business day of the period, if it was ever opened. Errors: PERIOD_OPEN if it is not
// closed, CURRENCY_MISMATCH.
absl::Status AddDay(int32_t business_date, int32_t period, event::v1::PeriodClosed& closed,
                    const Draft& draft) {
  if (!IsBusinessDate(business_date)) return absl::OkStatus();
  const Day& day = draft.Find<Day>(DayStream(business_date));
  if (day.state == DayState::kNotOpened) return absl::OkStatus();
  if (day.state == DayState::kOpen) {
    return PeriodIsOpen(period, fmt::format("{} is open", BusinessDateText(business_date)));
  }
  if (day.currency_code != draft.config().currency_code()) {
    return Error(Reason::ERROR_REASON_CURRENCY_MISMATCH, "{date} is in {day_currency}",
                 {{"date", BusinessDateText(business_date)}, {"day_currency", day.currency_code}});
  }
  AddTotals(day.totals, *closed.mutable_totals());
  closed.set_day_count(closed.day_count() + 1);
  return absl::OkStatus();
}

absl::Status AddDays(int32_t month, int32_t period, event::v1::PeriodClosed& closed,
                     const Draft& draft) {
  for (int32_t day = 1; day <= kDaysPerMonthMax; ++day) {
    DAYBOOK_RETURN_IF_ERROR(AddDay(month * 100 + day, period, closed, draft));
  }
  return absl::OkStatus();
}

// Adds a month of a year, if anything was closed in it. Errors: PERIOD_OPEN if the month is not
// closed.
absl::Status AddMonth(int32_t month, int32_t year, event::v1::PeriodClosed& closed,
                      const Draft& draft) {
  event::v1::PeriodClosed of_month;
  DAYBOOK_RETURN_IF_ERROR(AddDays(month, year, of_month, draft));
  if (of_month.day_count() == 0) return absl::OkStatus();
  if (!draft.Find<Period>(PeriodStream(month)).closed) {
    return PeriodIsOpen(year, fmt::format("{} is not closed", PeriodStream(month).key));
  }
  AddTotals(of_month.totals(), *closed.mutable_totals());
  closed.set_day_count(closed.day_count() + of_month.day_count());
  return absl::OkStatus();
}

absl::StatusOr<event::v1::PeriodClosed> ClosedOf(int32_t period, const Draft& draft) {
  event::v1::PeriodClosed closed;
  closed.set_period(period);
  if (IsMonth(period)) {
    DAYBOOK_RETURN_IF_ERROR(AddDays(period, period, closed, draft));
  } else {
    for (int32_t month = 1; month <= kMonthsPerYear; ++month) {
      DAYBOOK_RETURN_IF_ERROR(AddMonth(period * 100 + month, period, closed, draft));
    }
  }
  if (closed.day_count() == 0) return PeriodIsOpen(period, "no business day was closed in it");
  return closed;
}

// Issues the store's closing document, with the perpetual totals as they stand.
void Issue(event::v1::PeriodClosed& closed, Draft& draft) {
  const auto& series = draft.Find<Series>(SeriesStream("", SeriesKind::kClosings));
  closed.set_perpetual_net_minor(series.perpetual_net_minor);
  closed.set_perpetual_absolute_minor(series.perpetual_absolute_minor);
  event::v1::DocumentIssued document;
  document.set_kind(event::v1::DOCUMENT_KIND_CLOSING);
  document.set_total_minor(closed.totals().total_minor());
  document.set_currency_code(series.currency_code);
  document.set_perpetual_net_minor(series.perpetual_net_minor);
  document.set_perpetual_absolute_minor(series.perpetual_absolute_minor);
  closed.set_document_number(IssueDocument("", SeriesKind::kClosings, std::move(document), draft));
}

void RecordOnClosed(int32_t period, const event::v1::DayTotals& figures, Draft& draft) {
  const StreamId stream = PeriodStream(period);
  if (!draft.Find<Period>(stream).closed) return;
  *draft.Record(stream).mutable_period_supplemented()->mutable_totals() = figures;
}

}  // namespace

bool IsPeriod(int32_t period) {
  return IsMonth(period) ? period < 1'000'000 && IsBusinessDate(period * 100 + 1)
                         : period > 0 && IsBusinessDate(period * 10'000 + 101);
}

StreamId PeriodStream(int32_t period) {
  return {Category::CATEGORY_PERIOD, IsMonth(period)
                                         ? fmt::format("{}-{:02}", period / 100, period % 100)
                                         : fmt::format("{}", period)};
}

void RecordOnClosedPeriods(const event::v1::DayTotals& figures, Draft& draft) {
  const int32_t month = figures.business_date() / 100;
  RecordOnClosed(month, figures, draft);
  RecordOnClosed(month / 100, figures, draft);
}

void Evolve(Period& period, const event::v1::Event& event) {
  ++period.version;
  if (event.has_period_closed()) {
    period.closed = true;
    period.totals = event.period_closed().totals();
  } else if (event.has_period_supplemented()) {
    AddTotals(event.period_supplemented().totals(), period.totals);
  }
}

absl::Status DecideCase(const edge::v1::ClosePeriod& close, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, "that a month or a year is over"));
  if (close.period() == 0) return FieldMissing("period");
  if (!IsPeriod(close.period())) {
    return FieldInvalid("period",
                        "is no month or year of the calendar, as the number yyyymm or yyyy");
  }
  const StreamId stream = PeriodStream(close.period());
  if (draft.Find<Period>(stream).closed) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(event::v1::PeriodClosed closed, ClosedOf(close.period(), draft));
  Issue(closed, draft);
  *draft.Record(stream).mutable_period_closed() = std::move(closed);
  return absl::OkStatus();
}

}  // namespace daybook::domain
