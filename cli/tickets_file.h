// A menu and the tickets that were written with it, as they come out of a shop's old system.
//
//   menu:     item,sku,category,unit_price_minor,currency_code,tax_category   (others are ignored)
//   tickets:  Date,Time,Transaction,Item
//
// A ticket is what one Transaction of one Date has bought, a row for each piece. "NONE" is a line
// that was keyed and taken off again.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "cli/csv.h"
#include "core/base/status.h"

namespace daybook::cli {

// The item of a line that was taken off again.
inline constexpr std::string_view kRemovedItem = "NONE";

// The highest price of one piece: with it, no sum over a file overflows.
inline constexpr int64_t kUnitPriceMinorMax = 1'000'000'000;

// What is sold under one name.
struct MenuItem {
  std::string sku = {};
  std::string category = {};
  int64_t unit_price_minor = 0;
  std::string tax_category = {};
};

struct Menu {
  std::string currency_code = {};
  std::map<std::string, MenuItem, std::less<>> items;  // By name.

  // Returns null if nothing is sold under that name.
  const MenuItem* Find(std::string_view item) const;
};

struct Ticket {
  int32_t business_date = 0;
  int64_t number = 0;
  absl::Time time = {};                 // Of its first row, as if the clock showed UTC.
  std::vector<std::string> items = {};  // In the order of the rows.
};

// The tickets of one date, in the order of the file.
struct TicketDay {
  int32_t business_date = 0;
  std::vector<Ticket> tickets = {};
};

// The dates that are wanted, both included.
struct DateRange {
  int32_t from = 0;
  int32_t to = INT32_MAX;
};

// Errors: FILE_INVALID, naming file and line.
absl::StatusOr<Menu> ReadMenu(const CsvTable& table);

// Returns the days within `range` that have tickets, oldest first. Errors: FILE_INVALID, naming
// file and line; also if there is none.
absl::StatusOr<std::vector<TicketDay>> ReadTickets(const CsvTable& table, const DateRange& range);

struct ShopFiles {
  Menu menu;
  std::vector<TicketDay> days;
};

// Reads both from their files. Errors: FILE_INVALID, TOO_LARGE.
absl::StatusOr<ShopFiles> ReadShopFiles(const std::string& menu_path,
                                        const std::string& tickets_path, const DateRange& range);

}  // namespace daybook::cli
