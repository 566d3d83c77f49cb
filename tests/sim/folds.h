// The log folded from zero, entry by entry: every aggregate and every view, as they must be
// wherever the edge keeps them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/domain/memory_shop.h"
#include "edge-server/store/view_store.h"
#include "projections/projection.h"
#include "tests/sim/ledger.h"

namespace daybook::sim {

class Folds {
 public:
  Folds();

  // Folds the next entry. Errors: a view that cannot apply it.
  absl::Status Take(const event::v1::Entry& entry);

  // Compares the aggregates of `streams` with the edge's, and how many books are open.
  absl::Status CheckShop(const std::map<std::string, StreamId>& streams, domain::Shop& shop);

  // Compares every row of every view. REQUIRES: the views have come to the last entry.
  absl::Status CheckViews(const store::ViewStore& views) const;

  // The rows of a view, by key.
  const std::map<std::string, std::string>& rows(std::string_view view) const;

 private:
  // A view's rows in memory.
  class MemoryRows : public projections::RowSource {
   public:
    absl::StatusOr<bool> ReadRow(std::string_view key,
                                 google::protobuf::Message& row) const override;
    void Apply(const std::vector<projections::RowChange>& changes);

    std::map<std::string, std::string> rows;
  };
  struct View {
    std::unique_ptr<projections::Projection> projection;
    std::unique_ptr<MemoryRows> source;
    std::unique_ptr<projections::Rows> changes;
  };

  domain::MemoryShop shop_;
  std::vector<View> views_;
};

}  // namespace daybook::sim
