// What an entry adds to the log's tables. Everything but the entries is a fold of them, and this is
// the fold: the writer stores its rows, the verifier compares them with what is stored. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "core/base/status.h"
#include "edge-server/store/database.h"
#include "edge-server/store/entry_facts.h"
#include "edge-server/store/key_layout.h"
#include "edge-server/store/segment_index.h"
#include "edge-server/store/stream_index.h"

namespace daybook::store {

class IndexFold {
 public:
  // Takes one row that an entry adds.
  using RowSink = std::function<void(Table table, std::string_view key, std::string_view value)>;

  // Finds the mark of an installation that the fold does not have in mind.
  using DeviceSource = std::function<absl::StatusOr<std::optional<DeviceMark>>(const Uuid&)>;

  // How many installations are kept in mind between batches.
  static constexpr size_t kDevicesMax = 1024;

  // Goes on after `head`, whose latest minute is `minute` (-1: none yet).
  IndexFold(const HeadRow& head, int64_t minute, DeviceSource devices)
      : head_(head), minute_(minute), devices_(std::move(devices)) {}

  // After the entries so far.
  const HeadRow& head() const { return head_; }

  // Adds the next entry, whose bytes are `entry_bytes`, and hands its rows, all but the head's and
  // those of its request and its streams, to `sink`. Errors: LOG_NOT_DENSE if it does not continue
  // the head; STORE_CORRUPT; those of `devices`.
  absl::Status Add(const event::v1::Entry& entry, std::string_view entry_bytes,
                   const RowSink& sink);

  // Hands out the rows of requests and streams that were added since they were last handed out,
  // each ordered by key, which is cheaper to insert; Add does so where a block ends. To be called
  // when a batch is complete.
  void Finish(const RowSink& sink);

  // Forgets marks that can be found again, beyond kDevicesMax. REQUIRES: all rows handed out are
  // stored.
  void Trim() {
    if (marks_.size() > kDevicesMax) marks_.clear();
  }

  // Adds an entry of the segment that the head is in, whose rows are stored, for its index alone.
  // REQUIRES: all such entries up to the head, in order, before the first Add.
  void Resume(const EntryFacts& entry);

 private:
  absl::Status AddDevice(const event::v1::Entry& entry, const RowSink& sink);
  absl::Status AddEpoch(const event::v1::Entry& entry, const RowSink& sink);

  HeadRow head_;
  int64_t minute_;
  DeviceSource devices_;
  absl::flat_hash_map<Uuid, DeviceMark> marks_;
  std::vector<std::pair<std::string, int64_t>> requests_;  // Id and first position.
  StreamIndex streams_;
  SegmentIndex segment_;
};

}  // namespace daybook::store
