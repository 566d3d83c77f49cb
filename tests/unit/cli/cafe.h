// A small menu and tickets that the tests of the replay share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/tickets_file.h"
#include "core/base/check.h"

namespace daybook::cli {

inline constexpr std::string_view kCafeMenu =
    "item,sku,category,unit_price_minor,currency_code,tax_category\n"
    "Coffee,C-1,drinks,260,GBP,standard\n"
    "Bread,C-2,bakery,280,GBP,zero\n";

inline Menu CafeMenu() {
  const auto table = CsvTable::Parse(kCafeMenu, "menu.csv");
  DAYBOOK_CHECK(table.ok());
  auto menu = ReadMenu(*table);
  DAYBOOK_CHECK(menu.ok());
  return *std::move(menu);
}

// Reads tickets without their header line.
inline std::vector<TicketDay> CafeDays(const std::string& rows, const DateRange& range = {}) {
  const auto table = CsvTable::Parse("Date,Time,Transaction,Item\n" + rows, "tickets.csv");
  DAYBOOK_CHECK(table.ok());
  auto days = ReadTickets(*table, range);
  DAYBOOK_CHECK(days.ok());
  return *std::move(days);
}

}  // namespace daybook::cli
