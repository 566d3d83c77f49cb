// Somebody who follows the log, as the feed serves it: pages from a cursor, which survives the
// edge's restarts. Now and then a page gets lost on the way, or is cut off within an entry.
#pragma once

#include <string>
#include <vector>

#include "core/base/ids.h"
#include "edge-server/store/event_log.h"

namespace daybook::sim {

// One event that a watcher has received.
struct SeenEvent {
  int64_t position = 0;
  std::string bytes;  // Serialised.

  bool operator==(const SeenEvent&) const = default;
};

class Watcher {
 public:
  // `filter` empty: everything.
  Watcher(store::Filter filter, uint64_t seed) : filter_(std::move(filter)), random_(seed) {}

  // Takes the next page. Errors: those of the log.
  absl::Status Read(const store::EventLog& log);

  // Receives what is left, and loses nothing any more.
  absl::Status ReadToHead(const store::EventLog& log);

  // Goes on from elsewhere.
  void Resume(const store::Cursor& cursor) { cursor_ = cursor; }

  const store::Filter& filter() const { return filter_; }
  const std::vector<SeenEvent>& seen() const { return seen_; }
  const store::Cursor& cursor() const { return cursor_; }

 private:
  absl::StatusOr<store::Page> ReadPage(const store::EventLog& log) const;
  // Takes events until `event_count` of them were taken; returns whether that was all.
  bool Take(const store::Page& page, int64_t event_count);

  const store::Filter filter_;
  SeededRandom random_;
  store::Cursor cursor_;
  std::vector<SeenEvent> seen_;
};

}  // namespace daybook::sim
