// The view `approvals`: a row for each approval that was asked for (edge.v1.ApprovalView), by the
// business day of the request.
//
//   business_date u32be, approval_id[16] -> ApprovalView
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kApprovalsName = "approvals";

std::unique_ptr<Projection> NewApprovals();

// Returns the key of an approval's row.
std::string ApprovalKey(int32_t business_date, std::string_view approval_id);

// Returns the range of one business day.
KeyRange ApprovalsRange(int32_t business_date);

}  // namespace daybook::projections
