// A whole shop in memory: every aggregate there ever was, for tests, scenarios and simulations. Not
// bounded. Not thread-safe.
#pragma once

#include <vector>

#include "absl/container/node_hash_map.h"
#include "core/domain/rules.h"

namespace daybook::domain {

class MemoryShop : public Shop {
 public:
  const Aggregate& Find(const StreamId& stream) override { return At(stream); }
  int64_t OpenBookCount() const override { return open_book_count_; }
  int64_t OpenShiftCount() const override { return open_shift_count_; }

  // Folds what one command led to, in order, into every aggregate that it concerns.
  void Apply(const event::v1::EntryHeader& header, const std::vector<NewEvent>& events);

 private:
  Aggregate& At(const StreamId& stream);
  void EvolveAt(const StreamId& stream, const event::v1::EntryHeader& header,
                const event::v1::Event& event, const StreamId* elsewhere);

  absl::node_hash_map<StreamId, Aggregate> aggregates_;  // References must outlive a rehash.
  int64_t open_book_count_ = 0;
  int64_t open_shift_count_ = 0;
};

}  // namespace daybook::domain
