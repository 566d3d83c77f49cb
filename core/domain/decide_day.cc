// Commands on a business day. These two keep the day themselves: they do not open it by policy.
#include "core/base/business_date.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/period.h"
#include "core/domain/policies.h"
#include "core/domain/totals.h"

namespace daybook::domain {
namespace {

// No sale of the day may be open, unless all of them go on to another.
absl::Status CheckSales(const Day& day, const Draft& draft) {
  const bool listed = static_cast<size_t>(day.open_sale_count) == day.open_sales.size();
  if (day.open_sale_count <= 0 || (draft.config().carry_over_open_sales() && listed)) {
    return absl::OkStatus();
  }
  return Error(Reason::ERROR_REASON_SALES_OPEN, "{count} sales of the business day are open",
               {{"count", day.open_sale_count}});
}

absl::Status CheckDrawers(const Day& day) {
  if (day.open_drawer_count <= 0) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_DRAWERS_OPEN,
               "{count} drawer sessions of the business day are open",
               {{"count", day.open_drawer_count}});
}

// Records that the sales that are open go on to the next day, which is opened if nobody has.
absl::Status CarryOver(const Day& day, int32_t next_business_date, Draft& draft) {
  const bool is_later =
      IsBusinessDate(next_business_date) && next_business_date > day.totals.business_date();
  if (next_business_date != 0 && !is_later) {
    return FieldInvalid("next_business_date", "is no later day of the calendar");
  }
  if (day.open_sales.empty()) return absl::OkStatus();
  if (next_business_date == 0) return FieldMissing("next_business_date");
  const DayState next = draft.Find<Day>(DayStream(next_business_date)).state;
  if (next == DayState::kClosed) return BusinessDayIsClosed(next_business_date);
  if (next == DayState::kNotOpened) {
    DAYBOOK_RETURN_IF_ERROR(OpenBusinessDay(next_business_date, draft));
  }
  for (const Uuid& sale_id : day.open_sales) {
    event::v1::SaleCarriedOver& carried = *draft.RecordOnSale(sale_id).mutable_sale_carried_over();
    carried.set_from_business_date(day.totals.business_date());
    carried.set_to_business_date(next_business_date);
  }
  return absl::OkStatus();
}

event::v1::DocumentIssued ClosingOf(const event::v1::DayTotals& totals) {
  event::v1::DocumentIssued document;
  document.set_kind(event::v1::DOCUMENT_KIND_CLOSING);
  document.set_total_minor(totals.total_minor());
  return document;
}

// Returns the store's closings so far; nothing of them if they were in another currency.
Series PerpetualIn(std::string_view currency_code, const Draft& draft) {
  const auto& series = draft.Find<Series>(SeriesStream("", SeriesKind::kClosings));
  return series.currency_code == currency_code ? series : Series();
}

// Issues a closing document for each register that has a name, and one for the store with the
// perpetual totals.
void IssueClosings(event::v1::BusinessDayClosed& closed, Draft& draft) {
  for (event::v1::RegisterClosing& closing : *closed.mutable_registers()) {
    const bool is_one = !closing.register_().empty() && closing.register_() != kOtherKey;
    if (!is_one) continue;
    closing.set_document_number(IssueDocument(closing.register_(), SeriesKind::kClosings,
                                              ClosingOf(closing.totals()), draft));
  }
  const Series before = PerpetualIn(draft.config().currency_code(), draft);
  closed.set_perpetual_net_minor(
      AddClamped(before.perpetual_net_minor, closed.totals().total_minor()));
  closed.set_perpetual_absolute_minor(
      AddClamped(before.perpetual_absolute_minor, AbsoluteOf(closed.totals())));
  event::v1::DocumentIssued document = ClosingOf(closed.totals());
  document.set_currency_code(draft.config().currency_code());
  document.set_perpetual_net_minor(closed.perpetual_net_minor());
  document.set_perpetual_absolute_minor(closed.perpetual_absolute_minor());
  closed.set_document_number(IssueDocument("", SeriesKind::kClosings, std::move(document), draft));
}

// Lists how far the tills were heard, and those that were not.
void AddHeard(const Day& day, const edge::v1::ShopConfig& shop,
              event::v1::BusinessDayClosed& closed) {
  for (const auto& [install_id, heard] : day.heard) *closed.add_heard() = heard;
  for (const edge::v1::InstallationConfig& installation : shop.installations()) {
    const auto id = Uuid::Parse(installation.install_id());
    if (id && !day.heard.contains(std::string(id->AsBytes()))) {
      closed.add_not_heard(std::string(id->AsBytes()));
    }
  }
}

event::v1::BusinessDayClosed ClosedOf(const Day& day, const edge::v1::ShopConfig& shop) {
  event::v1::BusinessDayClosed closed;
  *closed.mutable_totals() = day.totals;
  *closed.mutable_pending_payments() = day.pending_payments.ToProto();
  closed.set_carried_over_count(static_cast<int64_t>(day.open_sales.size()));
  for (const auto& [register_name, totals] : day.registers) {
    event::v1::RegisterClosing& closing = *closed.add_registers();
    closing.set_register_(register_name);
    *closing.mutable_totals() = totals;
  }
  for (const auto& [series, range] : day.documents) *closed.add_documents() = range;
  AddHeard(day, shop, closed);
  return closed;
}

}  // namespace

absl::Status DecideCase(const edge::v1::OpenBusinessDay&, Draft& draft) {
  const int32_t business_date = draft.command().business_date();
  switch (draft.Find<Day>(DayStream(business_date)).state) {
    case DayState::kNotOpened:
      return OpenBusinessDay(business_date, draft);
    case DayState::kOpen:
      return absl::OkStatus();
    case DayState::kClosed:
      return draft.Object(BusinessDayIsClosed(business_date));
  }
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CloseBusinessDay& close, Draft& draft) {
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
  DAYBOOK_RETURN_IF_ERROR(CheckSales(day, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawers(day));

  event::v1::BusinessDayClosed closed = ClosedOf(day, draft.config());
  DAYBOOK_RETURN_IF_ERROR(CarryOver(day, close.next_business_date(), draft));
  IssueClosings(closed, draft);
  const event::v1::DayTotals totals = closed.totals();
  *draft.Record(stream).mutable_business_day_closed() = std::move(closed);
  RecordOnClosedPeriods(totals, draft);
  return absl::OkStatus();
}

}  // namespace daybook::domain
