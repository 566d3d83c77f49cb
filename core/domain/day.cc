#include "core/domain/day.h"

#include <algorithm>

#include "core/domain/bounds.h"
#include "core/domain/totals.h"

namespace daybook::domain {
namespace {

using event::v1::Event;

void FoldOwn(Day& day, const Event& event) {
  ++day.version;
  switch (event.event_case()) {
    case Event::kBusinessDayOpened:
      day.state = DayState::kOpen;
      day.currency_code = event.business_day_opened().currency_code();
      return;
    case Event::kBusinessDayClosed:
      day.state = DayState::kClosed;
      day.totals = event.business_day_closed().totals();
      day.registers.clear();
      day.documents.clear();
      day.open_sales.clear();
      day.heard.clear();
      return;
    case Event::kBusinessDaySupplemented:
      return AddTotals(event.business_day_supplemented().totals(), day.totals);
    default:
      return;
  }
}

void CountOpenSale(Day& day, const StreamId& stream, bool opens) {
  day.open_sale_count += opens ? 1 : -1;
  const auto id = Uuid::FromBytes(stream.key);
  if (!id) return;
  if (!opens) {
    day.open_sales.erase(*id);
  } else if (day.open_sales.size() < kDayOpenSalesMax) {
    day.open_sales.insert(*id);
  }
}

// What begins counts on the date that it is recorded on, what ends on the date that it began.
void CountOpen(Day& day, bool recorded_today, const Event& event, const StreamId& stream) {
  const bool began_today = StartDateOf(event) == day.totals.business_date();
  switch (event.event_case()) {
    case Event::kSaleCreated:
      if (recorded_today) CountOpenSale(day, stream, true);
      return;
    case Event::kSaleCompleted:
    case Event::kSaleAbandoned:
      if (began_today) CountOpenSale(day, stream, false);
      return;
    case Event::kSaleCarriedOver:
      CountOpenSale(day, stream, began_today);
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

// Adds an event to the figures of its register.
void AddToRegister(Day& day, const event::v1::EntryHeader& header, const Event& event) {
  if (!CountsInTotals(event)) return;
  auto known = day.registers.find(header.register_());
  if (known == day.registers.end()) {
    const bool room = day.registers.size() + 1 < kDayRegistersMax;
    known = day.registers.try_emplace(room ? header.register_() : std::string(kOtherKey)).first;
    known->second.set_business_date(day.totals.business_date());
  }
  AddToTotals(header, event, known->second);
}

// Notes a document's number: "<store>-<register><series>-<counter>".
void NoteDocument(Day& day, const event::v1::DocumentIssued& document) {
  const std::string& number = document.number();
  const std::string series = number.substr(0, number.rfind('-'));
  const auto known = day.documents.find(series);
  if (known == day.documents.end() && day.documents.size() >= kDaySeriesMax) return;
  event::v1::DocumentRange& range = day.documents[series];
  const bool first = range.document_count() == 0;
  range.set_series(series);
  range.set_first_counter(first ? document.counter()
                                : std::min(range.first_counter(), document.counter()));
  range.set_last_counter(std::max(range.last_counter(), document.counter()));
  range.set_document_count(range.document_count() + 1);
}

// Notes how far the installation of an own command was heard.
void NoteHeard(Day& day, const event::v1::EntryHeader& header) {
  if (header.sequence() == 0) return;
  const auto known = day.heard.find(header.install_id());
  if (known == day.heard.end() && day.heard.size() >= kInstallationsMax) return;
  event::v1::InstallationHeard& heard =
      known == day.heard.end() ? day.heard[header.install_id()] : known->second;
  if (heard.sequence() >= header.sequence()) return;
  heard.set_install_id(header.install_id());
  heard.set_sequence(header.sequence());
  heard.set_digest(header.digest());
}

}  // namespace

bool ConcernsDay(const Event& event) {
  return event.has_sale_created() || event.has_sale_abandoned() || event.has_sale_carried_over() ||
         event.has_document_issued() || event.has_drawer_opened() || event.has_drawer_closed() ||
         StateAfter(event) != PaymentState::kNone || CountsInTotals(event);
}

int32_t StartDateOf(const Event& event) {
  switch (event.event_case()) {
    case Event::kSaleCompleted:
      return event.sale_completed().start_business_date();
    case Event::kSaleAbandoned:
      return event.sale_abandoned().start_business_date();
    case Event::kSaleCarriedOver:
      return event.sale_carried_over().to_business_date();
    case Event::kDrawerClosed:
      return event.drawer_closed().start_business_date();
    default:
      break;
  }
  const event::v1::Payment* payment = PaymentIn(event);
  return payment == nullptr ? 0 : payment->start_business_date();
}

void Evolve(Day& day, const event::v1::EntryHeader& header, const Event& event,
            const StreamId* elsewhere) {
  if (elsewhere == nullptr) return FoldOwn(day, event);
  // A closed day changes by its supplements alone, which are on its own stream.
  if (day.state != DayState::kOpen) return;
  const bool recorded_today = header.business_date() == day.totals.business_date();
  if (recorded_today) {
    AddToTotals(header, event, day.totals);
    AddToRegister(day, header, event);
    if (event.has_document_issued()) NoteDocument(day, event.document_issued());
    NoteHeard(day, header);
  }
  CountOpen(day, recorded_today, event, *elsewhere);
  const int32_t start_date = StartDateOf(event);
  const int32_t began = start_date == 0 ? header.business_date() : start_date;
  if (began == day.totals.business_date()) day.pending_payments.Evolve(event);
}

}  // namespace daybook::domain
