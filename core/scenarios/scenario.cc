#include "core/scenarios/scenario.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <sstream>

#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

enum class Keyword { kNone, kGiven, kWhen, kThen };

std::string Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  const size_t last = text.find_last_not_of(" \t\r");
  return std::string(text.substr(first, last - first + 1));
}

std::vector<Phrase> Joined(std::initializer_list<std::vector<Phrase> (*)()> lists) {
  std::vector<Phrase> phrases;
  for (const auto list : lists) std::ranges::move(list(), std::back_inserter(phrases));
  return phrases;
}

// Runs one scenario, line by line.
class Runner {
 public:
  explicit Runner(std::string_view file_name)
      : file_name_(file_name),
        settings_(Joined({ShopSettings, CatalogueSettings, StaffSettings, KitchenSettings,
                          ValueSettings, CustomerSettings})),
        commands_(Joined({TillCommands, GoodsCommands, SellingCommands, TableCommands,
                          CatalogueCommands, StaffCommands, KitchenCommands, ValueCommands,
                          CustomerCommands})),
        assertions_(Joined({ShopAssertions, SellingAssertions, CatalogueAssertions, StaffAssertions,
                            KitchenAssertions, ValueAssertions, CustomerAssertions})) {}

  void Run(std::string_view raw_line) {
    ++line_number_;
    const std::string line = Trim(raw_line.substr(0, raw_line.find('#')));
    if (line.empty()) return;
    const size_t space = std::min(line.find(' '), line.size());
    const std::string sentence = Trim(std::string_view(line).substr(space));
    if (!TakeKeyword(std::string_view(line).substr(0, space))) {
      return Complain(line_number_, "a line begins with given, when, then or and");
    }
    if (keyword_ == Keyword::kThen) return Assert(sentence);
    Do(sentence);
  }

  std::vector<std::string> Finish() {
    ComplainOfSurprise();
    if (!has_asserted_) Complain(line_number_, "nothing is claimed: a scenario needs a then");
    return std::move(complaints_);
  }

 private:
  bool TakeKeyword(std::string_view word) {
    if (word == "and") return keyword_ != Keyword::kNone;
    if (word == "given") keyword_ = Keyword::kGiven;
    if (word == "when") keyword_ = Keyword::kWhen;
    if (word == "then") keyword_ = Keyword::kThen;
    return word == "given" || word == "when" || word == "then";
  }

  void Complain(int line, std::string_view what) {
    complaints_.push_back(fmt::format("{}:{}: {}", file_name_, line, what));
  }

  void ComplainOfSurprise() {
    if (const Complaint surprise = shop_.Surprise(); !surprise.empty()) {
      Complain(command_line_, surprise);
    }
    shop_.Expected();
  }

  // Runs the first phrase that the sentence is; returns whether there was one.
  bool Match(const std::vector<Phrase>& phrases, const std::string& sentence) {
    std::smatch match;
    for (const Phrase& phrase : phrases) {
      if (!std::regex_match(sentence, match, phrase.pattern)) continue;
      if (const Complaint complaint = phrase.act(shop_, match); !complaint.empty()) {
        Complain(line_number_, complaint);
      }
      return true;
    }
    return false;
  }

  void Do(const std::string& sentence) {
    ComplainOfSurprise();
    if (Match(settings_, sentence)) return;
    command_line_ = line_number_;
    if (!Match(commands_, sentence)) {
      return Complain(line_number_, fmt::format("nobody knows how to do \"{}\"", sentence));
    }
    if (keyword_ == Keyword::kGiven) ComplainOfSurprise();
  }

  void Assert(const std::string& sentence) {
    has_asserted_ = true;
    if (!Match(assertions_, sentence)) {
      Complain(line_number_, fmt::format("nobody knows how to check \"{}\"", sentence));
    }
  }

  std::string file_name_;
  std::vector<Phrase> settings_;
  std::vector<Phrase> commands_;
  std::vector<Phrase> assertions_;
  ShopFloor shop_;
  Keyword keyword_ = Keyword::kNone;
  int line_number_ = 0;
  int command_line_ = 0;
  bool has_asserted_ = false;
  std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> RunScenario(std::string_view text, std::string_view file_name) {
  Runner runner(file_name);
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) runner.Run(line);
  return runner.Finish();
}

}  // namespace daybook::scenarios
