// The face of the projections: a view is a pure fold of the log into rows.
//
// A projection has no state of its own: it sees its rows, applies one event, and changes them. The
// projector in the engine feeds it whole entries and has rows and checkpoint written together, so
// each event counts exactly once, wherever a restart falls.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "core/base/status.h"
#include "daybook/event/v1/entry.pb.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/message.h"

namespace daybook::projections {

// Where the stored rows of one view come from.
class RowSource {
 public:
  virtual ~RowSource() = default;

  // Reads the stored row into `row`; returns whether there is one.
  // Errors: STORE_CORRUPT, STORE_FAILED.
  virtual absl::StatusOr<bool> ReadRow(std::string_view key,
                                       google::protobuf::Message& row) const = 0;
};

// One row as a batch of entries left it.
struct RowChange {
  std::string key;
  std::string row;  // Serialised; empty text of an erased row is told apart by `erased`.
  bool erased = false;

  bool operator==(const RowChange&) const = default;
};

// The rows of one view as a fold sees them: what is stored, and the changes of the entries so far.
// A row is encoded once a batch, however many events touch it, and kept for the next batches, up to
// a bound. Not thread-safe.
class Rows {
 public:
  // `source` outlives this, and shows all changes that were taken.
  explicit Rows(const RowSource& source);

  // Returns the row to be changed; a default one if there is none. Always the same message type for
  // one key. The reference is valid until TakeChanges or Discard.
  template <typename Row>
  Row& Mutable(std::string_view key) {
    return static_cast<Row&>(MutableMessage(key, Row::default_instance()));
  }

  // Adds a row that is all key, such as one of an index.
  void PutKey(std::string_view key);

  // Removes a row that PutKey added, now or in an earlier batch.
  void EraseKey(std::string_view key);

  // Removes any other row. Until TakeChanges references to it are valid, and worthless.
  void Erase(std::string_view key);

  // The error of the first read that failed; rows seen after it are worthless.
  const absl::Status& status() const { return status_; }

  // Returns what has changed since the last call, ordered by key. The caller stores it, or calls
  // Discard. REQUIRES: status() is OK.
  std::vector<RowChange> TakeChanges();

  // Forgets all rows and the error: what is stored counts.
  void Discard();

 private:
  struct Slot {
    google::protobuf::Message* message = nullptr;  // Null: all key, or erased. On the arena.
    bool erased = false;
    bool changed = false;
  };
  // Abseil's own hash of text does not know std::string_view.
  struct KeyHash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };

  using Slots = absl::node_hash_map<std::string, Slot, KeyHash, std::equal_to<>>;

  google::protobuf::Message& MutableMessage(std::string_view key,
                                            const google::protobuf::Message& prototype);
  void SetKey(std::string_view key, bool erased);
  void MarkChanged(Slots::value_type& row);

  const RowSource& source_;
  absl::Status status_;
  Slots slots_;
  std::vector<Slots::value_type*> changed_;
  google::protobuf::Arena arena_;
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
  // Errors: EVENT_UNKNOWN for an event that this version cannot apply; the view stops there.
  virtual absl::Status Apply(const event::v1::EntryHeader& header, const event::v1::Event& event,
                             Rows& rows) const = 0;
};

// All views, in the order in which they are shown. Two versions of one name may be among them: the
// lower one then goes on being folded while the higher one is built.
std::vector<std::unique_ptr<Projection>> AllProjections();

// A range of row keys, [from, to), as a query reads it.
struct KeyRange {
  std::string from;
  std::string to;
};

// What every Apply asks first: OK if the event is of a case that this version knows and on a stream
// that its header lists. Errors: EVENT_UNKNOWN.
absl::Status CheckReadable(const event::v1::EntryHeader& header, const event::v1::Event& event);

// The error of an event that contradicts the rows: `what` it is that does not fit.
absl::Status CannotApply(const event::v1::EntryHeader& header, const event::v1::Event& event,
                         std::string_view what);

// The position of an event of an entry.
int64_t PositionOf(const event::v1::EntryHeader& header, const event::v1::Event& event);

// The stream of an event. REQUIRES: CheckReadable.
const event::v1::StreamName& StreamOf(const event::v1::EntryHeader& header,
                                      const event::v1::Event& event);

}  // namespace daybook::projections
