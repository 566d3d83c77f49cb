// Employees and approvals as people read them.
#pragma once

#include <string>

#include "daybook/edge/v1/view.pb.h"

namespace daybook::cli {

// Returns a length of time in hours and minutes: "7:30".
std::string HoursText(int64_t seconds);

// Returns one line about an employee: at work or not, hours, where signed in.
std::string EmployeeText(const edge::v1::EmployeeView& employee);

// Returns one line about an approval.
std::string ApprovalText(const edge::v1::ApprovalView& approval);

}  // namespace daybook::cli
