// The view `kitchen`: one row for each station, its board. Key: the station.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kKitchenName = "kitchen";

// What a board shows at most.
inline constexpr int kBoardTicketsMax = 500;
inline constexpr int kBumpedTicketsMax = 50;

// What was sent so long before the first send of another business day leaves with that: a kitchen
// that only prints bumps nothing, and one that works through the night keeps what it is making.
inline constexpr int64_t kOfAnotherDaySeconds = 6 * 3600;

// Whether a ticket, or an order that was sent then and promised for then, is to leave so.
bool IsOfAnotherDay(const google::protobuf::Timestamp& sent_time,
                    const google::protobuf::Timestamp& promise_time,
                    const event::v1::EntryHeader& header);

std::unique_ptr<Projection> NewKitchen();

}  // namespace daybook::projections
