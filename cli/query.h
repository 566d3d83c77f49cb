// What the commands that ask views have in common.
#pragma once

#include "cli/client.h"
#include "cli/ticket_totals.h"
#include "core/base/status.h"
#include "daybook/edge/v1/view.pb.h"

namespace daybook::cli {

// Returns the position that a view must have reached to answer now: the head of the log. Whoever
// asks after a sale was recorded sees it.
absl::StatusOr<int64_t> CurrentPosition(Client& client);

// Errors: POSITION_BEYOND_HEAD if the log does not go as far as `position`.
absl::Status CheckNotBeyondHead(Client& client, int64_t position);

// Returns the view's row in the words of the command line.
Totals ToTotals(const edge::v1::StoreTotals& row, const DateRange& range, int64_t day_count);

}  // namespace daybook::cli
