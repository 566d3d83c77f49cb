#include "cli/ticket_totals.h"

#include <algorithm>
#include <charconv>

#include "cli/json.h"
#include "cli/output.h"
#include "core/base/business_date.h"
#include "core/base/digest.h"
#include "core/base/money.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

using event::v1::Tender;

constexpr int64_t kBarWidthMax = 40;

void WriteAmounts(std::string_view key, const std::map<std::string, int64_t>& amounts,
                  JsonWriter& json) {
  json.Key(key).BeginObject();
  for (const auto& [name, amount_minor] : amounts) json.Key(name).Number(amount_minor);
  json.EndObject();
}

void WriteDetail(const TotalsDetail& detail, JsonWriter& json) {
  json.Key("tax_minor").Number(detail.tax_minor);
  json.Key("discount_minor").Number(detail.discount_minor);
  json.Key("service_charge_minor").Number(detail.service_charge_minor);
  json.Key("tip_minor").Number(detail.tip_minor);
  json.Key("rounding_minor").Number(detail.rounding_minor);
  json.Key("reversed_payments").Number(detail.reversed_payment_count);
  json.Key("voided").Number(detail.voided_count);
  json.Key("voided_minor").Number(detail.voided_minor);
  json.Key("returns").Number(detail.return_count);
  json.Key("returned_minor").Number(detail.returned_minor);
  json.Key("no_sales").Number(detail.no_sale_count);
  json.Key("paid_in_minor").Number(detail.paid_in_minor);
  json.Key("paid_out_minor").Number(detail.paid_out_minor);
  json.Key("dropped_minor").Number(detail.dropped_minor);
  WriteAmounts("by_cashier", detail.by_cashier, json);
  WriteAmounts("by_register", detail.by_register, json);
  WriteAmounts("by_tip_recipient", detail.by_tip_recipient, json);
  WriteAmounts("by_other_kind", detail.by_other_kind, json);
  WriteAmounts("by_commission", detail.by_commission, json);
  json.Key("by_tax").BeginObject();
  for (const auto& [name, tax] : detail.by_tax) {
    json.Key(name).BeginObject().Key("base_minor").Number(tax.base_minor);
    json.Key("tax_minor").Number(tax.tax_minor).EndObject();
  }
  json.EndObject();
}

std::string AmountsText(std::string_view title, const std::map<std::string, int64_t>& amounts,
                        std::string_view currency_code) {
  if (amounts.empty()) return "";
  int64_t largest = 0;
  for (const auto& [name, amount_minor] : amounts) largest = std::max(largest, amount_minor);
  TextTable table({std::string(title), std::string(currency_code), ""}, {1});
  for (const auto& [name, amount_minor] : amounts) {
    table.Add({name, FormatAmount(amount_minor, currency_code),
               Bar(amount_minor, largest, kBarWidthMax)});
  }
  return "\n" + table.Text();
}

// "GB standard 200000" is "GB standard 20 %" for people. What else a server may call it stays.
std::string TaxText(const std::string& name) {
  const size_t rate_begin = name.rfind(' ') + 1;
  int64_t rate_ppm = 0;
  const char* const name_end = name.data() + name.size();
  const auto [end, error] = std::from_chars(name.data() + rate_begin, name_end, rate_ppm);
  if (error != std::errc() || end != name_end) return name;
  return name.substr(0, rate_begin) + PercentText(rate_ppm);
}

std::string TaxesText(const TotalsDetail& detail, std::string_view currency_code) {
  if (detail.by_tax.empty()) return "";
  TextTable table({"tax", std::string(currency_code), "on"}, {1, 2});
  for (const auto& [name, tax] : detail.by_tax) {
    table.Add({TaxText(name), FormatAmount(tax.tax_minor, currency_code),
               FormatAmount(tax.base_minor, currency_code)});
  }
  return "\n" + table.Text();
}

std::string DaysText(const Totals& totals) {
  std::string text = BusinessDateText(totals.from_business_date);
  if (totals.to_business_date == totals.from_business_date) return text;
  return fmt::format("{} to {}, {}", text, BusinessDateText(totals.to_business_date),
                     CountText(totals.day_count, "business day"));
}

std::string NothingText(const Totals& totals) {
  const std::string from = BusinessDateText(totals.from_business_date);
  const std::string to = BusinessDateText(totals.to_business_date);
  if (from == to) return fmt::format("Nothing was recorded on {}.\n", from);
  return fmt::format("Nothing was recorded from {} to {}.\n", from, to);
}

// What was paid beside the turnover.
std::string OthersText(const TotalsDetail& detail, std::string_view currency_code) {
  std::string text;
  for (const auto& [kind, amount_minor] : detail.by_other_kind) {
    text += fmt::format("; {} beside it: {}", FormatMoney(amount_minor, currency_code), kind);
  }
  return text;
}

std::string FiguresText(const Totals& totals) {
  const auto money = [&](int64_t minor) { return FormatMoney(minor, totals.currency_code); };
  std::string text =
      fmt::format("  {} of {} {} to {}", CountText(totals.sale_count, "sale"),
                  CountText(totals.line_count, "line"), totals.sale_count == 1 ? "comes" : "come",
                  money(totals.total_minor));
  if (const auto& detail = totals.detail) {
    text += fmt::format(", {} of it tax", money(detail->tax_minor));
    if (detail->service_charge_minor != 0) {
      text += fmt::format(", {} for service", money(detail->service_charge_minor));
    }
    if (detail->discount_minor != 0) {
      text += fmt::format("; {} was taken off", money(detail->discount_minor));
    }
    if (detail->voided_count != 0) {
      text += fmt::format("; {} of {} voided", CountText(detail->voided_count, "sale"),
                          money(detail->voided_minor));
    }
    if (detail->return_count != 0) {
      text += fmt::format("; {} of {}", CountText(detail->return_count, "return"),
                          money(detail->returned_minor));
    }
    if (detail->no_sale_count != 0) {
      text += fmt::format("; {} without a sale", CountText(detail->no_sale_count, "opening"));
    }
    text += OthersText(*detail, totals.currency_code);
    if (detail->tip_minor != 0) text += fmt::format("; {} of tips", money(detail->tip_minor));
    if (detail->rounding_minor != 0) {
      text += fmt::format("; cash was rounded by {}", money(detail->rounding_minor));
    }
  }
  return text + fmt::format("\n  {} removed, {} abandoned, {} not known\n",
                            CountText(totals.removed_line_count, "line"),
                            CountText(totals.abandoned_count, "sale"),
                            CountText(totals.unknown_count, "code"));
}

void AddTicket(const Ticket& ticket, const Menu& menu, Totals& totals) {
  const TicketSum sum = SumOf(ticket, menu);
  totals.removed_line_count += sum.removed_count;
  totals.unknown_count += sum.unknown_count;
  if (sum.IsAbandoned()) {
    ++totals.abandoned_count;
    return;
  }
  ++totals.sale_count;
  totals.line_count += sum.line_count;
  totals.total_minor += sum.total_minor;
  for (const std::string& name : ticket.items) {
    if (const MenuItem* item = menu.Find(name); item != nullptr && name != kRemovedItem) {
      totals.by_category[item->category] += item->unit_price_minor;
    }
  }
  const std::string hour = absl::FormatTime("%H", ticket.time, absl::UTCTimeZone());
  totals.by_hour[hour] += sum.total_minor;
  if (sum.total_minor == 0) return;  // Nothing to pay.
  const std::string tender = EnumText(*event::v1::Tender_descriptor(), TenderOf(ticket));
  totals.by_tender[tender] += sum.total_minor;
}

}  // namespace

TicketSum SumOf(const Ticket& ticket, const Menu& menu) {
  TicketSum sum;
  for (const std::string& name : ticket.items) {
    if (name == kRemovedItem) {
      ++sum.removed_count;
    } else if (const MenuItem* item = menu.Find(name)) {
      ++sum.line_count;
      sum.total_minor += item->unit_price_minor;
    } else {
      ++sum.unknown_count;
    }
  }
  return sum;
}

Tender TenderOf(const Ticket& ticket) {
  const Digest digest = Sha256(fmt::format("{}/{}", ticket.business_date, ticket.number));
  return digest.bytes[0] % 7 < 4 ? Tender::TENDER_CARD : Tender::TENDER_CASH;
}

Totals TotalsOf(const std::vector<TicketDay>& days, const Menu& menu) {
  Totals totals;
  totals.currency_code = menu.currency_code;
  totals.day_count = static_cast<int64_t>(days.size());
  if (days.empty()) return totals;
  totals.from_business_date = days.front().business_date;
  totals.to_business_date = days.back().business_date;
  for (const TicketDay& day : days) {
    for (const Ticket& ticket : day.tickets) AddTicket(ticket, menu, totals);
  }
  return totals;
}

std::string TotalsJson(const Totals& totals) {
  JsonWriter json;
  json.BeginObject();
  json.Key("from").Text(BusinessDateText(totals.from_business_date));
  json.Key("to").Text(BusinessDateText(totals.to_business_date));
  json.Key("sales").Number(totals.sale_count);
  json.Key("lines").Number(totals.line_count);
  json.Key("removed_lines").Number(totals.removed_line_count);
  json.Key("abandoned").Number(totals.abandoned_count);
  json.Key("unknown").Number(totals.unknown_count);
  json.Key("total_minor").Number(totals.total_minor);
  WriteAmounts("by_category", totals.by_category, json);
  WriteAmounts("by_hour", totals.by_hour, json);
  WriteAmounts("by_tender", totals.by_tender, json);
  json.Key("days").Number(totals.day_count);
  json.Key("currency_code").Text(totals.currency_code);
  if (totals.detail) WriteDetail(*totals.detail, json);
  json.EndObject();
  return json.text();
}

std::string TotalsText(const Totals& totals) {
  if (totals.day_count == 0) return NothingText(totals);
  std::string text = DaysText(totals) + "\n\n" + FiguresText(totals);
  text += AmountsText("hour", totals.by_hour, totals.currency_code);
  text += AmountsText("tender", totals.by_tender, totals.currency_code);
  text += AmountsText("category", totals.by_category, totals.currency_code);
  if (!totals.detail) return text;
  text += AmountsText("cashier", totals.detail->by_cashier, totals.currency_code);
  text += AmountsText("register", totals.detail->by_register, totals.currency_code);
  text += AmountsText("commission", totals.detail->by_commission, totals.currency_code);
  text += TaxesText(*totals.detail, totals.currency_code);
  return text;
}

}  // namespace daybook::cli
