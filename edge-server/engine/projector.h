// The projector without its thread: folds the log into the views, a page at a time.
//
// Each view stands at a checkpoint of its own. A step reads a page of entries once, decodes it
// once, applies it to every view that has not seen it, and writes rows and checkpoints together, so
// that each event counts exactly once, wherever the process ends. A view of a new version is built
// beside the old one, which serves until it is overtaken. An event that a view cannot apply stops
// that view alone, before the entry that holds it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/mutex.h"
#include "core/base/status.h"
#include "daybook/event/v1/entry.pb.h"
#include "edge-server/store/event_log.h"
#include "edge-server/store/view_store.h"
#include "google/protobuf/arena.h"
#include "projections/projection.h"

namespace daybook::engine {

// What the projector needs of the log. Thread-safe, as store::EventLog is, whose functions these
// are.
class EntrySource {
 public:
  virtual ~EntrySource() = default;

  virtual store::Head head() const = 0;
  virtual absl::Status CheckCursor(const store::Cursor& cursor) const = 0;
  virtual absl::StatusOr<store::Page> Read(int64_t after, int64_t bytes_max) const = 0;
};

// What a step did to one view that serves queries.
struct ViewChange {
  std::string view;
  int64_t position = 0;  // How far it has come.
  // The rows that changed, ordered by key.
  std::vector<projections::RowChange> rows;
  // Another version serves from now on: `rows` do not tell what changed, read them anew.
  bool replaced = false;
};

// How a view is doing.
struct ViewStatus {
  store::ViewName serving;  // What queries read; its rows are at least at `position`.
  int64_t position = 0;
  absl::Status stopped;  // VIEW_STOPPED: why the version that serves was stopped.
  // VIEW_STOPPED: why the newer version was stopped that is built beside it.
  absl::Status build_stopped;
  // Whether its position will still grow, by the version that serves or by the newer one that takes
  // its place.
  bool follows = true;
  // Set while its figures are not whole: how far the version has come that is being built. Either
  // it is built beside the serving one, or it serves and has not come to where the log stood at
  // Open.
  std::optional<int64_t> built_position;
};

// Open and Step belong to one thread; Status and ListStatus are thread-safe.
class Projector {
 public:
  struct Options {
    int64_t page_bytes_max = 512 << 10;
    int32_t sweep_rows_max = 1'000;
  };

  // What a step came to.
  struct Progress {
    std::vector<ViewChange> changes;
    // Whether there was nothing to do: every view that is not stopped is at the log's head.
    bool idle = false;
  };

  // Takes up the views where they stand in `views`. Begun anew are those that are not there, and
  // those whose checkpoint is not on this branch of the log. `log` and `views` outlive the
  // projector. Errors: STORE_FAILED, STORE_CORRUPT.
  static absl::StatusOr<std::unique_ptr<Projector>> Open(
      const Options& options, const EntrySource& log, store::ViewStore& views,
      std::vector<std::unique_ptr<projections::Projection>> projections);

  // Does the next piece of work, bounded by the options: folds a page into the views that are at
  // its beginning or within it, or deletes rows of a version that was replaced. Views in front and
  // views behind take turns, so that a rebuild holds nobody up. After an error nothing has been
  // taken; it may be called again. Errors: STORE_FAILED, STORE_CORRUPT.
  absl::StatusOr<Progress> Step() DAYBOOK_EXCLUDES(mutex_);

  // Returns how the view is doing, or nothing if there is none of that name.
  std::optional<ViewStatus> Status(std::string_view view) const DAYBOOK_EXCLUDES(mutex_);

  // Returns all views, in the order of the projections.
  std::vector<ViewStatus> ListStatus() const DAYBOOK_EXCLUDES(mutex_);

 private:
  // One version of a view.
  struct Fold {
    Fold(store::ViewName name, const projections::Projection* code, const store::ViewStore& store)
        : view(std::move(name)),
          projection(code),
          checkpoint(store.ReadCheckpoint(view)),
          source(store.Source(view)) {}

    bool Follows() const { return projection != nullptr && stopped.ok(); }

    const store::ViewName view;
    const projections::Projection* const projection;  // Null: its code is gone, it only serves.
    store::Checkpoint checkpoint;
    absl::Status stopped;
    const std::unique_ptr<projections::RowSource> source;
    projections::Rows rows{*source};
  };

  // The versions of one view: the first serves; if there is a second, it is the newer one being
  // built.
  struct View {
    std::string name;
    std::vector<std::unique_ptr<Fold>> folds;
  };

  // Entries as messages, up to the first that is not what it should be.
  struct DecodedPage {
    std::vector<const event::v1::Entry*> entries;  // On arena_.
    int64_t last_position = 0;
    absl::Status damage;  // Not OK: what is wrong with the next entry.
  };

  // What became of one fold in a page.
  struct Outcome {
    Fold* fold = nullptr;
    absl::Status stopped;
    bool serves = false;
  };

  Projector(const Options& options, const EntrySource& log, store::ViewStore& views,
            std::vector<std::unique_ptr<projections::Projection>> projections);

  absl::Status TakeUp();
  absl::Status DropUnusable();
  View MakeView(const projections::Projection& newest);
  const projections::Projection* FindProjection(const store::ViewName& view) const;
  const projections::Projection* FindNewest(std::string_view name) const;

  absl::Status DropReplaced();
  std::vector<ViewChange> ReplaceOvertaken();
  std::optional<int64_t> NextStart(int64_t head_position);
  absl::Status FoldPage(int64_t after, std::vector<ViewChange>& changes);
  void DiscardRows();
  DecodedPage Decode(int64_t after, const store::Page& page);
  absl::StatusOr<Outcome> FoldInto(Fold& fold, const DecodedPage& page,
                                   store::ViewUpdate& update) const;
  void Take(const Outcome& outcome, store::ViewUpdate update, std::vector<ViewChange>& changes);
  void Publish() DAYBOOK_EXCLUDES(mutex_);

  const Options options_;
  const EntrySource& log_;
  store::ViewStore& store_;
  const std::vector<std::unique_ptr<projections::Projection>> projections_;
  const int64_t head_at_open_;

  // Of the thread that steps.
  std::vector<View> views_;
  std::vector<store::ViewName> replaced_;  // Still to be dropped.
  bool front_had_its_turn_ = false;
  google::protobuf::Arena arena_;

  mutable Mutex mutex_;
  std::vector<ViewStatus> status_ DAYBOOK_GUARDED_BY(mutex_);
};

}  // namespace daybook::engine
