// What must hold of every log, looked at from outside: read whole over the wire, and folded by code
// that shares nothing with the server's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/status.h"
#include "daybook/event/v1/day.pb.h"
#include "daybook/event/v1/entry.pb.h"
#include "tests/support/edge_client.h"

namespace daybook::test {

// A whole log, as its reader sees it.
struct LogCopy {
  edge::v1::GetHeadResponse head;
  std::vector<std::string> bytes;         // Of each entry.
  std::vector<event::v1::Entry> entries;  // The same, decoded.
};

// Reads the log up to the head that it has now. Errors: those of the calls.
absl::StatusOr<LogCopy> ReadLog(EdgeClient& client);

// Returns every breach of what must hold: positions dense from 1, versions dense on each stream,
// the chain from log_id to the head's hash, no request twice, own commands dense but for recorded
// gaps.
std::vector<std::string> FindBreaches(const LogCopy& log);

// Returns what the server must answer to whoever repeats a request, by request id.
std::map<std::string, edge::v1::CommandResult> FirstReplies(const LogCopy& log);

// Returns a business day's totals, folded from the lines and payments themselves. Prices include
// tax.
event::v1::DayTotals FoldTotals(const LogCopy& log, int32_t business_date);

// Returns the name of each event of the log in order: "SaleCreated".
std::vector<std::string> EventNames(const event::v1::Entry& entry);

}  // namespace daybook::test
