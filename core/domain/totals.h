// What a business day came to, event by event. The Z and the view of the totals are made by this
// one piece of code, so that they cannot differ.
#pragma once

#include <string_view>

#include "daybook/event/v1/day.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

// The row of a breakdown that takes what no longer fits (kBreakdownRowsMax).
inline constexpr std::string_view kOtherKey = "(other)";

// Returns whether the event changes any figure of the day that its header names.
bool CountsInTotals(const event::v1::Event& event);

// Adds what the event contributes to the day that its header names. Events without figures add
// nothing; neither do the Z and its supplements, which repeat what other events have said.
void AddToTotals(const event::v1::EntryHeader& header, const event::v1::Event& event,
                 event::v1::DayTotals& totals);

// Adds the figures of `more`. The business date stays.
void AddTotals(const event::v1::DayTotals& more, event::v1::DayTotals& totals);

// Returns the word for a tender in totals: "cash". Numbers that this version does not know give
// "tender<n>".
std::string TenderName(event::v1::Tender tender);

}  // namespace daybook::domain
