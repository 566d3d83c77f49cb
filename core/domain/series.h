// One series of document numbers: gapless, its counter is given out in the write that records the
// document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/entry/stream_id.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

struct Series {
  int64_t version = 0;
  int64_t last_counter = 0;
};

// Returns the stream of a register's series of sales that the edge numbers: key "<register>S".
StreamId SaleSeriesStream(std::string_view register_name);

// Returns what is printed: "<store>-<register>S-<counter>".
std::string SaleDocumentNumber(std::string_view store, std::string_view register_name,
                               int64_t counter);

// Applies an event on the series' stream.
void Evolve(Series& series, const event::v1::Event& event);

}  // namespace daybook::domain
