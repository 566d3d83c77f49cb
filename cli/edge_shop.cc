#include "cli/edge_shop.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "cli/entry_text.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

using edge::v1::Command;
using edge::v1::CommandOutcome;
using edge::v1::CommandResult;
using event::v1::Entry;
using scenarios::Outcome;

constexpr int32_t kPageSize = 500;

std::vector<domain::NewEvent> EventsOf(const Entry& entry) {
  std::vector<domain::NewEvent> events;
  for (const event::v1::Event& event : entry.events()) {
    const int index = event.stream_index();
    if (index < 0 || index >= entry.header().streams_size()) continue;
    events.push_back({StreamId::Of(entry.header().streams(index)), event});
  }
  return events;
}

// What the writer gives an event is its place, which no rule decides.
std::string Contents(const domain::NewEvent& recorded) {
  event::v1::Event event = recorded.event;
  event.clear_offset();
  event.clear_stream_index();
  event.clear_version();
  return recorded.stream.ToText() + " " + event.SerializeAsString();
}

std::string NamesOf(const std::vector<domain::NewEvent>& events) {
  std::string names;
  for (const domain::NewEvent& recorded : events) {
    const auto* field = event::v1::Event::descriptor()->FindFieldByNumber(
        static_cast<int>(recorded.event.event_case()));
    names += (names.empty() ? "" : ", ") +
             (field == nullptr ? std::string("?") : field->message_type()->name());
  }
  return names.empty() ? "nothing" : names;
}

// Returns in words what differs; "": nothing.
std::string Difference(const std::vector<domain::NewEvent>& recorded,
                       const absl::StatusOr<domain::Decision>& decided) {
  if (!decided.ok()) {
    return fmt::format("the edge recorded {}; the rules here refuse: {}", NamesOf(recorded),
                       ReasonName(ReasonOf(decided.status())));
  }
  const std::string is = NamesOf(recorded);
  const std::string expected = NamesOf(decided->events);
  if (is != expected) return fmt::format("what the edge recorded is {}, not {}", is, expected);
  for (size_t i = 0; i < recorded.size(); ++i) {
    if (Contents(recorded[i]) == Contents(decided->events[i])) continue;
    return fmt::format("the edge recorded {} otherwise than the rules here: {} is {}, not {}",
                       NamesOf({recorded[i]}), recorded[i].stream.ToText(),
                       recorded[i].event.ShortDebugString(),
                       decided->events[i].event.ShortDebugString());
  }
  return "";
}

std::string AnswerText(const absl::Status& decision) {
  return decision.ok() ? "accepted" : std::string(ReasonName(ReasonOf(decision)));
}

// Of a refusal: what nobody decided about the shop. The run cannot go on.
bool BreaksOff(Reason reason) {
  switch (reason) {
    case Reason::ERROR_REASON_REQUEST_ID_REUSED:
    case Reason::ERROR_REASON_INSTALLATION_DIVERGED:
    case Reason::ERROR_REASON_SEQUENCE_GAP:
    case Reason::ERROR_REASON_LOG_MARKED:
    case Reason::ERROR_REASON_DISK_FULL:
    case Reason::ERROR_REASON_COMMAND_UNREADABLE:
    case Reason::ERROR_REASON_STORE_CORRUPT:
      return true;
    default:
      return false;
  }
}

// Reads from the entry what the writer's answer says as well.
domain::Decision DecisionOf(std::vector<domain::NewEvent> events) {
  domain::Decision decision{.events = std::move(events)};
  for (const domain::NewEvent& recorded : decision.events) {
    std::string_view reason, message;
    if (recorded.event.has_command_flagged()) {
      reason = recorded.event.command_flagged().reason();
      message = recorded.event.command_flagged().message();
    } else if (recorded.event.has_command_set_aside()) {
      reason = recorded.event.command_set_aside().reason();
      message = recorded.event.command_set_aside().message();
      decision.set_aside = true;
    }
    if (!reason.empty() && decision.objection.ok()) {
      decision.objection = Error(ReasonFromName(reason), message);
    }
  }
  return decision;
}

}  // namespace

EdgeShop::EdgeShop(EdgeLink link, const Uuid& run_id) : link_(std::move(link)), run_id_(run_id) {}

Uuid EdgeShop::RequestId(int64_t number) const {
  return DeriveUuid(run_id_, fmt::format("request {}", number));
}

absl::Status EdgeShop::Begin(int64_t command_count_max) {
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse response, link_.get_head());
  int64_t begin = response.head().position();
  if (begin > kEdgeShopPositionsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the log has {position} positions; a day is played in a shop of {max} at most",
                 {{"position", begin}, {"max", kEdgeShopPositionsMax}});
  }
  DAYBOOK_RETURN_IF_ERROR(FindRun(begin, command_count_max));
  if (!recorded_.empty()) {
    last_recorded_ = recorded_.rbegin()->first;
    for (const auto& [number, position] : recorded_) begin = std::min(begin, position - 1);
  }
  DAYBOOK_RETURN_IF_ERROR(FoldTo(begin));
  before_ = shop_;
  return absl::OkStatus();
}

absl::Status EdgeShop::FindRun(int64_t head, int64_t command_count_max) {
  absl::flat_hash_map<std::string, int64_t> numbers;
  for (int64_t number = 1; number <= command_count_max; ++number) {
    numbers[std::string(RequestId(number).AsBytes())] = number;
  }
  for (int64_t position = 0; position < head;) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<Entry> entry, ReadNext());
    if (!entry) break;
    position = entry->header().first_position() + entry->header().event_count() - 1;
    const auto known = numbers.find(entry->header().request_id());
    if (known != numbers.end()) recorded_[known->second] = entry->header().first_position();
  }
  read_ahead_.clear();
  read_position_ = 0;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Entry>> EdgeShop::ReadNext() {
  if (read_ahead_.empty()) {
    edge::v1::ReadEventsRequest request;
    request.set_position(read_position_);
    request.set_page_size(kPageSize);
    DAYBOOK_ASSIGN_OR_RETURN(const auto response, link_.read_events(request));
    for (const std::string& bytes : response.entries()) {
      DAYBOOK_ASSIGN_OR_RETURN(Entry entry, ParseEntry(bytes));
      read_position_ = entry.header().first_position() + entry.header().event_count() - 1;
      read_ahead_.push_back(std::move(entry));
    }
  }
  if (read_ahead_.empty()) return std::optional<Entry>();
  std::optional<Entry> entry(std::move(read_ahead_.front()));
  read_ahead_.pop_front();
  return entry;
}

absl::StatusOr<std::optional<Entry>> EdgeShop::Next() {
  DAYBOOK_ASSIGN_OR_RETURN(std::optional<Entry> entry, ReadNext());
  if (entry && entry->header().first_position() != position_ + 1) {
    return Error(Reason::ERROR_REASON_LOG_NOT_DENSE, "position {position} follows on {before}",
                 {{"position", entry->header().first_position()}, {"before", position_}});
  }
  return entry;
}

void EdgeShop::Fold(const Entry& entry) {
  shop_.Apply(entry.header(), EventsOf(entry));
  position_ = entry.header().first_position() + entry.header().event_count() - 1;
}

absl::Status EdgeShop::FoldTo(int64_t position) {
  while (position_ < position) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<Entry> entry, Next());
    if (!entry) {
      return Error(Reason::ERROR_REASON_POSITION_BEYOND_HEAD,
                   "the log ends at {end}, before {position}",
                   {{"end", position_}, {"position", position}});
    }
    Fold(*entry);
  }
  return absl::OkStatus();
}

edge::v1::CommandEnvelope EdgeShop::Envelope(const domain::Context& context) {
  edge::v1::CommandEnvelope envelope;
  envelope.set_request_id(std::string(RequestId(command_number_).AsBytes()));
  envelope.set_encoded(std::string(context.encoded));
  if (!context.own) return envelope;
  const auto [known, is_new] = own_numbers_.try_emplace(context.install_id);
  OwnNumber& number = known->second;
  if (is_new) number.chain = FirstDeviceMark(context.install_id).chain;
  edge::v1::OwnCommand& own = *envelope.mutable_own();
  own.set_install_id(std::string(context.install_id.AsBytes()));
  own.set_sequence(++number.sequence);
  own.set_previous_chain(std::string(number.chain.AsBytes()));
  number.chain = Sha256(number.chain.AsBytes(), Sha256(context.encoded).AsBytes());
  return envelope;
}

absl::StatusOr<CommandResult> EdgeShop::Send(const Command& command, const domain::Context& context,
                                             int64_t& head_position) {
  edge::v1::ExecuteRequest request;
  *request.add_commands() = Envelope(context);
  DAYBOOK_ASSIGN_OR_RETURN(
      const auto response,
      link_.sender.Execute({.device = context.register_name, .employee = context.employee},
                           request));
  const CommandResult& result = response.results(0);
  const absl::Status error = FromWire(result.error());
  if (result.outcome() == CommandOutcome::COMMAND_OUTCOME_REFUSED && BreaksOff(ReasonOf(error))) {
    return Error(ReasonOf(error), "{command}: {message}",
                 {{"command", domain::CommandName(command)}, {"message", MessageOf(error)}});
  }
  head_position = response.head().position();
  return result;
}

absl::StatusOr<Outcome> EdgeShop::Execute(const Command& command, const domain::Context& context) {
  ++command_number_;
  if (command_number_ < last_recorded_ && !recorded_.contains(command_number_)) {
    return AsBefore(command, context);
  }
  int64_t head_position = 0;
  DAYBOOK_ASSIGN_OR_RETURN(const CommandResult result, Send(command, context, head_position));
  if (result.repeated()) ++repeated_count_;
  if (result.first_position() > 0) return Recorded(command, context, result);
  DAYBOOK_RETURN_IF_ERROR(FoldTo(head_position));
  return Refused(command, context, result);
}

absl::StatusOr<Outcome> EdgeShop::AsBefore(const Command& command, const domain::Context& context) {
  Outcome outcome{.decision = scenarios::DecideAsServer(command, context, shop_)};
  if (!outcome.decision.ok() || outcome.decision->events.empty()) return outcome;
  return Error(Reason::ERROR_REASON_REQUEST_ID_REUSED,
               "this run was played before, and its command {number}, {command}, was not recorded "
               "then: was the file changed?",
               {{"number", command_number_}, {"command", domain::CommandName(command)}});
}

Outcome EdgeShop::Refused(const Command& command, const domain::Context& context,
                          const CommandResult& result) {
  const auto decided = scenarios::DecideAsServer(command, context, shop_);
  Outcome outcome;
  if (result.outcome() == CommandOutcome::COMMAND_OUTCOME_REFUSED) {
    outcome.decision = FromWire(result.error());
  }
  const std::string is = AnswerText(outcome.decision.status());
  const std::string expected = AnswerText(decided.status());
  if (is != expected) {
    outcome.difference = fmt::format("the edge's answer is {}, not {}", is, expected);
  }
  return outcome;
}

absl::StatusOr<Outcome> EdgeShop::Recorded(const Command& command, const domain::Context& context,
                                           const CommandResult& result) {
  if (result.first_position() <= position_) {
    return Error(Reason::ERROR_REASON_REQUEST_ID_REUSED,
                 "this run was played before, in another order: was the file changed?");
  }
  DAYBOOK_RETURN_IF_ERROR(FoldTo(result.first_position() - 1));
  const auto decided = scenarios::DecideAsServer(command, context, shop_);
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<Entry> entry, Next());
  if (!entry) {
    return Error(Reason::ERROR_REASON_POSITION_BEYOND_HEAD, "the log ends before {position}",
                 {{"position", result.first_position()}});
  }
  std::vector<domain::NewEvent> events = EventsOf(*entry);
  Outcome outcome{.difference = Difference(events, decided)};
  outcome.decision = DecisionOf(std::move(events));
  Fold(*entry);
  return outcome;
}

}  // namespace daybook::cli
