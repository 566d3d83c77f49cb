// Compares a log with the entries that it should hold, by every way there is to read it.
#pragma once

#include <vector>

#include "daybook/event/v1/entry.pb.h"
#include "edge-server/store/event_log.h"

namespace daybook::testing {

// Fails the running test unless `log` holds exactly `entries`: bytes, positions, chain, requests,
// streams, installations, and the index by category and type.
void ExpectLogHolds(const store::EventLog& log, const std::vector<event::v1::Entry>& entries);

// Reads the whole log, in pages of about `bytes_max`.
std::vector<store::StoredEntry> ReadWholeLog(const store::EventLog& log, int64_t bytes_max = 4096);

// Reads all pages of a filtered read, in its order; fails the test if a page does not move on.
std::vector<store::StoredEntry> ReadAllFiltered(const store::EventLog& log, int64_t position,
                                                bool backwards, const store::Filter& filter,
                                                int32_t entries_max = 3,
                                                int64_t scan_bytes_max = 2000);

// Reads a whole stream, in its order or backwards.
std::vector<store::StoredEntry> ReadWholeStream(const store::EventLog& log, const StreamId& stream,
                                                bool backwards, int32_t entries_max = 3);

// Returns the bytes of what `filter` chooses of `entries` whose positions are within the bounds,
// worked out the slow way, from decoded events.
std::vector<std::string> ChooseFrom(const std::vector<event::v1::Entry>& entries,
                                    const store::Filter& filter, int64_t position_min = 1,
                                    int64_t position_max = INT64_MAX);

// Returns the bytes of stored entries.
std::vector<std::string> BytesOf(const std::vector<store::StoredEntry>& entries);

}  // namespace daybook::testing
