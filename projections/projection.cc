#include "projections/projection.h"

#include "core/base/check.h"
#include "core/entry/stream_id.h"
#include "projections/approvals.h"
#include "projections/customers.h"
#include "projections/employees.h"
#include "projections/gift_cards.h"
#include "projections/items.h"
#include "projections/kitchen.h"
#include "projections/kitchen_orders.h"
#include "projections/sales.h"
#include "projections/stock.h"
#include "projections/store_totals.h"

namespace daybook::projections {

std::vector<std::unique_ptr<Projection>> AllProjections() {
  std::vector<std::unique_ptr<Projection>> all;
  all.push_back(NewStoreTotals());
  all.push_back(NewSales());
  all.push_back(NewStock());
  all.push_back(NewEmployees());
  all.push_back(NewApprovals());
  all.push_back(NewItems());
  all.push_back(NewKitchen());
  all.push_back(NewKitchenOrders());
  all.push_back(NewGiftCards());
  all.push_back(NewCustomers());
  return all;
}

absl::Status CheckReadable(const event::v1::EntryHeader& header, const event::v1::Event& event) {
  const bool has_stream = event.stream_index() >= 0 && event.stream_index() < header.streams_size();
  if (has_stream && event.event_case() != event::v1::Event::EVENT_NOT_SET) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_EVENT_UNKNOWN,
               "the event at position {position} is of a kind that this version does not know",
               {{"position", PositionOf(header, event)}});
}

absl::Status CannotApply(const event::v1::EntryHeader& header, const event::v1::Event& event,
                         std::string_view what) {
  return Error(Reason::ERROR_REASON_EVENT_UNKNOWN,
               "the event at position {position} of {stream} cannot be applied: {what}",
               {{"position", PositionOf(header, event)},
                {"stream", StreamId::Of(StreamOf(header, event)).ToText()},
                {"what", what}});
}

int64_t PositionOf(const event::v1::EntryHeader& header, const event::v1::Event& event) {
  return header.first_position() + event.offset();
}

const event::v1::StreamName& StreamOf(const event::v1::EntryHeader& header,
                                      const event::v1::Event& event) {
  DAYBOOK_CHECK(event.stream_index() >= 0 && event.stream_index() < header.streams_size());
  return header.streams(event.stream_index());
}

}  // namespace daybook::projections
