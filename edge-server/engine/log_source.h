// The log as the projector sees it.
#pragma once

#include "edge-server/engine/projector.h"
#include "edge-server/store/event_log.h"

namespace daybook::engine {

// Thread-safe. The log outlives it.
class LogSource : public EntrySource {
 public:
  explicit LogSource(const store::EventLog& log) : log_(log) {}

  store::Head head() const override { return log_.head(); }
  absl::Status CheckCursor(const store::Cursor& cursor) const override {
    return log_.CheckCursor(cursor);
  }
  absl::StatusOr<store::Page> Read(int64_t after, int64_t bytes_max) const override {
    return log_.Read(after, bytes_max);
  }

 private:
  const store::EventLog& log_;
};

}  // namespace daybook::engine
