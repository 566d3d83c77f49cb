// What the stream of a month or a year folds to.
#pragma once

#include <cstdint>

#include "daybook/event/v1/day.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

struct Period {
  int64_t version = 0;
  bool closed = false;
  event::v1::DayTotals totals;  // With its supplements.
};

// Applies an event on the period's stream.
void Evolve(Period& period, const event::v1::Event& event);

}  // namespace daybook::domain
