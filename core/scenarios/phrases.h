// What the phrases of commands share: how they name tills and amounts.
#pragma once

#include <functional>
#include <regex>
#include <string>
#include <vector>

#include "core/scenarios/scenario.h"

namespace daybook::scenarios {

inline constexpr char kTill[] = "(offline )?till (\\w+) ";
inline constexpr char kAmount[] = "(-?\\d+(?:\\.\\d+)?)";
inline constexpr char kRate[] = "(\\d+(?:\\.\\d+)?) %";

inline Actor ActorOf(const std::smatch& match) { return {match[2], match[1].matched}; }

// Reads a decimal in parts of 1/scale: "0.345" by 1000 is 345. What is beyond every bound is read
// as something beyond every bound.
int64_t ReadDecimal(const std::string& text, int64_t scale);

// Reads numbers that commas part: "1, 2".
std::vector<int32_t> ReadNumbers(const std::string& text);

// Returns what an amount lacks that is none.
Complaint NoAmount(const std::string& text);

// Runs what takes an amount, if the text is one.
template <typename Use>
Complaint WithAmount(const ShopFloor& shop, const std::string& text, Use use) {
  const auto amount_minor = shop.ReadAmount(text);
  if (!amount_minor) return NoAmount(text);
  return use(*amount_minor);
}

// Rings up one of a product as the next line of a sale, once `change` has changed the line and said
// who does it.
Complaint WithLine(ShopFloor& shop, const std::string& product, const std::string& sale,
                   const std::function<Actor(edge::v1::AddLineItem&)>& change);

// Compares figures with a claim: "2 sales, 3 lines, total 12.50".
Complaint CheckFigures(const ShopFloor& shop, const event::v1::DayTotals& totals,
                       const std::string& claims);

}  // namespace daybook::scenarios
