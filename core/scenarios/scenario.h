// Plays a scenario: a text that a shop owner can read (script.h).
//
// A given must succeed. What becomes of a when is what the then after it says; without one it must
// simply be accepted. tests/scenarios/README.md lists the sentences.
#pragma once

#include <functional>
#include <map>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenarios/script.h"
#include "core/scenarios/shop_floor.h"

namespace daybook::scenarios {

// A kind of sentence: what it looks like, and what it does. What it takes apart into figures alone
// is of kFigureDigitsMax digits at most, so that std::stoi can read it.
inline constexpr size_t kFigureDigitsMax = 9;

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

// What can be wrong with a line.
enum class FindingKind {
  kLineUnreadable,   // It is no line of a scenario.
  kSentenceUnknown,  // Nobody knows how to do it, or how to check it.
  kUnusable,         // It names what there is not, or a figure that is none.
  kSurprise,         // The command was refused, flagged or set aside, and no line expects it.
  kClaim,            // It does not hold.
  kNothingClaimed,   // The scenario has no claim.
  kMemoryOnly,       // Only a shop in memory can do it: a setting after the first command.
  kDifference        // Something else was recorded than the rules here have it.
};

// "LINE_UNREADABLE": stable, for programs.
std::string_view FindingKindName(FindingKind kind);

// Whether it is the file's fault, whatever shop it is played in.
bool IsOfFile(FindingKind kind);

struct Finding {
  FindingKind kind = FindingKind::kClaim;
  std::string file;
  int line = 0;
  std::string sentence;
  std::string problem;

  // "day.txt:12: S1 is 4.50 GBP, not 4.00 GBP"
  std::string ToText() const;
};

// Is told how far a scenario has come.
class Listener {
 public:
  virtual ~Listener() = default;
  // Before a step is done. `seconds`: the scenario's clock on the wall, since 1970.
  virtual void OnStep(const Step& step, int64_t seconds) = 0;
  // What is wrong with that step, or with one before it.
  virtual void OnFinding(const Finding& finding) = 0;
};

// What a scenario came to.
struct Played {
  int64_t step_count = 0;
  int64_t command_count = 0;
  int64_t claim_count = 0;
  std::vector<Finding> findings = {};
  absl::Status broken_off = {};  // Not OK: it did not come to its end.
};

// Plays a scenario, all of it unless the shop breaks off.
Played Play(const Script& script, ShopFloor& shop, Listener* listener = nullptr);

// What a scenario says of the shop that it is to be played in.
struct Rehearsal {
  edge::v1::ShopConfig shop = {};
  std::map<std::string, edge::v1::Role, std::less<>> roles = {};  // By employee.
  int64_t command_count = 0;
  int32_t first_date = 0;  // As the file says them.
  int32_t last_date = 0;
  std::vector<Finding> of_file = {};  // What is wrong with it wherever it is played (IsOfFile).
  std::vector<Finding> memory_only = {};
};

// Plays a scenario in memory to see what it is like.
Rehearsal Rehearse(const Script& script);

// Plays a text in a shop of its own in memory, where everybody may do everything that no rule asks
// about. Returns every complaint as "<file>:<line>: <what>", none if the scenario holds.
std::vector<std::string> RunScenario(std::string_view text, const std::string& file_name);

}  // namespace daybook::scenarios
