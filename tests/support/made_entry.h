// Entries made of what the rules decide, where no writer makes them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/domain/rules.h"

namespace daybook::testing {

// Returns the entry of what a command led to, as the engine would write it: `header` says where it
// comes from; `shop` is as it was before.
event::v1::Entry MakeEntry(event::v1::EntryHeader header,
                           const std::vector<domain::NewEvent>& events, int64_t first_position,
                           domain::Shop& shop);

}  // namespace daybook::testing
