// What tills would have sent to ring up a file of tickets: commands whose ids and bytes follow from
// the source's name and the ticket alone, so that sending them again adds nothing.
//
// Pure: no clock, no network.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/tickets_file.h"
#include "core/base/ids.h"
#include "daybook/edge/v1/command_service.pb.h"

namespace daybook::cli {

// What every drawer starts with, in minor units of the menu's currency.
inline constexpr int64_t kOpeningBalanceMinor = 10'000;

class ReplayPlan {
 public:
  // `source` names where the tickets come from; the same source, date and ticket give the same ids.
  // REQUIRES: till_count > 0; `menu` outlives this.
  ReplayPlan(std::string_view source, const Menu& menu, int64_t till_count);

  // Returns the till that rings up a ticket, from 1.
  int64_t TillOf(const Ticket& ticket) const;

  // Opens the business day, at the time of its first ticket.
  edge::v1::ExecuteRequest OpenDay(const TicketDay& day) const;

  // Opens a till's drawer, at the time of the day's first ticket.
  edge::v1::ExecuteRequest OpenDrawer(const TicketDay& day, int64_t till) const;

  // Rings up a ticket: starts a sale, adds what is on the menu, adds and removes "NONE", reports
  // the rest as not found; then takes the money and completes the sale, or abandons it if nothing
  // is left.
  edge::v1::ExecuteRequest RingUp(const Ticket& ticket) const;

  // Counts what must be in a till's drawer and closes it, at the time of the day's last ticket.
  edge::v1::ExecuteRequest CloseDrawer(const TicketDay& day, int64_t till) const;

  // Closes the business day, at the time of its last ticket.
  edge::v1::ExecuteRequest CloseDay(const TicketDay& day) const;

 private:
  class TicketWriter;

  // Returns the id of one thing of a day: `what` is "day/open", "45/sale", …
  Uuid Id(int32_t business_date, std::string_view what) const;
  Uuid DrawerId(int32_t business_date, int64_t till) const;
  // Adds a command to `request` under the id of `what` and returns it.
  edge::v1::Command& Add(edge::v1::ExecuteRequest& request, int32_t business_date, absl::Time time,
                         std::string_view what) const;

  Uuid namespace_;
  const Menu& menu_;
  const int64_t till_count_;
  std::string removed_tax_category_;  // Of lines that are taken off again.
};

}  // namespace daybook::cli
