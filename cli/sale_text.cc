#include "cli/sale_text.h"

#include <algorithm>

#include "cli/json.h"
#include "cli/output.h"
#include "core/base/business_date.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/money.h"
#include "fmt/format.h"
#include "fmt/ranges.h"

namespace daybook::cli {
namespace {

using edge::v1::SaleView;

std::string IdText(std::string_view bytes) {
  return Uuid::FromBytes(bytes).value_or(Uuid{}).ToText();
}

// The time as the till's clock showed it.
std::string TimeText(const SaleView& sale, const google::protobuf::Timestamp& time) {
  const auto zone = absl::FixedTimeZone(sale.utc_offset_minutes() * 60);
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", FromTimestamp(time), zone);
}

std::string StateText(const SaleView& sale) {
  return EnumText(*edge::v1::SaleState_descriptor(), sale.state());
}

std::string OriginText(const SaleView& sale) {
  std::string text = fmt::format("sale {}, {}\n", IdText(sale.sale_id()), StateText(sale));
  text += fmt::format("  register {}, employee {}", Printable(sale.register_()),
                      Printable(sale.employee()));
  // Of a command that was set aside without one.
  if (sale.business_date() != 0) {
    text += fmt::format(", business day {}", BusinessDateText(sale.business_date()));
  }
  if (!sale.table().empty()) text += fmt::format(", table {}", Printable(sale.table()));
  if (sale.guest_count() != 0) text += fmt::format(", {} guests", sale.guest_count());
  text += "\n";
  text += fmt::format("  started {}", TimeText(sale, sale.start_time()));
  if (!sale.label().empty()) text += fmt::format(", called \"{}\"", Printable(sale.label()));
  if (sale.has_end_time()) text += fmt::format(", ended {}", TimeText(sale, sale.end_time()));
  if (sale.order_number() != 0) text += fmt::format(", order {}", sale.order_number());
  if (!sale.document_number().empty()) {
    text += fmt::format(", document {}", Printable(sale.document_number()));
  }
  return text + "\n";
}

// What became of the line.
std::string FateText(const edge::v1::SaleViewLine& row) {
  if (!row.to_sale_id().empty()) return fmt::format("moved to {}", IdText(row.to_sale_id()));
  if (row.removed()) {
    return row.remove_reason().empty() ? "removed"
                                       : fmt::format("removed: {}", row.remove_reason());
  }
  if (row.returned_milli() == 0) return "";
  return fmt::format("{} returned", QuantityText(row.returned_milli()));
}

void AddModifier(const event::v1::Modifier& modifier, std::string_view currency_code,
                 TextTable& table) {
  table.Add({"", modifier.modifier(), fmt::format("+ {}", modifier.name()),
             QuantityText(modifier.quantity_milli()),
             FormatAmount(modifier.unit_price_minor(), currency_code), "", ""});
}

std::string LinesText(const SaleView& sale) {
  TextTable table({"line", "sku", "name", "quantity", "price", "amount", ""}, {0, 3, 4, 5});
  for (const edge::v1::SaleViewLine& row : sale.lines()) {
    const event::v1::SaleLine& line = row.line();
    const std::string part =
        line.parent_line() == 0 ? "" : fmt::format("({}) ", line.parent_line());
    table.Add({fmt::format("{}", line.line()), line.sku(), part + line.name(),
               QuantityText(line.quantity_milli()),
               FormatAmount(line.unit_price_minor(), sale.currency_code()),
               FormatAmount(line.amount_minor(), sale.currency_code()), FateText(row)});
    for (const event::v1::Modifier& modifier : line.modifiers()) {
      AddModifier(modifier, sale.currency_code(), table);
    }
  }
  return table.Text();
}

std::string DiscountText(const event::v1::SaleDiscountApplied& discount,
                         std::string_view currency_code) {
  const std::string size = discount.has_rate_ppm()
                               ? PercentText(discount.rate_ppm())
                               : FormatMoney(discount.amount_minor(), currency_code);
  std::string text = fmt::format("  discount {}: {} off", discount.discount(), size);
  text += discount.lines().empty() ? " the sale"
                                   : fmt::format(" line {}", fmt::join(discount.lines(), ", "));
  if (discount.reason() != event::v1::DISCOUNT_REASON_UNSPECIFIED) {
    text += ", " + EnumText(*event::v1::DiscountReason_descriptor(), discount.reason());
  }
  if (!discount.note().empty()) text += ": " + Printable(discount.note());
  return text + "\n";
}

std::string TipText(const event::v1::Tip& tip, std::string_view currency_code) {
  const std::string recipient =
      tip.employee().empty() ? EnumText(*event::v1::TipRecipient_descriptor(), tip.recipient())
                             : Printable(tip.employee());
  return fmt::format("  tip {} for {}\n", FormatMoney(tip.amount_minor(), currency_code),
                     recipient);
}

std::string PaymentText(const edge::v1::SaleViewPayment& payment, std::string_view currency_code) {
  const bool received = payment.state() == edge::v1::PAYMENT_STATE_RECEIVED;
  std::string text = fmt::format("  {}{} {}", received ? "paid " : "",
                                 EnumText(*event::v1::Tender_descriptor(), payment.tender()),
                                 FormatMoney(payment.amount_minor(), currency_code));
  if (payment.rounding_minor() != 0) {
    text += fmt::format(", rounded by {}", FormatMoney(payment.rounding_minor(), currency_code));
  }
  if (payment.change_minor() != 0) {
    text += fmt::format(", change {}", FormatMoney(payment.change_minor(), currency_code));
  }
  if (!received) {
    text += ": " + EnumText(*edge::v1::PaymentState_descriptor(), payment.state());
    if (!payment.reason().empty()) text += fmt::format(" ({})", Printable(payment.reason()));
  }
  return text + "\n";
}

std::string DiscrepancyText(const edge::v1::SaleViewDiscrepancy& discrepancy,
                            std::string_view currency_code) {
  const event::v1::PriceDiscrepancyFlagged& flagged = discrepancy.flagged();
  std::string text = fmt::format("  line {} at {}, the catalogue has {}", flagged.line(),
                                 FormatMoney(flagged.sold_unit_price_minor(), currency_code),
                                 FormatMoney(flagged.current_unit_price_minor(), currency_code));
  if (!discrepancy.has_resolved()) return text + ": for a manager\n";
  const int64_t credit_minor = discrepancy.resolved().credit_minor();
  if (credit_minor == 0) return text + ": dismissed\n";
  return text + fmt::format(": credit of {}\n", FormatMoney(credit_minor, currency_code));
}

std::string OfferText(const event::v1::OfferAmount& offer, std::string_view currency_code) {
  std::string text = fmt::format("  offer {}", Printable(offer.offer()));
  if (offer.amount_minor() != 0) {
    text += fmt::format(": {} off", FormatMoney(offer.amount_minor(), currency_code));
  }
  return text + "\n";
}

std::string ReturnLineText(const event::v1::SaleReturnLineAdded& line,
                           std::string_view currency_code) {
  return fmt::format("  in exchange: {} of line {} of sale {}, {}\n",
                     QuantityText(line.quantity_milli()), line.line(),
                     IdText(line.original_sale_id()),
                     FormatMoney(line.amount_minor(), currency_code));
}

std::string EndText(const SaleView& sale) {
  const auto money = [&](int64_t minor) { return FormatMoney(minor, sale.currency_code()); };
  std::string text;
  for (const event::v1::OfferAmount& offer : sale.offers()) {
    text += OfferText(offer, sale.currency_code());
  }
  for (const event::v1::SaleReturnLineAdded& line : sale.return_lines()) {
    text += ReturnLineText(line, sale.currency_code());
  }
  for (const event::v1::SaleDiscountApplied& discount : sale.discounts()) {
    text += DiscountText(discount, sale.currency_code());
  }
  if (sale.discount_minor() != 0) text += fmt::format("  off {}\n", money(sale.discount_minor()));
  if (sale.service_charge_minor() != 0) {
    text += fmt::format("  service {}\n", money(sale.service_charge_minor()));
  }
  text += fmt::format("  total {}\n", money(sale.total_minor()));
  for (const event::v1::TaxLine& tax : sale.tax_lines()) {
    text += fmt::format("  tax {} {} {}: {} on {}\n", Printable(tax.jurisdiction()),
                        Printable(tax.tax_category()), PercentText(tax.rate_ppm()),
                        money(tax.amount_minor()), money(tax.base_minor()));
  }
  for (const event::v1::Tip& tip : sale.tips()) text += TipText(tip, sale.currency_code());
  for (const edge::v1::SaleViewPayment& payment : sale.payments()) {
    text += PaymentText(payment, sale.currency_code());
  }
  for (const edge::v1::SaleViewPayment& refund : sale.refunds()) {
    text += fmt::format("  gave back {} {}\n",
                        EnumText(*event::v1::Tender_descriptor(), refund.tender()),
                        money(refund.amount_minor() + refund.rounding_minor()));
  }
  for (const std::string& number : sale.correcting_documents()) {
    text += fmt::format("  corrected by document {}\n", Printable(number));
  }
  for (const edge::v1::SaleViewDiscrepancy& discrepancy : sale.price_discrepancies()) {
    text += DiscrepancyText(discrepancy, sale.currency_code());
  }
  for (const std::string& code : sale.codes_not_found()) {
    text += fmt::format("  not found: {}\n", Printable(code));
  }
  for (const std::string& flag : sale.flags()) {
    text += fmt::format("  flagged: {}\n", Printable(flag));
  }
  return text;
}

}  // namespace

int SoldLineCount(const SaleView& sale) {
  return static_cast<int>(std::ranges::count_if(
      sale.lines(), [](const edge::v1::SaleViewLine& line) { return !line.removed(); }));
}

std::string SaleText(const SaleView& sale) {
  std::string text = OriginText(sale);
  if (sale.lines_size() > 0) text += "\n" + LinesText(sale) + "\n";
  return text + EndText(sale);
}

std::string SaleListText(const std::vector<SaleView>& sales) {
  TextTable table({"started", "sale", "state", "register", "lines", "total", "document"}, {4, 5});
  for (const SaleView& sale : sales) {
    table.Add({TimeText(sale, sale.start_time()), IdText(sale.sale_id()), StateText(sale),
               sale.register_(), fmt::format("{}", SoldLineCount(sale)),
               FormatMoney(sale.total_minor(), sale.currency_code()), sale.document_number()});
  }
  return table.Text();
}

}  // namespace daybook::cli
