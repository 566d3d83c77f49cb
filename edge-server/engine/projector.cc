#include "edge-server/engine/projector.h"

#include <algorithm>

#include "absl/types/span.h"
#include "core/base/logging.h"

namespace daybook::engine {
namespace {

using event::v1::Entry;
using projections::Projection;
using store::ViewName;

// How far a run of entries could be applied.
struct Applied {
  size_t entry_count = 0;
  absl::Status status;  // Why not the next one.
};

// Applies entries of which every event is behind `position`.
Applied Apply(const Projection& projection, absl::Span<const Entry* const> entries,
              projections::Rows& rows) {
  Applied applied;
  for (const Entry* entry : entries) {
    for (const event::v1::Event& event : entry->events()) {
      applied.status.Update(projection.Apply(entry->header(), event, rows));
      applied.status.Update(rows.status());
      if (!applied.status.ok()) return applied;
    }
    ++applied.entry_count;
  }
  return applied;
}

google::protobuf::ArenaOptions PageArena() {
  google::protobuf::ArenaOptions options;
  options.start_block_size = 16 << 10;
  options.max_block_size = 1 << 20;
  return options;
}

// Returns what a query of a stopped view is told.
absl::Status Stopped(const ViewName& view, int64_t position, const absl::Status& cause) {
  return Error(Reason::ERROR_REASON_VIEW_STOPPED,
               "the view {view} (version {version}) stopped behind position {position}: {cause}",
               {{"view", view.name},
                {"version", view.version},
                {"position", position},
                {"reason", ReasonName(ReasonOf(cause))},
                {"cause", MessageOf(cause)}});
}

int64_t LastPositionOf(const Entry& entry) {
  return entry.header().first_position() + entry.header().event_count() - 1;
}

ViewName NameOf(const Projection& projection) {
  return {std::string(projection.name()), projection.version()};
}

}  // namespace

Projector::Projector(const Options& options, const EntrySource& log, store::ViewStore& views,
                     std::vector<std::unique_ptr<Projection>> projections)
    : options_(options),
      log_(log),
      store_(views),
      projections_(std::move(projections)),
      head_at_open_(log.head().position),
      arena_(PageArena()) {}

absl::StatusOr<std::unique_ptr<Projector>> Projector::Open(
    const Options& options, const EntrySource& log, store::ViewStore& views,
    std::vector<std::unique_ptr<Projection>> projections) {
  std::unique_ptr<Projector> projector(new Projector(options, log, views, std::move(projections)));
  DAYBOOK_RETURN_IF_ERROR(projector->TakeUp());
  projector->Publish();
  return projector;
}

absl::Status Projector::TakeUp() {
  DAYBOOK_RETURN_IF_ERROR(DropUnusable());
  std::vector<store::ViewUpdate> begun;
  for (const auto& projection : projections_) {
    if (FindNewest(projection->name()) != projection.get()) continue;
    const ViewName view = NameOf(*projection);
    // An empty batch of rows, so that queries find the view.
    begun.push_back({.view = view, .checkpoint = store_.ReadCheckpoint(view), .changes = {}});
    views_.push_back(MakeView(*projection));
  }
  return store_.Write(begun);
}

// Drops what no projection folds any more, and what was folded on another branch of the log.
absl::Status Projector::DropUnusable() {
  for (const ViewName& view : store_.ListViews()) {
    const store::Checkpoint checkpoint = store_.ReadCheckpoint(view);
    const absl::Status branch = log_.CheckCursor({checkpoint.epoch, checkpoint.position});
    const bool on_branch = ReasonOf(branch) != Reason::ERROR_REASON_CURSOR_RESET;
    if (on_branch) DAYBOOK_RETURN_IF_ERROR(branch);
    if (on_branch && FindNewest(view.name) != nullptr) continue;
    Log(LogLevel::kWarning, "the view is dropped",
        {{"view", view.name}, {"version", view.version}, {"position", checkpoint.position}});
    DAYBOOK_RETURN_IF_ERROR(store_.Drop(view));
  }
  return absl::OkStatus();
}

// Of the other versions in the store, the one that has come furthest serves until it is overtaken.
Projector::View Projector::MakeView(const Projection& newest) {
  View view{.name = std::string(newest.name()), .folds = {}};
  view.folds.push_back(std::make_unique<Fold>(NameOf(newest), &newest, store_));
  for (const ViewName& stored : store_.ListViews()) {
    if (stored.name != newest.name() || stored.version == newest.version()) continue;
    auto fold = std::make_unique<Fold>(stored, FindProjection(stored), store_);
    if (fold->checkpoint.position > view.folds.front()->checkpoint.position) {
      view.folds.insert(view.folds.begin(), std::move(fold));
    } else {
      replaced_.push_back(stored);
    }
  }
  while (view.folds.size() > 2) {
    replaced_.push_back(view.folds[1]->view);
    view.folds.erase(view.folds.begin() + 1);
  }
  return view;
}

const Projection* Projector::FindProjection(const ViewName& view) const {
  for (const auto& projection : projections_) {
    if (NameOf(*projection) == view) return projection.get();
  }
  return nullptr;
}

const Projection* Projector::FindNewest(std::string_view name) const {
  const Projection* newest = nullptr;
  for (const auto& projection : projections_) {
    if (projection->name() != name) continue;
    if (newest == nullptr || projection->version() > newest->version()) newest = projection.get();
  }
  return newest;
}

absl::StatusOr<Projector::Progress> Projector::Step() {
  Progress progress;
  DAYBOOK_RETURN_IF_ERROR(DropReplaced());
  progress.changes = ReplaceOvertaken();
  if (progress.changes.empty()) {
    if (const auto start = NextStart(log_.head().position)) {
      if (absl::Status folded = FoldPage(*start, progress.changes); !folded.ok()) {
        DiscardRows();
        return folded;
      }
    } else {
      DAYBOOK_ASSIGN_OR_RETURN(const bool more, store_.Sweep(options_.sweep_rows_max));
      progress.idle = !more;
    }
  }
  Publish();
  return progress;
}

// A version is dropped a step after another serves, so that queries have been told of the other.
absl::Status Projector::DropReplaced() {
  while (!replaced_.empty()) {
    DAYBOOK_RETURN_IF_ERROR(store_.Drop(replaced_.back()));
    replaced_.pop_back();
  }
  return absl::OkStatus();
}

std::vector<ViewChange> Projector::ReplaceOvertaken() {
  std::vector<ViewChange> changes;
  for (View& view : views_) {
    if (view.folds.size() < 2) continue;
    const int64_t built = view.folds[1]->checkpoint.position;
    if (built < view.folds[0]->checkpoint.position) continue;
    replaced_.push_back(view.folds[0]->view);
    view.folds.erase(view.folds.begin());
    changes.push_back({.view = view.name, .position = built, .rows = {}, .replaced = true});
    Log(LogLevel::kInfo, "a new version of the view serves",
        {{"view", view.name}, {"version", view.folds[0]->view.version}, {"position", built}});
  }
  return changes;
}

// Returns after which position to read next, or nothing if all that follow are at the head.
std::optional<int64_t> Projector::NextStart(int64_t head_position) {
  int64_t front = -1;
  int64_t back = head_position;
  for (const View& view : views_) {
    for (const auto& fold : view.folds) {
      if (!fold->Follows()) continue;
      front = std::max(front, fold->checkpoint.position);
      back = std::min(back, fold->checkpoint.position);
    }
  }
  const bool front_waits = front >= 0 && front < head_position;
  if (!front_waits && back == head_position) return std::nullopt;
  front_had_its_turn_ = front_waits && (!front_had_its_turn_ || back == front);
  return front_had_its_turn_ ? front : back;
}

absl::Status Projector::FoldPage(int64_t after, std::vector<ViewChange>& changes) {
  DAYBOOK_ASSIGN_OR_RETURN(const store::Page page, log_.Read(after, options_.page_bytes_max));
  // Asked after reading: what was read is on the branch of this epoch.
  const int64_t epoch = log_.head().epoch;
  const DecodedPage decoded = Decode(after, page);
  std::vector<Outcome> outcomes;
  std::vector<store::ViewUpdate> updates;
  for (const View& view : views_) {
    for (const auto& fold : view.folds) {
      const int64_t position = fold->checkpoint.position;
      if (!fold->Follows() || position < after || position > decoded.last_position) continue;
      store::ViewUpdate& update = updates.emplace_back();
      DAYBOOK_ASSIGN_OR_RETURN(Outcome outcome, FoldInto(*fold, decoded, update));
      outcome.serves = fold == view.folds.front();
      update.checkpoint.epoch = epoch;
      outcomes.push_back(std::move(outcome));
    }
  }
  DAYBOOK_RETURN_IF_ERROR(store_.Write(updates));
  for (size_t i = 0; i < outcomes.size(); ++i) Take(outcomes[i], std::move(updates[i]), changes);
  return absl::OkStatus();
}

// What was taken from the rows and not stored is to be folded again, on what is stored.
void Projector::DiscardRows() {
  for (const View& view : views_) {
    for (const auto& fold : view.folds) fold->rows.Discard();
  }
}

Projector::DecodedPage Projector::Decode(int64_t after, const store::Page& page) {
  arena_.Reset();
  DecodedPage decoded{.entries = {}, .last_position = after, .damage = {}};
  decoded.entries.reserve(page.entries.size());
  for (const store::StoredEntry& stored : page.entries) {
    auto* const entry = google::protobuf::Arena::CreateMessage<Entry>(&arena_);
    const bool whole = entry->ParseFromString(*stored.bytes) &&
                       entry->header().first_position() == decoded.last_position + 1 &&
                       entry->header().event_count() == entry->events_size();
    if (!whole) {
      decoded.damage = Error(Reason::ERROR_REASON_STORE_CORRUPT,
                             "what the log has at position {position} is not the next entry",
                             {{"position", decoded.last_position + 1}});
      break;
    }
    decoded.entries.push_back(entry);
    decoded.last_position = LastPositionOf(*entry);
  }
  return decoded;
}

absl::StatusOr<Projector::Outcome> Projector::FoldInto(Fold& fold, const DecodedPage& page,
                                                       store::ViewUpdate& update) const {
  absl::Span<const Entry* const> entries = page.entries;
  while (!entries.empty() && LastPositionOf(*entries.front()) <= fold.checkpoint.position) {
    entries.remove_prefix(1);
  }
  Applied applied = Apply(*fold.projection, entries, fold.rows);
  Outcome outcome{.fold = &fold, .stopped = applied.status.ok() ? page.damage : applied.status};
  if (!applied.status.ok()) {
    if (ReasonOf(applied.status) == Reason::ERROR_REASON_STORE_FAILED) return applied.status;
    // The rows hold a part of the entry that failed: fold again, up to the one before it.
    entries = entries.first(applied.entry_count);
    fold.rows.Discard();
    applied = Apply(*fold.projection, entries, fold.rows);
    DAYBOOK_RETURN_IF_ERROR(applied.status);
  }
  update.view = fold.view;
  update.checkpoint = fold.checkpoint;
  if (!entries.empty()) update.checkpoint.position = LastPositionOf(*entries.back());
  update.changes = fold.rows.TakeChanges();
  return outcome;
}

void Projector::Take(const Outcome& outcome, store::ViewUpdate update,
                     std::vector<ViewChange>& changes) {
  Fold& fold = *outcome.fold;
  fold.checkpoint = update.checkpoint;
  if (outcome.serves) {
    changes.push_back({.view = fold.view.name,
                       .position = fold.checkpoint.position,
                       .rows = std::move(update.changes)});
  }
  if (outcome.stopped.ok()) return;
  fold.stopped = Stopped(fold.view, fold.checkpoint.position, outcome.stopped);
  Log(LogLevel::kError, MessageOf(fold.stopped));
}

void Projector::Publish() {
  std::vector<ViewStatus> status;
  for (const View& view : views_) {
    const Fold& serving = *view.folds.front();
    const Fold& newest = *view.folds.back();
    ViewStatus& row = status.emplace_back();
    row.serving = serving.view;
    row.position = serving.checkpoint.position;
    row.stopped = serving.stopped;
    row.build_stopped = &serving != &newest ? newest.stopped : absl::OkStatus();
    row.follows = serving.Follows() || newest.Follows();
    if (&serving != &newest || row.position < head_at_open_) {
      row.built_position = newest.checkpoint.position;
    }
  }
  MutexLock lock(mutex_);
  status_ = std::move(status);
}

std::optional<ViewStatus> Projector::Status(std::string_view view) const {
  MutexLock lock(mutex_);
  for (const ViewStatus& status : status_) {
    if (status.serving.name == view) return status;
  }
  return std::nullopt;
}

std::vector<ViewStatus> Projector::ListStatus() const {
  MutexLock lock(mutex_);
  return status_;
}

}  // namespace daybook::engine
