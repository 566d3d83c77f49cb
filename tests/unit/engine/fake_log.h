// A log in memory, as the projector sees one.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "edge-server/engine/projector.h"

namespace daybook {

class FakeLog : public engine::EntrySource {
 public:
  void Append(const event::v1::Entry& entry) {
    AppendBytes(entry.SerializeAsString(), entry.header().event_count());
  }

  void AppendBytes(std::string bytes, int32_t event_count) {
    entries_.push_back({.first_position = head_.position + 1,
                        .event_count = event_count,
                        .bytes = std::make_shared<const std::string>(std::move(bytes))});
    head_.position = entries_.back().last_position();
  }

  // Takes the log back to `entry_count` entries, in a new epoch.
  void Fork(size_t entry_count) {
    entries_.resize(entry_count);
    head_.position = entries_.empty() ? 0 : entries_.back().last_position();
    kept_position_ = head_.position;
    ++head_.epoch;
  }

  store::Head head() const override { return head_; }

  absl::Status CheckCursor(const store::Cursor& cursor) const override {
    if (cursor.epoch == head_.epoch || cursor.position <= kept_position_) return absl::OkStatus();
    return Error(Reason::ERROR_REASON_CURSOR_RESET, "given up");
  }

  absl::StatusOr<store::Page> Read(int64_t after, int64_t bytes_max) const override {
    if (!read_error.ok()) return read_error;
    store::Page page;
    int64_t bytes = 0;
    auto entry = std::upper_bound(entries_.begin(), entries_.end(), after,
                                  [](int64_t position, const store::StoredEntry& stored) {
                                    return position < stored.first_position;
                                  });
    for (; entry != entries_.end() && (page.entries.empty() || bytes < bytes_max); ++entry) {
      bytes += static_cast<int64_t>(entry->bytes->size());
      page.entries.push_back(*entry);
    }
    page.end = entry == entries_.end();
    return page;
  }

  absl::Status read_error;

 private:
  std::vector<store::StoredEntry> entries_;
  store::Head head_;
  int64_t kept_position_ = 0;
};

}  // namespace daybook
