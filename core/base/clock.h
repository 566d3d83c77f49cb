// The time as a value that is handed in: what people look at (Now) and what waiting is measured by
// (Monotonic). Nothing else in the product asks the operating system what time it is.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace daybook {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // The wall clock. It may be wrong and may step; nothing is ordered by it.
  virtual absl::Time Now() const = 0;

  // Time since some start, never stepping backwards.
  virtual absl::Duration Monotonic() const = 0;
};

// The operating system's clocks.
class SystemClock : public Clock {
 public:
  absl::Time Now() const override;
  absl::Duration Monotonic() const override;
};

google::protobuf::Timestamp ToTimestamp(absl::Time time);

// Out-of-range values give the nearest representable time.
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace daybook
