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

  // Of the store's closings: the turnover since the first one, returns taken off, and the same with
  // each amount as it was whichever way it went.
  int64_t perpetual_net_minor = 0;
  int64_t perpetual_absolute_minor = 0;
};

// What is numbered; the letter that ends a series' key.
enum class SeriesKind : char { kSales = 'S', kClosings = 'Z' };

// Returns the stream of a register's series that the edge numbers, key "<register><letter>"; the
// store's own for no register.
StreamId SeriesStream(std::string_view register_name, SeriesKind kind);

// Returns what is printed: "<store>-<register><letter>-<counter>".
std::string DocumentNumber(std::string_view store, std::string_view register_name, SeriesKind kind,
                           int64_t counter);

// Applies an event on the series' stream.
void Evolve(Series& series, const event::v1::Event& event);

}  // namespace daybook::domain
