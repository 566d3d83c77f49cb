#include "edge-server/engine/views.h"

#include <algorithm>
#include <limits>

namespace daybook::engine {
namespace {

absl::Status Behind(std::string_view view, int64_t position) {
  return Error(Reason::ERROR_REASON_VIEW_BEHIND,
               "the view {view} has not come to position {position} in time",
               {{"view", view}, {"position", position}});
}

absl::Status Stopping() { return Error(Reason::ERROR_REASON_STOPPING, "the server is stopping"); }

void Call(std::vector<std::pair<Views::Reached, absl::StatusOr<ViewReader>>> answers) {
  for (auto& answer : answers) answer.first(std::move(answer.second));
}

}  // namespace

absl::StatusOr<ViewReader> Views::Open(std::string_view view) const { return OpenFor(view, 0); }

absl::StatusOr<ViewReader> Views::OpenFor(std::string_view view, int64_t position) const {
  const std::optional<ViewStatus> status = projector_.Status(view);
  if (!status) {
    return Error(Reason::ERROR_REASON_VIEW_UNKNOWN, "there is no view {view}", {{"view", view}});
  }
  if (!status->stopped.ok()) return status->stopped;
  if (!status->follows && status->position < position) return status->build_stopped;
  return ViewReader(store_, status->serving, status->position);
}

void Views::WhenReached(std::string_view view, int64_t position, absl::Duration timeout,
                        Reached reached) {
  absl::StatusOr<ViewReader> reader = OpenFor(view, position);
  if (reader.ok() && reader->position() < position) {
    MutexLock lock(mutex_);
    reader = OpenFor(view, position);  // Again: whoever advances from here on sees what waits.
    const bool behind = reader.ok() && reader->position() < position;
    if (behind && stopping_) {
      reader = Stopping();
    } else if (behind && waiting_.size() < kWaitingMax) {
      waiting_.push_back({.view = std::string(view),
                          .position = position,
                          .deadline = clock_.Monotonic() + timeout,
                          .reached = std::move(reached)});
      return;
    } else if (behind) {
      reader = Error(Reason::ERROR_REASON_READS_MAX, "{queries} queries are waiting already",
                     {{"queries", waiting_.size()}});
    }
  }
  reached(std::move(reader));
}

int64_t Views::position() const {
  int64_t least = std::numeric_limits<int64_t>::max();
  for (const ViewStatus& view : projector_.ListStatus()) {
    if (view.follows) least = std::min(least, view.position);
  }
  return least == std::numeric_limits<int64_t>::max() ? 0 : least;
}

absl::Status Views::status() const {
  for (const ViewStatus& view : projector_.ListStatus()) {
    if (!view.stopped.ok()) return view.stopped;
    if (!view.build_stopped.ok()) return view.build_stopped;
  }
  return absl::OkStatus();
}

void Views::Advance() {
  std::vector<Answer> answers;
  {
    MutexLock lock(mutex_);
    if (!waiting_.empty()) answers = TakeAnswers();
  }
  Call(std::move(answers));
}

void Views::Stop() {
  std::vector<Answer> answers;
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    for (Waiting& waiting : waiting_) {
      answers.emplace_back(std::move(waiting.reached), Stopping());
    }
    waiting_.clear();
  }
  Call(std::move(answers));
}

std::vector<Views::Answer> Views::TakeAnswers() {
  const absl::Duration now = clock_.Monotonic();
  std::vector<Answer> answers;
  std::erase_if(waiting_, [&](Waiting& waiting) {
    absl::StatusOr<ViewReader> reader = OpenFor(waiting.view, waiting.position);
    const bool reached = !reader.ok() || reader->position() >= waiting.position;
    if (!reached && now < waiting.deadline) return false;
    if (!reached) reader = Behind(waiting.view, waiting.position);
    answers.emplace_back(std::move(waiting.reached), std::move(reader));
    return true;
  });
  return answers;
}

}  // namespace daybook::engine
