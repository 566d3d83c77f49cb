// Menus and tickets from files that anyone may have written: refused with file and line, or read
// into something that can be replayed.
#include <cstdint>
#include <string_view>

#include "cli/csv.h"
#include "cli/tickets_file.h"
#include "core/base/business_date.h"
#include "core/base/check.h"

namespace daybook::cli {
namespace {

void CheckRefusal(const absl::Status& status) {
  const Reason reason = ReasonOf(status);
  DAYBOOK_CHECK(reason == Reason::ERROR_REASON_FILE_INVALID ||
                reason == Reason::ERROR_REASON_TOO_LARGE);
  DAYBOOK_CHECK(MessageOf(status).find("fuzz.csv") != std::string_view::npos);
}

void CheckMenu(const CsvTable& table) {
  const auto menu = ReadMenu(table);
  if (!menu.ok()) return CheckRefusal(menu.status());
  for (const auto& [name, item] : menu->items) {
    DAYBOOK_CHECK(item.unit_price_minor >= 0 && item.unit_price_minor <= kUnitPriceMinorMax);
    DAYBOOK_CHECK(menu->Find(name) == &item);
  }
}

void CheckTickets(const CsvTable& table) {
  const auto days = ReadTickets(table, DateRange());
  if (!days.ok()) return CheckRefusal(days.status());
  for (const TicketDay& day : *days) {
    DAYBOOK_CHECK(IsBusinessDate(day.business_date) && !day.tickets.empty());
    for (const Ticket& ticket : day.tickets) DAYBOOK_CHECK(!ticket.items.empty());
  }
}

void CheckFile(std::string_view text) {
  const auto table = CsvTable::Parse(text, "fuzz.csv");
  if (!table.ok()) return CheckRefusal(table.status());
  CheckMenu(*table);
  CheckTickets(*table);
}

}  // namespace
}  // namespace daybook::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::cli::CheckFile({reinterpret_cast<const char*>(data), size});
  return 0;
}
