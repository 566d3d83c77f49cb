// What tickets come to, computed from the files alone: what a replay of them must arrive at.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/tickets_file.h"
#include "daybook/event/v1/sale.pb.h"

namespace daybook::cli {

// What one ticket comes to.
struct TicketSum {
  int64_t line_count = 0;  // Sold.
  int64_t removed_count = 0;
  int64_t unknown_count = 0;
  int64_t total_minor = 0;

  // A ticket with nothing left is given up.
  bool IsAbandoned() const { return line_count == 0; }
};

TicketSum SumOf(const Ticket& ticket, const Menu& menu);

// Returns what a ticket is paid with. The files do not say; it follows from date and number, so
// that it is the same in every replay: four tickets in seven by card.
event::v1::Tender TenderOf(const Ticket& ticket);

// One tax of some days: what was taxed, without the tax, and the tax.
struct TaxTotal {
  int64_t base_minor = 0;
  int64_t tax_minor = 0;
};

// What the files of tickets do not say of their days, and the server knows.
struct TotalsDetail {
  int64_t tax_minor = 0;
  int64_t discount_minor = 0;        // Taken off; not in the total.
  int64_t service_charge_minor = 0;  // In the total.
  int64_t tip_minor = 0;             // Not in the total.
  int64_t rounding_minor = 0;        // Of cash; not in the total.
  int64_t reversed_payment_count = 0;
  int64_t voided_count = 0;  // Sales that were cancelled; no longer in the total.
  int64_t voided_minor = 0;
  int64_t return_count = 0;
  int64_t returned_minor = 0;  // No longer in the total.
  int64_t no_sale_count = 0;   // Drawers opened without a sale.
  int64_t paid_in_minor = 0;   // Cash that came into drawers without a sale,
  int64_t paid_out_minor = 0;  // left them for expenses,
  int64_t dropped_minor = 0;   // and went from them into the safe.
  std::map<std::string, int64_t> by_cashier = {};
  std::map<std::string, int64_t> by_register = {};
  std::map<std::string, int64_t> by_tip_recipient = {};  // "employee ada", "pool", "house".
  std::map<std::string, int64_t> by_other_kind = {};     // What is no turnover: "gift_card".
  std::map<std::string, int64_t> by_commission = {};     // By the employee who earned it.
  std::map<std::string, TaxTotal> by_tax = {};           // "GB standard 200000"
};

// What some days come to, in the words of `daybook totals --json`.
struct Totals {
  int32_t from_business_date = 0;
  int32_t to_business_date = 0;
  int64_t sale_count = 0;
  int64_t line_count = 0;
  int64_t removed_line_count = 0;
  int64_t abandoned_count = 0;
  int64_t unknown_count = 0;
  int64_t total_minor = 0;
  std::map<std::string, int64_t> by_category;
  std::map<std::string, int64_t> by_hour;
  std::map<std::string, int64_t> by_tender;
  int64_t day_count = 0;
  std::string currency_code = {};
  std::optional<TotalsDetail> detail = {};
};

Totals TotalsOf(const std::vector<TicketDay>& days, const Menu& menu);

// Returns the totals as one JSON document.
std::string TotalsJson(const Totals& totals);

// Returns them for people: figures, then a bar for each row of a breakdown, and the taxes. Of days
// of which nothing is known it says so.
std::string TotalsText(const Totals& totals);

}  // namespace daybook::cli
