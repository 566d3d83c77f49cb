#include "core/domain/totals.h"

#include <array>

#include "core/domain/bounds.h"
#include "core/domain/payment.h"
#include "fmt/format.h"

namespace daybook::domain {
namespace {

using event::v1::DayTotals;
using event::v1::EntryHeader;
using event::v1::Event;
using event::v1::KeyedAmount;
using Rows = google::protobuf::RepeatedPtrField<KeyedAmount>;

constexpr int64_t kSecondsPerMinute = 60;
constexpr int64_t kSecondsPerHour = 3600;
constexpr int64_t kSecondsPerDay = 86400;

struct TenderRow {
  event::v1::Tender tender;
  std::string_view name;
};

constexpr TenderRow kTenders[] = {
    {event::v1::TENDER_CASH, "cash"},
    {event::v1::TENDER_CARD, "card"},
    {event::v1::TENDER_GIFT_CARD, "gift_card"},
    {event::v1::TENDER_STORE_CREDIT, "store_credit"},
    {event::v1::TENDER_ACCOUNT, "account"},
    {event::v1::TENDER_VOUCHER, "voucher"},
    {event::v1::TENDER_ELSEWHERE, "elsewhere"},
    {event::v1::TENDER_LOYALTY_POINTS, "loyalty_points"},
    {event::v1::TENDER_EXCHANGE, "exchange"},
};

// Returns the first index whose key is not below `key`.
int LowerBound(const Rows& rows, std::string_view key) {
  int low = 0;
  int high = rows.size();
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (std::string_view(rows.Get(middle).key()) < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Returns the row of that key, made if there is none and room for one.
KeyedAmount& RowOf(Rows& rows, std::string_view key) {
  const int at = LowerBound(rows, key);
  if (at < rows.size() && rows.Get(at).key() == key) return *rows.Mutable(at);
  if (rows.size() >= kBreakdownRowsMax - 1 && key != kOtherKey) return RowOf(rows, kOtherKey);
  rows.Add()->mutable_key()->assign(key);
  for (int i = rows.size() - 1; i > at; --i) rows.SwapElements(i, i - 1);
  return *rows.Mutable(at);
}

void AddToRow(Rows& rows, std::string_view key, int64_t count, int64_t amount_minor,
              int64_t base_minor = 0) {
  KeyedAmount& row = RowOf(rows, key);
  row.set_count(AddClamped(row.count(), count));
  row.set_amount_minor(AddClamped(row.amount_minor(), amount_minor));
  row.set_base_minor(AddClamped(row.base_minor(), base_minor));
}

void AddRows(const Rows& more, Rows& rows) {
  for (const KeyedAmount& row : more) {
    AddToRow(rows, row.key(), row.count(), row.amount_minor(), row.base_minor());
  }
}

// Returns the hour of the till's clock as two digits.
std::array<char, 2> HourOf(const EntryHeader& header) {
  const int64_t local =
      AddClamped(header.occur_time().seconds(), header.utc_offset_minutes() * kSecondsPerMinute);
  const int64_t second_of_day = (local % kSecondsPerDay + kSecondsPerDay) % kSecondsPerDay;
  const int64_t hour = second_of_day / kSecondsPerHour;
  return {static_cast<char>('0' + hour / 10), static_cast<char>('0' + hour % 10)};
}

std::string RecipientKey(const event::v1::Tip& tip) {
  switch (tip.recipient()) {
    case event::v1::TIP_RECIPIENT_EMPLOYEE:
      return fmt::format("employee {}", tip.employee());
    case event::v1::TIP_RECIPIENT_POOL:
      return "pool";
    case event::v1::TIP_RECIPIENT_HOUSE:
      return "house";
    default:
      return fmt::format("recipient{}", static_cast<int>(tip.recipient()));
  }
}

void AddTip(const event::v1::Tip& tip, int64_t count, int64_t amount_minor, DayTotals& totals) {
  totals.set_tip_minor(AddClamped(totals.tip_minor(), amount_minor));
  AddToRow(*totals.mutable_by_tip_recipient(), RecipientKey(tip), count, amount_minor);
}

// The tips of a sale count with its completion; those that come later, by themselves.
void AddLaterTip(const Event& event, DayTotals& totals) {
  const event::v1::Tip& received = event.tip_received().tip();
  if (received.after_completion()) AddTip(received, 1, received.amount_minor(), totals);
  const event::v1::TipAdjusted& adjusted = event.tip_adjusted();
  if (adjusted.tip().after_completion()) {
    const int64_t change_minor =
        AddClamped(adjusted.tip().amount_minor(), -adjusted.from_amount_minor());
    AddTip(adjusted.tip(), 0, change_minor, totals);
  }
}

// Returns the rounding that counts by itself, not with the completion of its sale.
int64_t LaterRounding(const Event& event) {
  const event::v1::PaymentReceived& received = event.payment_received();
  if (received.after_completion()) return received.rounding_minor();
  const event::v1::PaymentReversed& reversed = event.payment_reversed();
  if (reversed.after_completion()) return -reversed.rounding_minor();
  return -event.payment_refunded().rounding_minor();
}

// `count` is by how many sales.
void AddTax(const google::protobuf::RepeatedPtrField<event::v1::TaxLine>& taxes, int64_t count,
            int64_t sign, DayTotals& totals) {
  for (const event::v1::TaxLine& tax : taxes) {
    totals.set_tax_minor(AddClamped(totals.tax_minor(), sign * tax.amount_minor()));
    AddToRow(*totals.mutable_by_tax(),
             fmt::format("{} {} {}", tax.jurisdiction(), tax.tax_category(), tax.rate_ppm()), count,
             sign * tax.amount_minor(), sign * tax.base_minor());
  }
}

// Adds turnover where and when the entry says, and whose it is. `count` is by how many sales.
void AddTurnover(const EntryHeader& header, int64_t count, int64_t total_minor, DayTotals& totals) {
  totals.set_total_minor(AddClamped(totals.total_minor(), total_minor));
  const std::array<char, 2> hour = HourOf(header);
  AddToRow(*totals.mutable_by_hour(), {hour.data(), hour.size()}, count, total_minor);
  AddToRow(*totals.mutable_by_cashier(), header.employee(), count, total_minor);
  AddToRow(*totals.mutable_by_register(), header.register_(), count, total_minor);
}

void AddCategories(const google::protobuf::RepeatedPtrField<event::v1::CategoryAmount>& categories,
                   int64_t sign, DayTotals& totals) {
  for (const event::v1::CategoryAmount& category : categories) {
    AddToRow(*totals.mutable_by_category(), category.category(), sign * category.line_count(),
             sign * category.amount_minor());
  }
}

std::string KindName(event::v1::LineKind kind) {
  switch (kind) {
    case event::v1::LINE_KIND_GIFT_CARD:
      return "gift_card";
    case event::v1::LINE_KIND_DEPOSIT:
      return "deposit";
    case event::v1::LINE_KIND_DONATION:
      return "donation";
    case event::v1::LINE_KIND_ACCOUNT_PAYMENT:
      return "account_payment";
    default:
      return fmt::format("kind{}", static_cast<int>(kind));
  }
}

// Adds what is no turnover and returns its sum, unsigned.
int64_t AddOthers(const google::protobuf::RepeatedPtrField<event::v1::KindAmount>& others,
                  int64_t sign, DayTotals& totals) {
  int64_t sum_minor = 0;
  for (const event::v1::KindAmount& other : others) {
    AddToRow(*totals.mutable_by_other_kind(), KindName(other.kind()), sign * other.line_count(),
             sign * other.amount_minor());
    sum_minor = AddClamped(sum_minor, other.amount_minor());
  }
  return sum_minor;
}

// Adds a sale, or takes it back: `sign` is 1 or -1. Returns its turnover, unsigned.
int64_t AddSale(const EntryHeader& header, const event::v1::SaleCompleted& sale, int64_t sign,
                DayTotals& totals) {
  totals.set_sale_count(AddClamped(totals.sale_count(), sign));
  totals.set_line_count(AddClamped(totals.line_count(), sign * sale.line_count()));
  totals.set_discount_minor(AddClamped(totals.discount_minor(), sign * sale.discount_minor()));
  totals.set_service_charge_minor(
      AddClamped(totals.service_charge_minor(), sign * sale.service_charge_minor()));
  totals.set_rounding_minor(AddClamped(totals.rounding_minor(), sign * sale.rounding_minor()));
  for (const event::v1::Tip& tip : sale.tips()) {
    AddTip(tip, sign, sign * tip.amount_minor(), totals);
  }
  AddCategories(sale.categories(), sign, totals);
  AddTax(sale.tax_lines(), sign, sign, totals);
  const int64_t turnover_minor = sale.total_minor() - AddOthers(sale.others(), sign, totals);
  AddTurnover(header, sign, sign * turnover_minor, totals);
  return turnover_minor;
}

void AddVoid(const EntryHeader& header, const event::v1::SaleVoided& voided, DayTotals& totals) {
  const int64_t turnover_minor = AddSale(header, voided.completed(), -1, totals);
  totals.set_voided_count(AddClamped(totals.voided_count(), 1));
  totals.set_voided_minor(AddClamped(totals.voided_minor(), turnover_minor));
}

void AddReturn(const EntryHeader& header, const event::v1::ItemsReturned& returned,
               DayTotals& totals) {
  totals.set_return_count(AddClamped(totals.return_count(), 1));
  AddCategories(returned.categories(), -1, totals);
  AddTax(returned.tax_lines(), 0, -1, totals);
  const int64_t turnover_minor = returned.total_minor() - AddOthers(returned.others(), -1, totals);
  totals.set_returned_minor(AddClamped(totals.returned_minor(), turnover_minor));
  AddTurnover(header, 0, -turnover_minor, totals);
}

// `count` is by how many sales.
template <typename Commission>
void AddCommission(const Commission& commission, int64_t count, int64_t sign, DayTotals& totals) {
  int64_t base_minor = 0;
  for (const event::v1::LineCommission& line : commission.lines()) {
    base_minor = AddClamped(base_minor, line.base_minor());
  }
  AddToRow(*totals.mutable_by_commission(), commission.employee(), count,
           sign * commission.amount_minor(), sign * base_minor);
}

}  // namespace

std::string TenderName(event::v1::Tender tender) {
  for (const TenderRow& row : kTenders) {
    if (row.tender == tender) return std::string(row.name);
  }
  return fmt::format("tender{}", static_cast<int>(tender));
}

bool CountsInTotals(const Event& event) {
  switch (event.event_case()) {
    case Event::kCashDropped:
    case Event::kCashPaidIn:
    case Event::kCashPaidOut:
    case Event::kDrawerNoSale:
    case Event::kSaleCompleted:
    case Event::kSaleVoided:
    case Event::kItemsReturned:
    case Event::kSaleLineItemRemoved:
    case Event::kSaleItemNotFound:
    case Event::kCommissionEarned:
    case Event::kCommissionReversed:
      return true;
    case Event::kSaleAbandoned:
      return event.sale_abandoned().merged_into().empty();
    default:
      return !MovesOf(event).empty() || event.tip_received().tip().after_completion() ||
             event.tip_adjusted().tip().after_completion();
  }
}

void AddToTotals(const EntryHeader& header, const Event& event, DayTotals& totals) {
  switch (event.event_case()) {
    case Event::kSaleCompleted:
      AddSale(header, event.sale_completed(), 1, totals);
      return;
    case Event::kSaleVoided:
      return AddVoid(header, event.sale_voided(), totals);
    case Event::kItemsReturned:
      return AddReturn(header, event.items_returned(), totals);
    case Event::kCommissionEarned:
      return AddCommission(event.commission_earned(), 1, 1, totals);
    case Event::kCommissionReversed:
      return AddCommission(event.commission_reversed(),
                           event.commission_reversed().sale_voided() ? -1 : 0, -1, totals);
    case Event::kSaleAbandoned:
      if (!event.sale_abandoned().merged_into().empty()) return;
      return totals.set_abandoned_count(AddClamped(totals.abandoned_count(), 1));
    case Event::kSaleLineItemRemoved:
      return totals.set_removed_line_count(AddClamped(totals.removed_line_count(), 1));
    case Event::kSaleItemNotFound:
      return totals.set_unknown_count(AddClamped(totals.unknown_count(), 1));
    case Event::kDrawerNoSale:
      return totals.set_no_sale_count(AddClamped(totals.no_sale_count(), 1));
    case Event::kCashPaidIn:
      return totals.set_paid_in_minor(
          AddClamped(totals.paid_in_minor(), event.cash_paid_in().amount().minor_units()));
    case Event::kCashPaidOut:
      return totals.set_paid_out_minor(
          AddClamped(totals.paid_out_minor(), event.cash_paid_out().amount().minor_units()));
    case Event::kCashDropped:
      if (event.cash_dropped().foreign()) return;
      return totals.set_dropped_minor(
          AddClamped(totals.dropped_minor(), event.cash_dropped().amount().minor_units()));
    default:
      break;
  }
  AddLaterTip(event, totals);
  totals.set_rounding_minor(AddClamped(totals.rounding_minor(), LaterRounding(event)));
  if (event.has_payment_reversed()) {
    totals.set_reversed_payment_count(AddClamped(totals.reversed_payment_count(), 1));
  }
  for (const MoneyMove& move : MovesOf(event)) {
    AddToRow(*totals.mutable_by_tender(), TenderName(move.tender), move.payment_count,
             move.amount_minor);
  }
}

void AddTotals(const DayTotals& more, DayTotals& totals) {
  totals.set_sale_count(AddClamped(totals.sale_count(), more.sale_count()));
  totals.set_line_count(AddClamped(totals.line_count(), more.line_count()));
  totals.set_removed_line_count(AddClamped(totals.removed_line_count(), more.removed_line_count()));
  totals.set_abandoned_count(AddClamped(totals.abandoned_count(), more.abandoned_count()));
  totals.set_unknown_count(AddClamped(totals.unknown_count(), more.unknown_count()));
  totals.set_total_minor(AddClamped(totals.total_minor(), more.total_minor()));
  totals.set_tax_minor(AddClamped(totals.tax_minor(), more.tax_minor()));
  totals.set_discount_minor(AddClamped(totals.discount_minor(), more.discount_minor()));
  totals.set_service_charge_minor(
      AddClamped(totals.service_charge_minor(), more.service_charge_minor()));
  totals.set_tip_minor(AddClamped(totals.tip_minor(), more.tip_minor()));
  totals.set_rounding_minor(AddClamped(totals.rounding_minor(), more.rounding_minor()));
  totals.set_reversed_payment_count(
      AddClamped(totals.reversed_payment_count(), more.reversed_payment_count()));
  totals.set_voided_count(AddClamped(totals.voided_count(), more.voided_count()));
  totals.set_voided_minor(AddClamped(totals.voided_minor(), more.voided_minor()));
  totals.set_return_count(AddClamped(totals.return_count(), more.return_count()));
  totals.set_returned_minor(AddClamped(totals.returned_minor(), more.returned_minor()));
  totals.set_no_sale_count(AddClamped(totals.no_sale_count(), more.no_sale_count()));
  totals.set_paid_in_minor(AddClamped(totals.paid_in_minor(), more.paid_in_minor()));
  totals.set_paid_out_minor(AddClamped(totals.paid_out_minor(), more.paid_out_minor()));
  totals.set_dropped_minor(AddClamped(totals.dropped_minor(), more.dropped_minor()));
  AddRows(more.by_category(), *totals.mutable_by_category());
  AddRows(more.by_hour(), *totals.mutable_by_hour());
  AddRows(more.by_tender(), *totals.mutable_by_tender());
  AddRows(more.by_cashier(), *totals.mutable_by_cashier());
  AddRows(more.by_register(), *totals.mutable_by_register());
  AddRows(more.by_tax(), *totals.mutable_by_tax());
  AddRows(more.by_tip_recipient(), *totals.mutable_by_tip_recipient());
  AddRows(more.by_other_kind(), *totals.mutable_by_other_kind());
  AddRows(more.by_commission(), *totals.mutable_by_commission());
}

}  // namespace daybook::domain
