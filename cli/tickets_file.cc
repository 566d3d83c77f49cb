#include "cli/tickets_file.h"

#include <charconv>
#include <optional>
#include <utility>

#include "core/base/business_date.h"
#include "core/base/money.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

std::optional<int64_t> WholeNumber(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

// Reads "09:58:11" or "09:58".
std::optional<absl::Duration> TimeOfDay(std::string_view text) {
  if (text.size() != 5 && text.size() != 8) return std::nullopt;
  int64_t seconds = 0;
  for (size_t at = 0; at < text.size(); at += 3) {
    if (at > 0 && text[at - 1] != ':') return std::nullopt;
    const auto part = WholeNumber(text.substr(at, 2));
    if (!part || *part >= (at == 0 ? 24 : 60)) return std::nullopt;
    seconds = seconds * 60 + *part;
  }
  return absl::Seconds(text.size() == 5 ? seconds * 60 : seconds);
}

struct MenuColumns {
  size_t item, sku, category, price, currency, tax;
};

absl::StatusOr<MenuColumns> FindMenuColumns(const CsvTable& table) {
  MenuColumns columns{};
  DAYBOOK_ASSIGN_OR_RETURN(columns.item, table.Column("item"));
  DAYBOOK_ASSIGN_OR_RETURN(columns.sku, table.Column("sku"));
  DAYBOOK_ASSIGN_OR_RETURN(columns.category, table.Column("category"));
  DAYBOOK_ASSIGN_OR_RETURN(columns.price, table.Column("unit_price_minor"));
  DAYBOOK_ASSIGN_OR_RETURN(columns.currency, table.Column("currency_code"));
  DAYBOOK_ASSIGN_OR_RETURN(columns.tax, table.Column("tax_category"));
  return columns;
}

absl::Status AddMenuRow(const CsvTable& table, const CsvRow& row, const MenuColumns& columns,
                        Menu& menu) {
  const auto& fields = row.fields;
  for (const size_t column : {columns.item, columns.sku, columns.category, columns.tax}) {
    if (fields[column].empty()) return table.ErrorAt(row, "a field is empty");
  }
  const auto price = WholeNumber(fields[columns.price]);
  if (!price || *price > kUnitPriceMinorMax) {
    return table.ErrorAt(row, fmt::format("\"{}\" is not a price in minor units from 0 to {}",
                                          fields[columns.price], kUnitPriceMinorMax));
  }
  const std::string& currency = fields[columns.currency];
  if (!CurrencyExponent(currency)) {
    return table.ErrorAt(row, fmt::format("\"{}\" is not a currency", currency));
  }
  if (menu.currency_code.empty()) menu.currency_code = currency;
  if (menu.currency_code != currency) {
    return table.ErrorAt(row, fmt::format("the price is in {}, but those above are in {}", currency,
                                          menu.currency_code));
  }
  const MenuItem item{.sku = fields[columns.sku],
                      .category = fields[columns.category],
                      .unit_price_minor = *price,
                      .tax_category = fields[columns.tax]};
  if (!menu.items.emplace(fields[columns.item], item).second) {
    return table.ErrorAt(row, fmt::format("\"{}\" is there twice", fields[columns.item]));
  }
  return absl::OkStatus();
}

struct TicketColumns {
  size_t date, time, number, item;
};

absl::StatusOr<TicketColumns> FindTicketColumns(const CsvTable& table) {
  TicketColumns columns{};
  DAYBOOK_ASSIGN_OR_RETURN(columns.date, table.Column("Date"));
  DAYBOOK_ASSIGN_OR_RETURN(columns.time, table.Column("Time"));
  DAYBOOK_ASSIGN_OR_RETURN(columns.number, table.Column("Transaction"));
  DAYBOOK_ASSIGN_OR_RETURN(columns.item, table.Column("Item"));
  return columns;
}

// Returns a ticket with the row's one item.
absl::StatusOr<Ticket> ToTicket(const CsvTable& table, const CsvRow& row,
                                const TicketColumns& columns) {
  const auto& fields = row.fields;
  const auto date = ParseBusinessDate(fields[columns.date]);
  if (!date.ok()) return table.ErrorAt(row, MessageOf(date.status()));
  const auto time = TimeOfDay(fields[columns.time]);
  if (!time) {
    return table.ErrorAt(row,
                         fmt::format("\"{}\" is not a time, as 09:58:11", fields[columns.time]));
  }
  const auto number = WholeNumber(fields[columns.number]);
  if (!number) {
    return table.ErrorAt(row,
                         fmt::format("\"{}\" is not a ticket's number", fields[columns.number]));
  }
  if (fields[columns.item].empty()) return table.ErrorAt(row, "the item is empty");
  return Ticket{.business_date = *date,
                .number = *number,
                .time = absl::FromCivil(CivilDayOf(*date), absl::UTCTimeZone()) + *time,
                .items = {fields[columns.item]}};
}

// Collects rows into days and tickets.
class DayCollector {
 public:
  void Add(Ticket row) {
    TicketDay& day = days_[row.business_date];
    day.business_date = row.business_date;
    const auto [place, is_new] =
        places_.try_emplace({row.business_date, row.number}, day.tickets.size());
    if (is_new) {
      day.tickets.push_back(std::move(row));
    } else {
      day.tickets[place->second].items.push_back(std::move(row.items.front()));
    }
  }

  std::vector<TicketDay> Take() {
    std::vector<TicketDay> days;
    days.reserve(days_.size());
    for (auto& [date, day] : days_) days.push_back(std::move(day));
    return days;
  }

 private:
  std::map<int32_t, TicketDay> days_;
  std::map<std::pair<int32_t, int64_t>, size_t> places_;  // Date and number: index in the day.
};

}  // namespace

const MenuItem* Menu::Find(std::string_view item) const {
  const auto found = items.find(item);
  return found == items.end() ? nullptr : &found->second;
}

absl::StatusOr<Menu> ReadMenu(const CsvTable& table) {
  DAYBOOK_ASSIGN_OR_RETURN(const MenuColumns columns, FindMenuColumns(table));
  Menu menu;
  for (const CsvRow& row : table.rows()) {
    DAYBOOK_RETURN_IF_ERROR(AddMenuRow(table, row, columns, menu));
  }
  if (menu.items.empty()) return table.ErrorAt({.line = 1, .fields = {}}, "there is no item");
  return menu;
}

absl::StatusOr<std::vector<TicketDay>> ReadTickets(const CsvTable& table, const DateRange& range) {
  DAYBOOK_ASSIGN_OR_RETURN(const TicketColumns columns, FindTicketColumns(table));
  DayCollector collector;
  for (const CsvRow& row : table.rows()) {
    DAYBOOK_ASSIGN_OR_RETURN(Ticket ticket, ToTicket(table, row, columns));
    if (ticket.business_date < range.from || ticket.business_date > range.to) continue;
    collector.Add(std::move(ticket));
  }
  std::vector<TicketDay> days = collector.Take();
  if (days.empty()) return table.ErrorAt({.line = 1, .fields = {}}, "no ticket is of those dates");
  return days;
}

absl::StatusOr<ShopFiles> ReadShopFiles(const std::string& menu_path,
                                        const std::string& tickets_path, const DateRange& range) {
  ShopFiles files;
  DAYBOOK_ASSIGN_OR_RETURN(const CsvTable menu, CsvTable::Read(menu_path));
  DAYBOOK_ASSIGN_OR_RETURN(files.menu, ReadMenu(menu));
  DAYBOOK_ASSIGN_OR_RETURN(const CsvTable tickets, CsvTable::Read(tickets_path));
  DAYBOOK_ASSIGN_OR_RETURN(files.days, ReadTickets(tickets, range));
  return files;
}

}  // namespace daybook::cli
