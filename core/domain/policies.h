// What follows from a command on other streams.
#pragma once

#include <map>
#include <string>

#include "core/domain/decide.h"
#include "core/domain/documents.h"
#include "core/domain/kitchen.h"
#include "core/domain/stock_use.h"

namespace daybook::domain {

// Goods of the sale leave the stock, or come back to it: one event for each SKU, in its order.
void TakeFromStock(const Uuid& sale_id, const Goods& goods, Draft& draft);
void ReturnToStock(const Uuid& sale_id, const Goods& goods, Draft& draft);

// What is not wanted any more of what the kitchen was sent, by ticket.
class Strikes {
 public:
  // Adds so much of the line, taken off what was sent last.
  void Add(const SaleLine& line, int64_t quantity_milli);

  // Records it, one event for each ticket.
  void Record(const std::string& reason, Draft& draft) &&;

 private:
  std::map<Uuid, event::v1::TicketItemVoided> by_ticket_;
};

// Everything that the kitchen was sent of the sale is not wanted any more.
void StrikeSale(const Sale& sale, const std::string& reason, Draft& draft);

// What the kitchen was sent of what comes back is not wanted any more, as far as it is more than
// what stays with the guest.
void StrikeReturned(const event::v1::ItemsReturned& returned, const Sale& sale,
                    const std::string& reason, Draft& draft);

// Returns what looks the stations up as they stand.
StationAt StationsIn(const Draft& draft);

// Returns the station that takes a ticket for `station`: see OpenStationFor. Returns it as it is if
// the shop has no kitchen any more.
std::string OpenStationFor(const std::string& station, std::string_view area, const Draft& draft);

absl::Status KitchenMissing();

// Errors: FIELD_MISSING, FIELD_INVALID if it is no station of the shop, KITCHEN_MISSING.
absl::Status CheckStation(std::string_view field, std::string_view station, const Draft& draft);

// Objects with PRODUCT_SOLD_OUT to what the kitchen has said is sold out.
absl::Status CheckNotSoldOut(std::string_view sku, Draft& draft);

// What is recorded on a business day opens it, first in the entry. On a closed day it is objected
// to, and an own command leaves a supplement of the figures that it adds. Errors:
// BUSINESS_DAY_CLOSED, OPEN_MAX. What people do for themselves (the clock, sign-ins, approvals) and
// the kitchen's own work do neither.
absl::Status KeepBusinessDay(Draft& draft);

// Records that the business day is open. Errors: OPEN_MAX.
absl::Status OpenBusinessDay(int32_t business_date, Draft& draft);

// Returns what the figures add to the absolute perpetual total: each amount as it was, whichever
// way it went.
int64_t AbsoluteOf(const event::v1::DayTotals& figures);

// Errors: OPEN_MAX if the shop has as many open drawer sessions and business days as it may.
absl::Status CheckOpenBooks(const Draft& draft);

absl::Status BusinessDayIsClosed(int32_t business_date);

}  // namespace daybook::domain
