// One transfer of goods between two locations: its table of states, and what is in transit.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

enum class TransferState { kNotKnown, kRequested, kShipped, kReceived, kCancelled };
inline constexpr int kTransferStateCount = 5;

// One row of the table of states: what stands against a command in each state. The only place that
// says so; docs/domain.md shows a copy.
struct TransferRule {
  edge::v1::Command::CommandCase command;
  Reason objections[kTransferStateCount];  // By TransferState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const TransferRule> TransferRules();

// Returns what stands against `command` in that state, or OK.
// REQUIRES: the table has a row for it.
absl::Status CheckTransferState(TransferState state, edge::v1::Command::CommandCase command,
                                const Uuid& transfer_id);

// Returns the state's name as people read it: "requested".
std::string_view TransferStateName(TransferState state);

// How much of which item, in thousandths of a unit, by SKU.
using TransferGoods = std::map<std::string, int64_t>;

struct Transfer {
  int64_t version = 0;
  TransferState state = TransferState::kNotKnown;
  std::string from_location;
  std::string to_location;
  TransferGoods goods;  // What was asked for; once it is shipped, what is in transit.
};

// Applies an event on the transfer's stream.
void Evolve(Transfer& transfer, const event::v1::Event& event);

}  // namespace daybook::domain
