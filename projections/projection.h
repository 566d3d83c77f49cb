// The face of the projections: a view is a pure fold of the log into rows.
//
// A projection has no state of its own: it sees its rows, applies one event, and changes them. The
// projector in the engine feeds it whole entries and has rows and checkpoint written together, so each
// event counts exactly once, wherever a restart falls.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/base/status.h"
#include "daybook/event/v1/entry.pb.h"
#include "google/protobuf/message.h"

namespace daybook::projections {

// Where the stored rows of one view come from.
class RowSource {
 public:
  virtual ~RowSource() = default;

  // Reads the stored row into `row`; returns whether there is one.
  // Errors: STORE_CORRUPT, STORE_FAILED.
  virtual absl::StatusOr<bool> ReadRow(std::string_view key, google::protobuf::Message& row) const = 0;
};

// One row as a batch of entries left it.
struct RowChange {
  std::string key;
  std::string row;  // Serialised; empty text of an erased row is told apart by `erased`.
  bool erased = false;
};

// The rows of one view as a fold sees them: what is stored, and the changes of the entries so far.
// A row is decoded once a batch and encoded once, however many events touch it. Not thread-safe.
class Rows {
 public:
  // `source` outlives this.
  explicit Rows(const RowSource& source) : source_(source) {}

  // Returns the row to be changed; a default one if there is none. Always the same message type for one
  // view. The reference is valid until TakeChanges.
  template <typename Row>
  Row& Mutable(std::string_view key) {
    return static_cast<Row&>(MutableMessage(key, Row::default_instance()));
  }

  // The error of the first read that failed; rows seen after it are worthless.
  const absl::Status& status() const { return status_; }

  // Returns what changed, ordered by key, and forgets it.
  std::vector<RowChange> TakeChanges();

 private:
  google::protobuf::Message& MutableMessage(std::string_view key,
                                            const google::protobuf::Message& prototype);

  const RowSource& source_;
  absl::Status status_;
  absl::flat_hash_map<std::string, std::unique_ptr<google::protobuf::Message>> rows_;
};

// Thread-safe: there is nothing in it that changes.
class Projection {
 public:
  virtual ~Projection() = default;

  // The view's name, as operators and queries call it: "store_totals".
  virtual std::string_view name() const = 0;

  // Raised whenever Apply or a row changes its meaning: the view is rebuilt beside the old one.
  virtual int version() const = 0;

  // Applies one event of an entry. Events that do not concern the view change nothing.
  // Errors: EVENT_UNKNOWN for a case that this version does not know; the view stops there.
  virtual absl::Status Apply(const event::v1::EntryHeader& header, const event::v1::Event& event,
                             Rows& rows) const = 0;
};

// All views, in the order in which they are shown.
std::vector<std::unique_ptr<Projection>> AllProjections();

}  // namespace daybook::projections
