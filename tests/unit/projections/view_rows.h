// A view in memory, folded as the projector folds it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "projections/projection.h"

namespace daybook {

// Rows as a store keeps them.
class MemoryRows : public projections::RowSource {
 public:
  absl::StatusOr<bool> ReadRow(std::string_view key,
                               google::protobuf::Message& row) const override {
    ++read_count;
    if (!error.ok()) return error;
    const auto found = rows.find(std::string(key));
    if (found == rows.end()) return false;
    return row.ParseFromString(found->second);
  }

  void Write(const std::vector<projections::RowChange>& changes) {
    for (const projections::RowChange& change : changes) {
      if (change.erased) {
        rows.erase(change.key);
      } else {
        rows[change.key] = change.row;
      }
    }
  }

  std::map<std::string, std::string> rows;
  absl::Status error;
  mutable int read_count = 0;
};

// One view and its rows.
class TestView {
 public:
  explicit TestView(std::unique_ptr<projections::Projection> projection)
      : projection_(std::move(projection)) {}

  // Folds one entry as a batch of its own. Returns the first error.
  absl::Status Fold(const event::v1::Entry& entry) { return Fold(std::vector{entry}); }

  // Folds all entries in one batch.
  absl::Status Fold(const std::vector<event::v1::Entry>& entries) {
    projections::Rows rows(stored_);
    for (const event::v1::Entry& entry : entries) {
      for (const event::v1::Event& event : entry.events()) {
        DAYBOOK_RETURN_IF_ERROR(projection_->Apply(entry.header(), event, rows));
      }
    }
    stored_.Write(rows.TakeChanges());
    return absl::OkStatus();
  }

  // Returns the row of that key; a default one if there is none.
  template <typename Row>
  Row Read(std::string_view key) const {
    Row row;
    (void)row.ParseFromString(RowOr(key));
    return row;
  }

  // Returns the keys of the range, in order.
  std::vector<std::string> Keys(const projections::KeyRange& range) const {
    std::vector<std::string> keys;
    for (auto row = stored_.rows.lower_bound(range.from); row != stored_.rows.lower_bound(range.to);
         ++row) {
      keys.push_back(row->first);
    }
    return keys;
  }

  const std::map<std::string, std::string>& rows() const { return stored_.rows; }

 private:
  std::string RowOr(std::string_view key) const {
    const auto found = stored_.rows.find(std::string(key));
    return found == stored_.rows.end() ? std::string() : found->second;
  }

  std::unique_ptr<projections::Projection> projection_;
  MemoryRows stored_;
};

}  // namespace daybook
