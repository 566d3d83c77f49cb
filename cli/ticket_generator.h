// Makes up a plausible day of a café: a menu and its tickets, with rush hours, lines taken off
// again, a code that nobody knows and a ticket that comes to nothing. The same seed gives the same
// day.
#pragma once

#include <cstdint>
#include <string>

namespace daybook::cli {

// Returns the menu as CSV.
std::string GeneratedMenu();

struct DayShape {
  uint64_t seed = 1;
  int32_t business_date = 0;
  int64_t sale_count = 300;  // About: some tickets are abandoned.
};

// Returns the day's tickets as CSV, in order of time.
std::string GeneratedTickets(const DayShape& shape);

}  // namespace daybook::cli
