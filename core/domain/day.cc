#include "core/domain/day.h"

#include "core/domain/totals.h"

namespace daybook::domain {
namespace {

using event::v1::Event;

void FoldOwn(Day& day, const Event& event) {
  ++day.version;
  switch (event.event_case()) {
    case Event::kBusinessDayOpened:
      day.state = DayState::kOpen;
      return;
    case Event::kBusinessDayClosed:
      day.state = DayState::kClosed;
      day.totals = event.business_day_closed().totals();
      return;
    case Event::kBusinessDaySupplemented:
      return AddTotals(event.business_day_supplemented().totals(), day.totals);
    default:
      return;
  }
}

// What begins counts on the date that it is recorded on, what ends on the date that it began.
void CountOpen(Day& day, bool recorded_today, const Event& event) {
  const bool began_today = StartDateOf(event) == day.totals.business_date();
  switch (event.event_case()) {
    case Event::kSaleCreated:
      day.open_sale_count += recorded_today;
      return;
    case Event::kSaleCompleted:
    case Event::kSaleAbandoned:
      day.open_sale_count -= began_today;
      return;
    case Event::kDrawerOpened:
      day.open_drawer_count += recorded_today;
      return;
    case Event::kDrawerClosed:
      day.open_drawer_count -= began_today;
      return;
    default:
      return;
  }
}

}  // namespace

bool ConcernsDay(const Event& event) {
  return event.has_sale_created() || event.has_sale_abandoned() || event.has_drawer_opened() ||
         event.has_drawer_closed() || StateAfter(event) != PaymentState::kNone ||
         CountsInTotals(event);
}

int32_t StartDateOf(const Event& event) {
  switch (event.event_case()) {
    case Event::kSaleCompleted:
      return event.sale_completed().start_business_date();
    case Event::kSaleAbandoned:
      return event.sale_abandoned().start_business_date();
    case Event::kDrawerClosed:
      return event.drawer_closed().start_business_date();
    default:
      break;
  }
  const event::v1::Payment* payment = PaymentIn(event);
  return payment == nullptr ? 0 : payment->start_business_date();
}

void Evolve(Day& day, const event::v1::EntryHeader& header, const Event& event, bool own_stream) {
  if (own_stream) return FoldOwn(day, event);
  // A closed day changes by its supplements alone, which are on its own stream.
  if (day.state != DayState::kOpen) return;
  const bool recorded_today = header.business_date() == day.totals.business_date();
  if (recorded_today) AddToTotals(header, event, day.totals);
  CountOpen(day, recorded_today, event);
  const int32_t start_date = StartDateOf(event);
  const int32_t began = start_date == 0 ? header.business_date() : start_date;
  if (began == day.totals.business_date()) day.pending_payments.Evolve(event);
}

}  // namespace daybook::domain
