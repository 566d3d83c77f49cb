// Runs a scenario: a text that a shop owner can read, one sentence a line, each beginning with
// given, when, then, or and (as the line before). What comes after # is a remark.
//
// A given must succeed. What becomes of a when is what the then after it says; without one it must
// simply be accepted. README.md lists the sentences.
#pragma once

#include <functional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "tests/scenarios/shop_floor.h"

namespace daybook::scenarios {

// A kind of sentence: what it looks like, and what it does.
struct Phrase {
  Phrase(const std::string& text, std::function<Complaint(ShopFloor&, const std::smatch&)> action)
      : pattern(text), act(std::move(action)) {}

  std::regex pattern;
  std::function<Complaint(ShopFloor&, const std::smatch&)> act;
};

// What the shop is like, and the clock.
std::vector<Phrase> SettingPhrases();
// What people and tills do.
std::vector<Phrase> CommandPhrases();
// What must hold.
std::vector<Phrase> AssertionPhrases();
// What the shop is like, what people do, and what must hold, of the catalogue and the stock.
std::vector<Phrase> CatalogueSettingPhrases();
std::vector<Phrase> CataloguePhrases();
std::vector<Phrase> CatalogueAssertionPhrases();

// The same about who works in the shop.
std::vector<Phrase> StaffSettings();
std::vector<Phrase> StaffCommands();
std::vector<Phrase> StaffAssertions();

// Compares figures with a claim: "2 sales, 3 lines, total 12.50".
Complaint CheckFigures(const ShopFloor& shop, const event::v1::DayTotals& totals,
                       const std::string& claims);

// The same of the kitchen.
std::vector<Phrase> KitchenSettings();
std::vector<Phrase> KitchenCommands();
std::vector<Phrase> KitchenAssertions();

// Returns every complaint as "<file>:<line>: <what>", none if the scenario holds.
std::vector<std::string> RunScenario(std::string_view text, std::string_view file_name);

}  // namespace daybook::scenarios
