// One business day. Folds its own stream and, while it is open, every event that counts on its
// date; the figures so far are what the Z will say.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "core/domain/payment.h"
#include "core/entry/stream_id.h"
#include "daybook/event/v1/day.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

enum class DayState { kNotOpened, kOpen, kClosed };

struct Day {
  int64_t version = 0;
  DayState state = DayState::kNotOpened;
  event::v1::DayTotals totals;  // Its business date is always set.
  int64_t open_sale_count = 0;
  int64_t open_drawer_count = 0;
  PendingPayments pending_payments;  // Of those that were started on it.
  std::map<std::string, event::v1::DayTotals, std::less<>> registers;  // At most kDayRegistersMax.
  std::map<std::string, event::v1::DocumentRange, std::less<>> documents;  // By series.
  std::set<Uuid> open_sales;                                  // At most kDayOpenSalesMax.
  std::map<std::string, event::v1::InstallationHeard> heard;  // By installation.
  std::string currency_code;
};

// Whether an open day folds the event: it changes a figure, or what is open.
bool ConcernsDay(const event::v1::Event& event);

// Returns the other business date that the event concerns: on which the sale, drawer session or
// payment that it ends or settles had begun, or to which it carries a sale over; 0 if there is
// none, or the event's own.
int32_t StartDateOf(const event::v1::Event& event);

// Applies an event on the day's own stream, or one that is on the stream `elsewhere` and concerns
// it by its header's business date or by StartDateOf.
void Evolve(Day& day, const event::v1::EntryHeader& header, const event::v1::Event& event,
            const StreamId* elsewhere);

}  // namespace daybook::domain
