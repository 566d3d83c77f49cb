// What of the views may be read, and the queries that wait until a view has come far enough.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "edge-server/engine/projector.h"
#include "edge-server/store/view_store.h"

namespace daybook::engine {

// One view, open for reading. Thread-safe; the views outlive it.
class ViewReader {
 public:
  ViewReader(const store::ViewStore& rows, store::ViewName view, int64_t position)
      : store_(&rows), view_(std::move(view)), position_(position) {}

  // Every event up to here is in the rows; later ones may be.
  int64_t position() const { return position_; }

  absl::StatusOr<std::optional<std::string>> Row(std::string_view key) const {
    return store_->ReadRow(view_, key);
  }
  // Rows with keys in [from, to), at most `rows_max`; backwards: from the last one down.
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Rows(std::string_view from,
                                                                        std::string_view to,
                                                                        bool backwards,
                                                                        int32_t rows_max) const {
    return store_->ReadRows(view_, from, to, backwards, rows_max);
  }

 private:
  const store::ViewStore* store_;
  store::ViewName view_;
  int64_t position_;
};

// Thread-safe.
class Views {
 public:
  using Reached = std::function<void(absl::StatusOr<ViewReader>)>;

  // At most this many queries wait for a position.
  static constexpr size_t kWaitingMax = 1024;

  // All outlive this.
  Views(const store::ViewStore& rows, const Projector& projector, const Clock& clock)
      : store_(rows), projector_(projector), clock_(clock) {}

  // Opens a view as it is: an older version, while the newer one is built or has stopped. Errors:
  // VIEW_UNKNOWN, VIEW_STOPPED.
  absl::StatusOr<ViewReader> Open(std::string_view view) const;

  // Calls `reached` when the view has come to `position`: at once, or on the thread that calls
  // Advance. Errors through it: as Open; VIEW_STOPPED too if it never will; VIEW_BEHIND after
  // `timeout`; READS_MAX; STOPPING.
  void WhenReached(std::string_view view, int64_t position, absl::Duration timeout, Reached reached)
      DAYBOOK_EXCLUDES(mutex_);

  // The least position of all views that go on.
  int64_t position() const;

  // Why a view, or the newer version of one, stopped, if one did.
  absl::Status status() const;

  // Answers those whose view has come far enough, and those who have waited too long. Called when
  // the projector has made a step, and at an interval.
  void Advance() DAYBOOK_EXCLUDES(mutex_);

  // Answers all who wait with STOPPING. Nobody waits any more.
  void Stop() DAYBOOK_EXCLUDES(mutex_);

 private:
  struct Waiting {
    std::string view;
    int64_t position = 0;
    absl::Duration deadline;  // Monotonic.
    Reached reached;
  };
  using Answer = std::pair<Reached, absl::StatusOr<ViewReader>>;

  // Opens a view that has come to `position`, or will; the reader says whether it has.
  absl::StatusOr<ViewReader> OpenFor(std::string_view view, int64_t position) const;
  std::vector<Answer> TakeAnswers() DAYBOOK_REQUIRES(mutex_);

  const store::ViewStore& store_;
  const Projector& projector_;
  const Clock& clock_;

  Mutex mutex_;
  std::vector<Waiting> waiting_ DAYBOOK_GUARDED_BY(mutex_);
  bool stopping_ DAYBOOK_GUARDED_BY(mutex_) = false;
};

}  // namespace daybook::engine
