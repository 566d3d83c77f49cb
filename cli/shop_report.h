// What `daybook shop run` says of a file that was played.
#pragma once

#include <string>

#include "core/scenarios/scenario.h"

namespace daybook::cli {

struct ShopReport {
  std::string file;
  std::string run;            // How it can be played again; "" in memory.
  int32_t business_date = 0;  // The first.
  int64_t repeated_count = 0;
  scenarios::Played played;
};

// What was found and what was expected, of a finding that says "is …, not …".
struct Expectation {
  std::string actual;
  std::string expected;
};
Expectation ExpectationOf(const scenarios::Finding& finding);

// One line for each finding and one for the whole.
std::string ReportText(const ShopReport& report);

// One document.
std::string ReportJson(const ShopReport& report);

}  // namespace daybook::cli
