#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "projections/projection.h"

namespace daybook::projections {
namespace {

// What is kept between two batches.
constexpr size_t kKeptRowsMax = 4096;
constexpr size_t kKeptBytesMax = 4 << 20;

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
  MarkChanged(*found);
  const bool was_erased = std::exchange(slot.erased, false);
  if (!inserted && slot.message != nullptr) return *slot.message;
  DAYBOOK_CHECK(inserted || was_erased);
  slot.message = prototype.New(&arena_);
  if (was_erased) return *slot.message;
  if (const auto stored = source_.ReadRow(key, *slot.message); !stored.ok()) {
    status_.Update(stored.status());
  }
  return *slot.message;
}

void Rows::Erase(std::string_view key) {
  const auto found = slots_.try_emplace(key).first;
  if (found->second.message != nullptr) found->second.message->Clear();
  found->second.erased = true;
  MarkChanged(*found);
}

void Rows::PutKey(std::string_view key) { SetKey(key, /*erased=*/false); }

void Rows::EraseKey(std::string_view key) { SetKey(key, /*erased=*/true); }

void Rows::SetKey(std::string_view key, bool erased) {
  const auto found = slots_.try_emplace(key).first;
  DAYBOOK_CHECK(found->second.message == nullptr);
  found->second.erased = erased;
  MarkChanged(*found);
}

void Rows::MarkChanged(Slots::value_type& row) {
  if (!std::exchange(row.second.changed, true)) changed_.push_back(&row);
}

std::vector<RowChange> Rows::TakeChanges() {
  DAYBOOK_CHECK(status_.ok());
  std::vector<RowChange> changes;
  changes.reserve(changed_.size());
  for (Slots::value_type* row : std::exchange(changed_, {})) {
    auto& [key, slot] = *row;
    RowChange& change =
        changes.emplace_back(RowChange{.key = key, .row = {}, .erased = slot.erased});
    slot.changed = false;
    if (slot.message != nullptr && !slot.erased) {
      DAYBOOK_CHECK(slot.message->SerializeToString(&change.row));
    } else {
      slots_.erase(key);
    }
  }
  std::sort(changes.begin(), changes.end(),
            [](const RowChange& a, const RowChange& b) { return a.key < b.key; });
  if (slots_.size() > kKeptRowsMax || arena_.SpaceAllocated() > kKeptBytesMax) Discard();
  return changes;
}

void Rows::Discard() {
  changed_.clear();
  slots_.clear();
  arena_.Reset();
  status_ = absl::OkStatus();
}

}  // namespace daybook::projections
