// The floor that a scenario plays on: the shop, and what the scenario's words stand for (products,
// names of sales and drawers, the clock on the wall).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/domain/pricing.h"
#include "core/scenarios/played_shop.h"

namespace daybook::scenarios {

// What a line of a scenario lacks, or how the shop differs from it. Empty: nothing.
using Complaint = std::string;

struct Product {
  std::string category;
  int64_t price_minor = 0;
  std::string tax_category;
  event::v1::LineKind kind = event::v1::LINE_KIND_GOODS;
  int32_t age_limit_years = 0;
};

// Who does something: a till, online or on its own.
struct Actor {
  std::string register_name;
  bool offline = false;
};

// Which run of a scenario it is: another run is about other sales and drawers, on another day.
struct Run {
  Uuid id = {};           // What the scenario's names stand for follows from it.
  int32_t day_shift = 0;  // So many days after the dates that the scenario says.
};

class ShopFloor {
 public:
  // The shop outlives this.
  ShopFloor(PlayedShop& shop, const Run& run);

  // Returns a command that happens now.
  edge::v1::Command NewCommand() const;

  // Decides a command and applies what it leads to.
  void Execute(const edge::v1::Command& command, const Actor& actor);
  int64_t command_count() const { return command_count_; }

  // Not OK: nobody knows what became of the last command, and nothing more can be done.
  const absl::Status& broken_off() const { return broken_off_; }

  // Returns what the last command left behind that it should not have, in words; empty: nothing.
  const std::string& difference() const { return difference_; }

  // Returns why nobody can have expected what became of the last command, unless a line has said
  // so.
  Complaint Surprise() const;
  void Expected() { expected_ = true; }

  // Returns the id that a name stands for: "S1".
  Uuid IdOf(std::string_view name) const;
  std::string BytesOf(std::string_view name) const { return std::string(IdOf(name).AsBytes()); }

  // Reads a date that a scenario says: "2016-11-05". Errors: FIELD_INVALID.
  absl::StatusOr<int32_t> ReadDate(const std::string& text) const;

  // Reads "4.50" in minor units of the shop's currency; nothing if it has other decimals.
  std::optional<int64_t> ReadAmount(std::string_view text) const;
  std::string AmountText(int64_t minor_units) const;
  common::v1::Money MoneyOf(int64_t minor_units) const;

  const domain::Sale& SaleOf(std::string_view name);
  const domain::Drawer& DrawerOf(std::string_view name);
  const domain::Day& Today();
  const domain::StockItem& StockOf(std::string_view location, std::string_view product);
  const domain::Transfer& TransferOf(std::string_view name);
  const event::v1::KitchenTicket& TicketOf(const Uuid& ticket_id);
  int64_t InSafeMinor();

  // What goes on from day to day counts from what was there before the scenario: balances and
  // totals without it, documents from 1.
  int64_t InSafeBeforeMinor();
  const domain::StockItem& StockBefore(std::string_view location, std::string_view product);
  const domain::Series& SeriesBefore(std::string_view series);
  // Returns a document's number so: "cafe-1S-18" is "cafe-1S-1" if there had been 17.
  std::string CountedFromBefore(const std::string& number);

  const domain::Employee& EmployeeOf(std::string_view name);
  const domain::Approval& ApprovalOf(std::string_view name);
  const domain::GiftCard& GiftCardOf(std::string_view name);
  const domain::Customer& CustomerOf(std::string_view name);
  // Returns a time of the clock on the wall of today, in seconds since 1970.
  int64_t SecondsAt(int64_t minute_of_today) const;
  int64_t SecondsNow() const { return SecondsAt(minute_of_day); }
  // Returns what became of the last command, REQUIRES: there was one.
  const absl::StatusOr<domain::Decision>& outcome() const { return *outcome_; }
  bool HasOutcome() const { return outcome_.has_value(); }
  // Returns the last event of that case in the last command's entry, or null.
  const event::v1::Event* LastEvent(event::v1::Event::EventCase event_case) const;

  edge::v1::ShopConfig config;
  std::map<std::string, Product, std::less<>> products;
  std::map<std::string, std::string, std::less<>> employees;  // By register.
  std::map<std::string, edge::v1::Role, std::less<>> roles;   // By employee.
  std::string approver;                                       // Of the next command.
  std::string approval;                                       // Of the next command.
  int32_t business_date = 0;
  int64_t minute_of_day = int64_t{9} * 60;
  std::map<std::string, int32_t, std::less<>> last_lines;         // By sale.
  std::map<std::string, int32_t, std::less<>> last_discounts;     // By sale.
  std::map<std::string, int32_t, std::less<>> last_tips;          // By sale.
  std::map<std::string, int32_t, std::less<>> last_return_lines;  // By sale.
  std::map<Uuid, event::v1::SaleCompleted> completed;
  std::map<Uuid, event::v1::DrawerClosed> closed_drawers;
  std::map<std::string, event::v1::CashierShiftClosed, std::less<>> closed_shifts;  // By employee.
  std::map<Uuid, std::string> receipts;  // Document numbers, by sale.
  int payment_count = 0;
  std::set<std::string> claimed_figures;  // Of the day, since the last command.

 private:
  edge::v1::Role RoleOf(std::string_view employee) const;
  edge::v1::Role ApproverRole(std::string_view employee) const;
  void Remember(const domain::NewEvent& recorded);

  PlayedShop& shop_;
  const Run run_;
  std::optional<absl::StatusOr<domain::Decision>> outcome_;
  bool expected_ = false;
  absl::Status broken_off_;
  std::string difference_;
  int64_t command_count_ = 0;
};

}  // namespace daybook::scenarios
