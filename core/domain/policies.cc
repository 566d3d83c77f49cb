#include "core/domain/policies.h"

#include "core/base/business_date.h"
#include "core/domain/bounds.h"
#include "core/domain/period.h"
#include "core/domain/series.h"
#include "core/domain/stock_acts.h"
#include "core/domain/subjects.h"
#include "core/domain/totals.h"

namespace daybook::domain {
namespace {

using event::v1::DayTotals;

// Returns what the draft adds to its business day's figures.
DayTotals FiguresOf(const Draft& draft) {
  const event::v1::EntryHeader origin = OriginOf(draft.command(), draft.context());
  DayTotals figures;
  figures.set_business_date(draft.command().business_date());
  for (const NewEvent& recorded : draft.events()) AddToTotals(origin, recorded.event, figures);
  return figures;
}

bool AnyCounts(const Draft& draft) {
  for (const NewEvent& recorded : draft.events()) {
    if (CountsInTotals(recorded.event)) return true;
  }
  return false;
}

bool KeepsItself(const edge::v1::Command& command) {
  return command.has_open_business_day() || command.has_close_business_day();
}

// What comes after a closing is in the next one's perpetual totals.
void RecordPerpetual(const DayTotals& figures, Draft& draft) {
  if (figures.total_minor() == 0 && AbsoluteOf(figures) == 0) return;
  event::v1::PerpetualTotalsSupplemented& supplemented =
      *draft.Record(SeriesStream("", SeriesKind::kClosings))
           .mutable_perpetual_totals_supplemented();
  supplemented.set_business_date(figures.business_date());
  supplemented.set_net_minor(figures.total_minor());
  supplemented.set_absolute_minor(AbsoluteOf(figures));
  supplemented.set_currency_code(draft.config().currency_code());
}

// The clock, sign-ins, approvals, whom the shop knows, copies of documents and the closing of
// months change no figure: who has closed the day still goes home, and the kitchen makes what was
// ordered.
bool KeepsNoDay(const edge::v1::Command& command) {
  if (IsKitchensWork(command)) return true;
  switch (command.command_case()) {
    case edge::v1::Command::kClockIn:
    case edge::v1::Command::kClockOut:
    case edge::v1::Command::kStartBreak:
    case edge::v1::Command::kEndBreak:
    case edge::v1::Command::kCorrectClock:
    case edge::v1::Command::kSetPin:
    case edge::v1::Command::kSignIn:
    case edge::v1::Command::kSignOut:
    case edge::v1::Command::kRequestApproval:
    case edge::v1::Command::kAnswerApproval:
    case edge::v1::Command::kReprintDocument:
    case edge::v1::Command::kDeliverReceipt:
    case edge::v1::Command::kClosePeriod:
    case edge::v1::Command::kCreateCustomer:
    case edge::v1::Command::kUpdateCustomer:
    case edge::v1::Command::kEraseCustomer:
      return true;
    default:
      return false;
  }
}

absl::Status RecordOnClosedDay(const StreamId& day_stream, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(draft.Object(BusinessDayIsClosed(draft.command().business_date())));
  if (!AnyCounts(draft)) return absl::OkStatus();
  const DayTotals figures = FiguresOf(draft);
  *draft.Record(day_stream).mutable_business_day_supplemented()->mutable_totals() = figures;
  RecordPerpetual(figures, draft);
  RecordOnClosedPeriods(figures, draft);
  return absl::OkStatus();
}

// Returns what the draft puts back in stock, by the key of the item's stream.
Goods PutBackIn(const Draft& draft) {
  Goods goods;
  for (const NewEvent& recorded : draft.events()) {
    if (!recorded.event.has_stock_returned()) continue;
    int64_t& back_milli = goods[recorded.stream.key];
    back_milli = AddClamped(back_milli, recorded.event.stock_returned().quantity_milli());
  }
  return goods;
}

}  // namespace

absl::Status BusinessDayIsClosed(int32_t business_date) {
  return Error(Reason::ERROR_REASON_BUSINESS_DAY_CLOSED, "the business day {date} is closed",
               {{"date", BusinessDateText(business_date)}});
}

absl::Status CheckOpenBooks(const Draft& draft) {
  if (draft.OpenBookCount() < kOpenBooksMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_OPEN_MAX,
               "{books_max} drawer sessions and business days are open: close some",
               {{"books_max", kOpenBooksMax}});
}

absl::Status OpenBusinessDay(int32_t business_date, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckOpenBooks(draft));
  event::v1::BusinessDayOpened& opened =
      *draft.RecordFirst(DayStream(business_date)).mutable_business_day_opened();
  opened.set_business_date(business_date);
  opened.set_currency_code(draft.config().currency_code());
  return absl::OkStatus();
}

absl::Status KeepBusinessDay(Draft& draft) {
  const int32_t business_date = draft.command().business_date();
  if (draft.events().empty() || !IsBusinessDate(business_date)) return absl::OkStatus();
  if (KeepsItself(draft.command()) || KeepsNoDay(draft.command())) return absl::OkStatus();
  const StreamId stream = DayStream(business_date);
  switch (draft.Find<Day>(stream).state) {
    case DayState::kNotOpened:
      return OpenBusinessDay(business_date, draft);
    case DayState::kOpen:
      return absl::OkStatus();
    case DayState::kClosed:
      return RecordOnClosedDay(stream, draft);
  }
  return absl::OkStatus();
}

int64_t AbsoluteOf(const event::v1::DayTotals& figures) {
  const int64_t back_minor = AddClamped(figures.voided_minor(), figures.returned_minor());
  return AddClamped(figures.total_minor(), AddClamped(back_minor, back_minor));
}

void TakeFromStock(const Uuid& sale_id, const Goods& goods, Draft& draft) {
  const std::string_view location = StockLocation(draft.config());
  const Goods put_back = PutBackIn(draft);
  for (const auto& [sku, quantity_milli] : goods) {
    const StreamId stream = StockStream(location, sku);
    event::v1::StockSold& sold = *draft.Record(stream).mutable_stock_sold();
    sold.set_quantity_milli(quantity_milli);
    sold.set_sale_id(std::string(sale_id.AsBytes()));
    StockItem item = draft.Find<StockItem>(stream);
    const auto back = put_back.find(stream.key);
    if (back != put_back.end()) item.on_hand_milli = AddClamped(item.on_hand_milli, back->second);
    RecordFall(stream, item, SubtractClamped(item.on_hand_milli, quantity_milli), draft);
  }
}

void ReturnToStock(const Uuid& sale_id, const Goods& goods, Draft& draft) {
  const std::string_view location = StockLocation(draft.config());
  for (const auto& [sku, quantity_milli] : goods) {
    event::v1::StockReturned& returned =
        *draft.Record(StockStream(location, sku)).mutable_stock_returned();
    returned.set_quantity_milli(quantity_milli);
    returned.set_sale_id(std::string(sale_id.AsBytes()));
  }
}

}  // namespace daybook::domain
