// One series of documents: gapless, chained. Its counter is given out in the write that records the
// document; the documents that a till issues by itself keep the number that they were given.
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
  std::string digest;  // Of the last document; empty: there is none.

  // Of the store's closings: the turnover since the first one in this currency, returns taken off,
  // and the same with each amount as it was whichever way it went.
  std::string currency_code;
  int64_t perpetual_net_minor = 0;
  int64_t perpetual_absolute_minor = 0;
};

// What is numbered; the letter that ends a series' key.
enum class SeriesKind : char { kSales = 'S', kClosings = 'Z' };

// Returns the stream of a register's series that the edge numbers, key "<register><letter>"; the
// store's own for no register.
StreamId SeriesStream(std::string_view register_name, SeriesKind kind);

// Returns the stream of a series of that key.
StreamId SeriesStream(std::string_view key);

// Returns what is printed: "<store>-<key>-<counter>".
std::string DocumentNumber(std::string_view store, const StreamId& series, int64_t counter);

// A document's place: what its number says.
struct DocumentPlace {
  StreamId series;
  int64_t counter = 0;
};

// Reads a number of that store's. Errors: DOCUMENT_UNKNOWN if it is none.
absl::StatusOr<DocumentPlace> ReadDocumentNumber(std::string_view store, std::string_view number);

// Returns SHA-256(previous ‖ what the document says), 32 bytes; docs/domain.md says how that is
// written. `previous` is the digest of the document before it; empty for the first.
std::string DocumentDigest(std::string_view previous, const event::v1::DocumentIssued& document);

// Applies an event on the series' stream.
void Evolve(Series& series, const event::v1::Event& event);

}  // namespace daybook::domain
