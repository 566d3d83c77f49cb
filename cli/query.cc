#include "cli/query.h"

namespace daybook::cli {
namespace {

template <typename Amounts>
std::map<std::string, int64_t> ToMap(const Amounts& amounts) {
  std::map<std::string, int64_t> map;
  for (const event::v1::KeyedAmount& amount : amounts) map[amount.key()] = amount.amount_minor();
  return map;
}

TotalsDetail ToDetail(const event::v1::DayTotals& totals) {
  TotalsDetail detail{.tax_minor = totals.tax_minor(),
                      .discount_minor = totals.discount_minor(),
                      .service_charge_minor = totals.service_charge_minor(),
                      .tip_minor = totals.tip_minor(),
                      .rounding_minor = totals.rounding_minor(),
                      .reversed_payment_count = totals.reversed_payment_count(),
                      .voided_count = totals.voided_count(),
                      .voided_minor = totals.voided_minor(),
                      .return_count = totals.return_count(),
                      .returned_minor = totals.returned_minor(),
                      .no_sale_count = totals.no_sale_count(),
                      .paid_in_minor = totals.paid_in_minor(),
                      .paid_out_minor = totals.paid_out_minor(),
                      .dropped_minor = totals.dropped_minor(),
                      .by_cashier = ToMap(totals.by_cashier()),
                      .by_register = ToMap(totals.by_register()),
                      .by_tip_recipient = ToMap(totals.by_tip_recipient()),
                      .by_other_kind = ToMap(totals.by_other_kind()),
                      .by_commission = ToMap(totals.by_commission())};
  for (const event::v1::KeyedAmount& tax : totals.by_tax()) {
    detail.by_tax[tax.key()] = {.base_minor = tax.base_minor(), .tax_minor = tax.amount_minor()};
  }
  return detail;
}

}  // namespace

absl::StatusOr<int64_t> CurrentPosition(Client& client) {
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse head, client.GetHead());
  return head.head().position();
}

absl::Status CheckNotBeyondHead(Client& client, int64_t position) {
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t head, CurrentPosition(client));
  if (position <= head) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_POSITION_BEYOND_HEAD,
               "position {position} is beyond the head, {head}",
               {{"position", position}, {"head", head}});
}

Totals ToTotals(const edge::v1::StoreTotals& row, const DateRange& range, int64_t day_count) {
  const event::v1::DayTotals& totals = row.totals();
  return {.from_business_date = range.from,
          .to_business_date = range.to,
          .sale_count = totals.sale_count(),
          .line_count = totals.line_count(),
          .removed_line_count = totals.removed_line_count(),
          .abandoned_count = totals.abandoned_count(),
          .unknown_count = totals.unknown_count(),
          .total_minor = totals.total_minor(),
          .by_category = ToMap(totals.by_category()),
          .by_hour = ToMap(totals.by_hour()),
          .by_tender = ToMap(totals.by_tender()),
          .day_count = day_count,
          .currency_code = row.currency_code(),
          .detail = ToDetail(totals)};
}

}  // namespace daybook::cli
