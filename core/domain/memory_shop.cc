#include "core/domain/memory_shop.h"

namespace daybook::domain {

Aggregate& MemoryShop::At(const StreamId& stream) {
  const auto found = aggregates_.find(stream);
  if (found != aggregates_.end()) return found->second;
  return aggregates_.emplace(stream, NewAggregate(stream)).first->second;
}

void MemoryShop::EvolveAt(const StreamId& stream, const event::v1::EntryHeader& header,
                          const event::v1::Event& event, const StreamId* elsewhere) {
  Aggregate& aggregate = At(stream);
  open_book_count_ -= IsOpenBook(aggregate);
  open_shift_count_ -= IsOpenShift(aggregate);
  Evolve(aggregate, header, event, elsewhere);
  open_book_count_ += IsOpenBook(aggregate);
  open_shift_count_ += IsOpenShift(aggregate);
}

void MemoryShop::Apply(const event::v1::EntryHeader& header, const std::vector<NewEvent>& events) {
  for (const NewEvent& recorded : events) {
    EvolveAt(recorded.stream, header, recorded.event, nullptr);
    for (const StreamId& other : AlsoFoldedBy(recorded.stream, header, recorded.event)) {
      EvolveAt(other, header, recorded.event, &recorded.stream);
    }
  }
}

}  // namespace daybook::domain
