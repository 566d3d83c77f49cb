// Runs a scenario: a text that a shop owner can read, one sentence a line, each beginning with
// given, when, then, or and (as the line before). What comes after # is a remark.
//
// A given must succeed. What becomes of a when is what the then after it says; without one it must
// simply be accepted. tests/scenarios/README.md lists the sentences.
#pragma once

#include <functional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenarios/shop_floor.h"

namespace daybook::scenarios {

// A kind of sentence: what it looks like, and what it does.
struct Phrase {
  Phrase(const std::string& text, std::function<Complaint(ShopFloor&, const std::smatch&)> action)
      : pattern(text), act(std::move(action)) {}

  std::regex pattern;
  std::function<Complaint(ShopFloor&, const std::smatch&)> act;
};

// The sentences, by what they are about. Settings: what the shop is like, and the clock. Commands:
// what people and tills do. Assertions: what must hold.
std::vector<Phrase> ShopSettings();
std::vector<Phrase> TillCommands();
std::vector<Phrase> ShopAssertions();
// Goods that are more than a product and a price, and those that only some may buy.
std::vector<Phrase> GoodsCommands();
// Exchanges, offers, copies of documents, months and years.
std::vector<Phrase> SellingCommands();
std::vector<Phrase> SellingAssertions();
// Tables, and what moves between them.
std::vector<Phrase> TableCommands();
std::vector<Phrase> CatalogueSettings();
std::vector<Phrase> CatalogueCommands();
std::vector<Phrase> CatalogueAssertions();
std::vector<Phrase> StaffSettings();
std::vector<Phrase> StaffCommands();
std::vector<Phrase> StaffAssertions();
std::vector<Phrase> KitchenSettings();
std::vector<Phrase> KitchenCommands();
std::vector<Phrase> KitchenAssertions();
// Gift cards and commissions.
std::vector<Phrase> ValueSettings();
std::vector<Phrase> ValueCommands();
std::vector<Phrase> ValueAssertions();
// Customers: points, credit, accounts.
std::vector<Phrase> CustomerSettings();
std::vector<Phrase> CustomerCommands();
std::vector<Phrase> CustomerAssertions();

// Returns every complaint as "<file>:<line>: <what>", none if the scenario holds.
std::vector<std::string> RunScenario(std::string_view text, std::string_view file_name);

}  // namespace daybook::scenarios
