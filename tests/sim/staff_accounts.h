// What the log says of those who work in the shop, held against what must be true of it: nobody
// works longer than there was time, nor less where nothing was flagged; a shift is what its cashier
// sold, an approval is used once.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "tests/sim/folds.h"

namespace daybook::sim {

class StaffAccounts {
 public:
  // Adds an event up and checks what it says.
  absl::Status Take(const event::v1::Entry& entry, const event::v1::Event& event);

  // Compares the hours of the view with what was added up.
  absl::Status CheckViews(const Folds& folds) const;

  int64_t period_count() const { return period_count_; }
  int64_t shift_count() const { return shift_count_; }
  int64_t used_approval_count() const { return static_cast<int64_t>(used_.size()); }

 private:
  struct Clock {
    bool flagged = false;       // In the period that goes on.
    int64_t break_seconds = 0;  // Of the period, from each break's two events.
    int64_t break_start_seconds = 0;
    int64_t first_seconds = INT64_MAX;  // Of all that was recorded of the clock, or corrected to.
    int64_t last_seconds = INT64_MIN;
    int64_t counted_seconds = 0;     // Of all periods that are over, as corrected.
    int64_t all_worked_seconds = 0;  // The same without the breaks.
  };
  struct Shift {
    bool open = false;
    int64_t sale_count = 0;
    int64_t total_minor = 0;
    int64_t no_sale_count = 0;
  };

  void TakeClock(const event::v1::Entry& entry, const event::v1::Event& event, Clock& clock);
  absl::Status TakeClockOut(const event::v1::WorkPeriod& period, Clock& clock);
  absl::Status TakeCorrection(const event::v1::ClockCorrected& corrected, Clock& clock);
  absl::Status TakeShift(const event::v1::Event& event, Shift& shift);
  absl::Status TakeApproval(const std::string& approval_id);
  void Sell(const event::v1::EntryHeader& header, const event::v1::Event& event);

  std::map<std::string, Clock> clocks_;  // By employee.
  std::map<std::string, Shift> shifts_;  // By employee.
  std::set<std::string> granted_;        // Approvals, by id.
  std::set<std::string> used_;
  int64_t period_count_ = 0;
  int64_t shift_count_ = 0;
};

}  // namespace daybook::sim
