// One sale: its table of states, and the fold of what happened to it.
//
// Sums are kept as lines come and go, so that no event costs more than the logarithm of the sale's
// size. Once a sale is over its lines are let go.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

enum class SaleState { kNotStarted, kOpen, kCompleted, kAbandoned };
inline constexpr int kSaleStateCount = 4;

// One row of the table of states: what stands against a command in each state. The only place that
// says so; docs/domain.md shows a copy.
struct SaleRule {
  edge::v1::Command::CommandCase command;
  Reason objections[kSaleStateCount];  // By SaleState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const SaleRule> SaleRules();

// Returns what stands against `command` in that state, or OK.
// REQUIRES: the table has a row for it.
absl::Status CheckSaleState(SaleState state, edge::v1::Command::CommandCase command,
                            const Uuid& sale_id);

// Returns the state's name as people read it: "open".
std::string_view SaleStateName(SaleState state);

struct SaleLine {
  event::v1::LineKind kind = event::v1::LINE_KIND_GOODS;
  std::string sku;
  std::string category;
  std::string tax_category;
  int64_t unit_price_minor = 0;
  int64_t quantity_milli = 0;
  int64_t amount_minor = 0;
  bool removed = false;  // Its number stays taken.
};

// So many of something, and what they come to.
struct CountedSum {
  int32_t count = 0;
  int64_t amount_minor = 0;
};

struct Sale {
  int64_t version = 0;
  SaleState state = SaleState::kNotStarted;
  std::string register_name;
  bool prices_include_tax = false;
  int32_t start_business_date = 0;
  google::protobuf::Timestamp first_item_time;

  absl::flat_hash_map<int32_t, SaleLine> lines;  // By number; removed ones too.
  int32_t line_count = 0;                        // Without the removed ones.
  int64_t subtotal_minor = 0;
  std::map<std::string, CountedSum> by_category;
  std::map<std::string, CountedSum> by_tax_category;

  absl::flat_hash_set<Uuid> payments;
  std::map<event::v1::Tender, CountedSum> by_tender;
  int64_t paid_minor = 0;

  // Returns the line unless there is none or it was removed.
  const SaleLine* FindLine(int32_t line) const;
};

// Applies an event on the sale's stream. What makes no sense is passed over.
void Evolve(Sale& sale, const event::v1::EntryHeader& header, const event::v1::Event& event);

}  // namespace daybook::domain
