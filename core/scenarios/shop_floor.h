// The shop that a scenario plays in: a shop in memory, and what the scenario's words stand for
// (products, names of sales and drawers, the clock on the wall).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/domain/memory_shop.h"
#include "core/domain/pricing.h"

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

class ShopFloor {
 public:
  ShopFloor();

  // Returns a command that happens now.
  edge::v1::Command NewCommand() const;

  // Decides a command and applies what it leads to.
  void Execute(const edge::v1::Command& command, const Actor& actor);

  // Returns why nobody can have expected what became of the last command, unless a line has said
  // so.
  Complaint Surprise() const;
  void Expected() { expected_ = true; }

  // Returns the id that a name stands for: "S1".
  Uuid IdOf(std::string_view name) const;
  std::string BytesOf(std::string_view name) const { return std::string(IdOf(name).AsBytes()); }

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
  int32_t business_date = 20161105;
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

 private:
  edge::v1::Role RoleOf(std::string_view employee) const;
  void Remember(const domain::NewEvent& recorded);

  domain::MemoryShop shop_;
  std::optional<absl::StatusOr<domain::Decision>> outcome_;
  bool expected_ = false;
};

}  // namespace daybook::scenarios
