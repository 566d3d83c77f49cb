#include "tests/compat/golden_log.h"

#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "core/scenarios/scenario.h"
#include "tests/support/made_entry.h"

namespace daybook {
namespace {

absl::Status Invalid(const std::string& path, std::string_view problem) {
  return Error(Reason::ERROR_REASON_FILE_INVALID, "{file}: {problem}",
               {{"file", path}, {"problem", problem}});
}

absl::StatusOr<std::string> ReadText(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  if (!(text << file.rdbuf())) return Invalid(path, "cannot be read");
  return text.str();
}

// A shop in memory that keeps its log.
class LoggedShop : public scenarios::PlayedShop {
 public:
  absl::StatusOr<scenarios::Outcome> Execute(const edge::v1::Command& command,
                                             const domain::Context& context) override {
    scenarios::Outcome outcome{.decision = scenarios::DecideAsServer(command, context, shop_)};
    if (!outcome.decision.ok() || outcome.decision->events.empty()) return outcome;
    event::v1::EntryHeader header = domain::OriginOf(command, context);
    header.set_kind(context.own ? event::v1::ENTRY_KIND_OWN : event::v1::ENTRY_KIND_ASK);
    log_.push_back(
        testing::MakeEntry(std::move(header), outcome.decision->events, next_position_, shop_));
    next_position_ += log_.back().events_size();
    shop_.Apply(log_.back().header(), outcome.decision->events);
    return outcome;
  }
  const domain::Aggregate& Find(const StreamId& stream) override { return shop_.Find(stream); }
  const domain::Aggregate& FindBefore(const StreamId& stream) override {
    return before_.Find(stream);
  }

  std::vector<event::v1::Entry> TakeLog() && { return std::move(log_); }

 private:
  domain::MemoryShop shop_;
  domain::MemoryShop before_;  // Empty.
  std::vector<event::v1::Entry> log_;
  int64_t next_position_ = 1;
};

}  // namespace

absl::StatusOr<std::vector<event::v1::Entry>> PlayForLog(const std::string& scenario_path) {
  DAYBOOK_ASSIGN_OR_RETURN(const scenarios::Script script,
                           scenarios::ReadScriptFile(scenario_path, ReadText));
  LoggedShop shop;
  scenarios::ShopFloor floor(shop, {});
  const scenarios::Played played = scenarios::Play(script, floor);
  if (!played.findings.empty()) {
    return Invalid(scenario_path, played.findings.front().ToText());
  }
  return std::move(shop).TakeLog();
}

absl::Status WriteGoldenLog(const std::vector<event::v1::Entry>& log, const std::string& path) {
  std::ofstream file(path);
  for (const event::v1::Entry& entry : log) {
    file << absl::Base64Escape(entry.SerializeAsString()) << '\n';
  }
  return file.flush() ? absl::OkStatus() : Invalid(path, "cannot be written");
}

absl::StatusOr<std::vector<event::v1::Entry>> ReadGoldenLog(const std::string& path) {
  std::ifstream file(path);
  std::vector<event::v1::Entry> log;
  for (std::string line; std::getline(file, line);) {
    std::string bytes;
    if (!absl::Base64Unescape(line, &bytes) || !log.emplace_back().ParseFromString(bytes)) {
      return Invalid(path, "holds a line that is no entry");
    }
  }
  if (log.empty()) return Invalid(path, "holds nothing");
  return log;
}

}  // namespace daybook
