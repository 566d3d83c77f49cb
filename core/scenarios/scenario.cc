#include "core/scenarios/scenario.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <limits>

#include "core/scenarios/sentences.h"
#include "fmt/ranges.h"

namespace daybook::scenarios {
namespace {

std::vector<Phrase> Joined(std::initializer_list<std::vector<Phrase> (*)()> lists) {
  std::vector<Phrase> phrases;
  for (const auto list : lists) std::ranges::move(list(), std::back_inserter(phrases));
  return phrases;
}

constexpr size_t kNearestMax = 3;

// The whole language. Made once: patterns are slow to make.
struct Language {
  const std::vector<Phrase> settings = Joined({ShopSettings, CatalogueSettings, StaffSettings,
                                               KitchenSettings, ValueSettings, CustomerSettings});
  const std::vector<Phrase> commands =
      Joined({TillCommands, GoodsCommands, SellingCommands, TableCommands, CatalogueCommands,
              StaffCommands, KitchenCommands, ValueCommands, CustomerCommands});
  const std::vector<Phrase> assertions =
      Joined({ShopAssertions, SellingAssertions, CatalogueAssertions, StaffAssertions,
              KitchenAssertions, ValueAssertions, CustomerAssertions});
};

const Language& TheLanguage() {
  static const auto* const language = new Language;
  return *language;
}

std::string Unknown(std::string_view what, const std::string& sentence) {
  std::string text = fmt::format("nobody knows how to {} \"{}\"", what, sentence);
  const std::vector<std::string> nearest = NearestSentences(sentence, kNearestMax);
  if (!nearest.empty()) text += fmt::format("; there is: {}", fmt::join(nearest, "; "));
  return text;
}

// Whether the figures among the parts of a sentence can be read. What is in quotes is none.
bool HasFigures(const std::smatch& match) {
  for (size_t i = 1; i < match.size(); ++i) {
    const std::string part = match[i];
    const bool is_quoted = match.position(i) > 0 && *std::prev(match[i].first) == '"';
    if (is_quoted || part.find_first_not_of("0123456789., -") != std::string::npos) continue;
    size_t digits = 0;
    for (const char c : part) {
      digits = c >= '0' && c <= '9' ? digits + 1 : 0;
      if (digits > kFigureDigitsMax) return false;
    }
  }
  return true;
}

// Plays one scenario, step by step.
class Player {
 public:
  Player(ShopFloor& shop, Listener* listener) : shop_(shop), listener_(listener) {}

  void Do(const Step& step) {
    ++played_.step_count;
    if (listener_ != nullptr) listener_->OnStep(step, shop_.SecondsNow());
    if (step.keyword == Keyword::kNone) {
      Complain(FindingKind::kLineUnreadable, step, step.sentence);
    } else if (step.keyword == Keyword::kThen) {
      Assert(step);
    } else {
      Act(step);
    }
  }

  Played Finish(const Script& script) {
    ComplainOfSurprise();
    if (played_.claim_count == 0 && shop_.broken_off().ok()) {
      Complain(FindingKind::kNothingClaimed, {.file = script.name, .line = script.line_count},
               "nothing is claimed: a scenario needs a then");
    }
    played_.command_count = shop_.command_count();
    played_.broken_off = shop_.broken_off();
    return std::move(played_);
  }

  // The settings that a server could not follow.
  const std::vector<Step>& late_settings() const { return late_settings_; }

 private:
  void Complain(FindingKind kind, const Step& step, std::string_view what) {
    played_.findings.push_back({.kind = kind,
                                .file = step.file,
                                .line = step.line,
                                .sentence = step.sentence,
                                .problem = std::string(what)});
    if (listener_ != nullptr) listener_->OnFinding(played_.findings.back());
  }

  void ComplainOfSurprise() {
    if (!shop_.broken_off().ok()) return;
    if (const Complaint surprise = shop_.Surprise(); !surprise.empty()) {
      Complain(FindingKind::kSurprise, last_command_, surprise);
    }
    shop_.Expected();
  }

  // Does the first phrase that the sentence is; returns whether there was one.
  bool Match(const std::vector<Phrase>& phrases, const Step& step, FindingKind kind) {
    std::smatch match;
    for (const Phrase& phrase : phrases) {
      if (!std::regex_match(step.sentence, match, phrase.pattern)) continue;
      if (!HasFigures(match)) {
        Complain(FindingKind::kUnusable, step, "a figure is too long");
      } else if (const Complaint complaint = phrase.act(shop_, match); !complaint.empty()) {
        Complain(kind, step, complaint);
      }
      return true;
    }
    return false;
  }

  void Act(const Step& step) {
    ComplainOfSurprise();
    if (Set(step)) return;
    const int64_t count_before = shop_.command_count();
    last_command_ = step;
    if (!Match(TheLanguage().commands, step, FindingKind::kUnusable)) {
      return Complain(FindingKind::kSentenceUnknown, step, Unknown("do", step.sentence));
    }
    if (shop_.command_count() > count_before && !shop_.difference().empty()) {
      Complain(FindingKind::kDifference, step, shop_.difference());
    }
    if (step.keyword == Keyword::kGiven) ComplainOfSurprise();
  }

  // Does what is a setting. A server has its configuration before its first command.
  bool Set(const Step& step) {
    const bool is_late = shop_.command_count() > 0;
    const std::string config = is_late ? shop_.config.SerializeAsString() : "";
    const auto roles = shop_.roles;
    if (!Match(TheLanguage().settings, step, FindingKind::kUnusable)) return false;
    if (!is_late) return true;
    const bool changes_role = std::ranges::any_of(
        roles, [this](const auto& known) { return shop_.roles[known.first] != known.second; });
    if (changes_role || config != shop_.config.SerializeAsString()) {
      late_settings_.push_back(step);
    }
    return true;
  }

  void Assert(const Step& step) {
    ++played_.claim_count;
    if (!Match(TheLanguage().assertions, step, FindingKind::kClaim)) {
      Complain(FindingKind::kSentenceUnknown, step, Unknown("check", step.sentence));
    }
  }

  ShopFloor& shop_;
  Listener* const listener_;
  Step last_command_;
  std::vector<Step> late_settings_;
  Played played_;
};

// The run of a scenario that is played in memory only.
Run FirstRun() {
  Run run;
  run.id.bytes.fill(1);
  return run;
}

}  // namespace

std::string_view FindingKindName(FindingKind kind) {
  switch (kind) {
    case FindingKind::kLineUnreadable:
      return "LINE_UNREADABLE";
    case FindingKind::kSentenceUnknown:
      return "SENTENCE_UNKNOWN";
    case FindingKind::kUnusable:
      return "UNUSABLE";
    case FindingKind::kSurprise:
      return "SURPRISE";
    case FindingKind::kClaim:
      return "CLAIM";
    case FindingKind::kNothingClaimed:
      return "NOTHING_CLAIMED";
    case FindingKind::kMemoryOnly:
      return "MEMORY_ONLY";
    case FindingKind::kDifference:
      return "DIFFERENCE";
  }
  return "";
}

bool IsOfFile(FindingKind kind) {
  return kind == FindingKind::kLineUnreadable || kind == FindingKind::kSentenceUnknown ||
         kind == FindingKind::kUnusable || kind == FindingKind::kNothingClaimed;
}

std::string Finding::ToText() const { return fmt::format("{}:{}: {}", file, line, problem); }

Played Play(const Script& script, ShopFloor& shop, Listener* listener) {
  Player player(shop, listener);
  for (const Step& step : script.steps) {
    player.Do(step);
    if (!shop.broken_off().ok()) break;
  }
  return player.Finish(script);
}

Rehearsal Rehearse(const Script& script) {
  NewShop shop(Permissions::kAsServer);
  ShopFloor floor(shop, FirstRun());
  Player player(floor, nullptr);
  Rehearsal rehearsal;
  for (const Step& step : script.steps) {
    player.Do(step);
    // A file may set its clock before anything is done: that is its first date.
    if (floor.command_count() == 0) rehearsal.first_date = floor.business_date;
    rehearsal.last_date = std::max(rehearsal.last_date, floor.business_date);
  }
  for (const Step& step : player.late_settings()) {
    rehearsal.memory_only.push_back(
        {.kind = FindingKind::kMemoryOnly,
         .file = step.file,
         .line = step.line,
         .sentence = step.sentence,
         .problem = "a server has its configuration before the first command: this setting comes "
                    "too late, and can only be played in memory (--memory)"});
  }
  for (Finding& finding : player.Finish(script).findings) {
    if (IsOfFile(finding.kind)) rehearsal.of_file.push_back(std::move(finding));
  }
  rehearsal.command_count = floor.command_count();
  rehearsal.shop = floor.config;
  rehearsal.roles = floor.roles;
  return rehearsal;
}

std::vector<std::string> RunScenario(std::string_view text, const std::string& file_name) {
  const absl::StatusOr<Script> script = ReadScript(text, file_name, nullptr);
  if (!script.ok()) return {std::string(MessageOf(script.status()))};
  NewShop shop(Permissions::kStepUpsOnly);
  ShopFloor floor(shop, FirstRun());
  std::vector<std::string> complaints;
  for (const Finding& finding : Play(*script, floor).findings) {
    complaints.push_back(finding.ToText());
  }
  return complaints;
}

}  // namespace daybook::scenarios
