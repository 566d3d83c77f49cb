// The shop as the writer knows it: aggregates loaded from their streams on demand, a bounded number
// of them, and the open books (drawer sessions, business days, shifts of cashiers), which stay
// because they fold events of other streams.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/domain/rules.h"
#include "edge-server/store/event_log.h"

namespace daybook::engine {

// Used by one thread.
class ShopState : public domain::Shop {
 public:
  struct Options {
    size_t aggregates_max = 4096;  // Besides the open books; a large one counts as several.
    int64_t books_interval_positions = 8192;  // Between two snapshots of the open books.
    int64_t stream_interval_versions = 256;   // Between two snapshots of a stream.
  };

  // `log` outlives this.
  ShopState(const store::EventLog& log, const Options& options) : log_(log), options_(options) {}

  // Brings back the open books: from their snapshot, and what the log holds beyond it.
  absl::Status Open();

  // Errors: CONFIG_INVALID if an open business day or drawer session is in another currency, which
  // the rest of it would be in; STORE_CORRUPT, STORE_FAILED. REQUIRES: opened.
  absl::Status CheckCurrency(std::string_view currency_code) const;

  // Loads on demand. After a failed read the aggregate is worthless and status() tells.
  const domain::Aggregate& Find(const StreamId& stream) override;

  // Applies an event of a decided entry to its own aggregate and to all that fold it.
  void Apply(const StreamId& stream, const event::v1::EntryHeader& header,
             const event::v1::Event& event);

  // The error of the first read that failed.
  const absl::Status& status() const { return status_; }

  int64_t OpenBookCount() const override { return static_cast<int64_t>(books_.size()); }
  int64_t OpenShiftCount() const override;

  // Returns the snapshots that have become worth writing since the last call, for a log that is
  // durable up to `position`. REQUIRES: everything that was applied is durable.
  std::vector<std::pair<std::string, std::string>> TakeSnapshots(int64_t position);

  // Forgets the least recently used aggregates beyond the bound. References from Find end here.
  void Trim();

 private:
  struct Slot {
    StreamId stream;
    domain::Aggregate aggregate;
    size_t weight = 1;
  };

  domain::Aggregate& FindMutable(const StreamId& stream);
  Slot& AddSlot(const StreamId& stream, domain::Aggregate aggregate);
  void EraseSlot(std::list<Slot>::iterator slot);
  void WeighFirstSlot();
  domain::Aggregate Load(const StreamId& stream);
  // Folds the stream up to `version` into a new aggregate.
  absl::Status FoldStream(const StreamId& stream, int64_t version, domain::Aggregate& aggregate);
  absl::StatusOr<std::string> CurrencyOfBook(const StreamId& stream,
                                             const domain::Aggregate& book) const;
  absl::Status FoldIntoBooks(const store::StoredEntry& entry);
  absl::Status FoldIntoBook(const StreamId& stream, const event::v1::EntryHeader& header,
                            const event::v1::Event& event);
  void FoldOwn(const StreamId& stream, const event::v1::EntryHeader& header,
               const event::v1::Event& event);
  void FoldOthers(const StreamId& stream, const event::v1::EntryHeader& header,
                  const event::v1::Event& event);
  std::string BooksSnapshot(int64_t position) const;

  const store::EventLog& log_;
  const Options options_;
  absl::Status status_;
  absl::flat_hash_map<StreamId, std::unique_ptr<domain::Aggregate>> books_;
  std::list<Slot> recent_;  // Most recently used first.
  size_t recent_weight_ = 0;
  absl::flat_hash_map<StreamId, std::list<Slot>::iterator> index_;
  std::vector<StreamId> snapshots_due_;
  int64_t books_position_ = 0;  // Of the last snapshot of the books.
};

}  // namespace daybook::engine
