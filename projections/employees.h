// The view `employees`: a row for each employee of whom anything is recorded
// (edge.v1.EmployeeView). The key is that of the employee's stream, their code.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace daybook::projections {

inline constexpr std::string_view kEmployeesName = "employees";

// What a row keeps; the oldest goes.
inline constexpr int kWorkDaysMax = 31;
inline constexpr int kShownPeriodsMax = 10;
inline constexpr int kShownFlagsMax = 10;

std::unique_ptr<Projection> NewEmployees();

// Returns the range of all employees.
KeyRange EmployeesRange();

}  // namespace daybook::projections
