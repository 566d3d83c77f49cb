#include <algorithm>

#include "core/base/check.h"
#include "projections/projection.h"

namespace daybook::projections {
namespace {

// A batch of live events touches a few rows, one of a rebuild thousands.
google::protobuf::ArenaOptions RowArena() {
  google::protobuf::ArenaOptions options;
  options.start_block_size = 4 << 10;
  options.max_block_size = 256 << 10;
  return options;
}

}  // namespace

Rows::Rows(const RowSource& source) : source_(source), arena_(RowArena()) {}

google::protobuf::Message& Rows::MutableMessage(std::string_view key,
                                                const google::protobuf::Message& prototype) {
  const auto [found, inserted] = slots_.try_emplace(key);
  Slot& slot = found->second;
  if (!inserted) {
    DAYBOOK_CHECK(slot.message != nullptr);
    return *slot.message;
  }
  slot.message = prototype.New(&arena_);
  if (const auto stored = source_.ReadRow(key, *slot.message); !stored.ok()) {
    status_.Update(stored.status());
  }
  return *slot.message;
}

void Rows::PutKey(std::string_view key) { slots_.insert_or_assign(key, Slot{}); }

void Rows::EraseKey(std::string_view key) { slots_.insert_or_assign(key, Slot{.erased = true}); }

std::vector<RowChange> Rows::TakeChanges() {
  DAYBOOK_CHECK(status_.ok());
  std::vector<RowChange> changes;
  changes.reserve(slots_.size());
  for (const auto& [key, slot] : slots_) {
    RowChange& change =
        changes.emplace_back(RowChange{.key = key, .row = {}, .erased = slot.erased});
    if (slot.message != nullptr) DAYBOOK_CHECK(slot.message->SerializeToString(&change.row));
  }
  std::sort(changes.begin(), changes.end(),
            [](const RowChange& a, const RowChange& b) { return a.key < b.key; });
  Discard();
  return changes;
}

void Rows::Discard() {
  slots_.clear();
  arena_.Reset();
  status_ = absl::OkStatus();
}

}  // namespace daybook::projections
