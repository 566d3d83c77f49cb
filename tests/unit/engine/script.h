// A day that a seed makes up: sales of asks and of own commands, right and wrong, repeated and
// refused.
#pragma once

#include <cstdint>
#include <vector>

#include "edge-server/engine/command.h"

namespace daybook::engine {

// Returns the calls of such a day in order. The same seed gives the same day.
std::vector<Call> MakeUpADay(uint64_t seed, int call_count);

}  // namespace daybook::engine
