#include "tests/sim/ledger.h"

#include <algorithm>

#include "core/base/clock.h"
#include "fmt/format.h"
#include "tests/sim/watcher.h"

namespace daybook::sim {
namespace {

using edge::v1::CommandEnvelope;
using edge::v1::CommandResult;
using event::v1::Entry;
using event::v1::Event;

constexpr int64_t kPageBytesMax = 32 << 10;
constexpr int kTimeSamples = 5;
constexpr size_t kAskDigestBytes = 16;

template <typename T>
bool Wants(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

bool Chooses(const store::Filter& filter, const Entry& entry, const Event& event) {
  const StreamId stream = StreamId::Of(entry.header().streams(event.stream_index()));
  return Wants(filter.categories, stream.category) && Wants(filter.streams, stream) &&
         Wants(filter.event_types, static_cast<int32_t>(event.event_case())) &&
         Wants(filter.registers, entry.header().register_());
}

// What an edge may answer to an own command instead of recording it.
bool MayRefuseOwn(Reason reason) {
  return reason == Reason::ERROR_REASON_SEQUENCE_GAP ||
         reason == Reason::ERROR_REASON_INSTALLATION_DIVERGED;
}

}  // namespace

absl::Status Wrong(std::string_view text) { return Error(Reason::ERROR_REASON_BUG, text); }

absl::Status Ledger::Follow(const store::EventLog& log) {
  if (lines_.empty()) hash_ = FirstHash(log.identity().log_id);
  while (position() < log.head().position) {
    DAYBOOK_ASSIGN_OR_RETURN(const store::Page page, log.Read(position(), kPageBytesMax));
    if (page.entries.empty()) return Wrong("a page before the head is empty");
    for (const store::StoredEntry& stored : page.entries) {
      DAYBOOK_RETURN_IF_ERROR(Take(stored, log));
    }
  }
  const store::Head head{.epoch = 1, .position = position(), .hash = hash_};
  return log.head() == head
             ? absl::OkStatus()
             : Wrong(fmt::format("the log's head is at {}, not {}, or its chain does not hold",
                                 log.head().position, position()));
}

absl::Status Ledger::Take(const store::StoredEntry& stored, const store::EventLog& log) {
  Line line{.bytes = *stored.bytes, .entry = {}};
  if (!line.entry.ParseFromString(line.bytes)) return Wrong("an entry cannot be read");
  DAYBOOK_RETURN_IF_ERROR(CheckPlaces(line.entry));
  DAYBOOK_RETURN_IF_ERROR(CheckOrigin(line.entry, lines_.size()));
  hash_ = NextHash(hash_, line.bytes);
  lines_.push_back(std::move(line));
  return CheckFound(lines_.back(), log);
}

absl::Status Ledger::CheckPlaces(const Entry& entry) {
  if (entry.header().first_position() != position() + 1 || entry.events().empty() ||
      entry.header().event_count() != entry.events_size()) {
    return Wrong(fmt::format("the entry after position {} is not the next one", position()));
  }
  for (int i = 0; i < entry.events_size(); ++i) {
    const Event& event = entry.events(i);
    const StreamId stream = StreamId::Of(entry.header().streams(event.stream_index()));
    streams_[stream.ToText()] = stream;
    int64_t& version = versions_[stream.ToText()];
    if (event.offset() != i || event.version() != ++version) {
      return Wrong(fmt::format("version {} of {} is at position {}", event.version(),
                               stream.ToText(), entry.header().first_position() + i));
    }
  }
  return absl::OkStatus();
}

absl::Status Ledger::CheckOrigin(const Entry& entry, size_t index) {
  const std::string& request_id = entry.header().request_id();
  if (!request_id.empty() && !line_of_request_.emplace(request_id, index).second) {
    return Wrong(fmt::format("a request was recorded twice, the second time at position {}",
                             entry.header().first_position()));
  }
  return entry.header().install_id().empty() ? absl::OkStatus() : CheckNumber(entry);
}

// Own commands are numbered without a gap, unless the entry says that there is one.
absl::Status Ledger::CheckNumber(const Entry& entry) {
  const Uuid install_id = *Uuid::FromBytes(entry.header().install_id());
  DeviceMark& mark = marks_.try_emplace(install_id, FirstDeviceMark(install_id)).first->second;
  int64_t last_sequence = mark.sequence;
  for (const Event& event : entry.events()) {
    if (!event.has_sequence_gap_recorded()) continue;
    if (event.sequence_gap_recorded().first_sequence() != last_sequence + 1) {
      return Wrong("a gap was recorded where there is none");
    }
    last_sequence = event.sequence_gap_recorded().last_sequence();
  }
  const bool own = entry.header().kind() == event::v1::ENTRY_KIND_OWN;
  if (own && (entry.header().sequence() != last_sequence + 1 || mark.quarantined)) {
    return Wrong(fmt::format("number {} of an installation follows {}", entry.header().sequence(),
                             mark.sequence));
  }
  mark = NextDeviceMark(mark, entry);
  return absl::OkStatus();
}

absl::Status Ledger::CheckFound(const Line& line, const store::EventLog& log) const {
  const auto request_id = Uuid::FromBytes(line.entry.header().request_id());
  if (!request_id) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const auto found, log.FindRequest(*request_id));
  if (!found) {
    return Wrong(fmt::format("the request recorded at position {} is not found",
                             line.entry.header().first_position()));
  }
  return *found->bytes == line.bytes ? absl::OkStatus()
                                     : Wrong("a request leads to another entry than its own");
}

absl::Status Ledger::CheckWhole(const store::EventLog& log) {
  if (log.head().position < position()) {
    return Wrong(fmt::format("the log was durable up to position {} and now ends at {}", position(),
                             log.head().position));
  }
  size_t index = 0;
  for (int64_t after = 0; index < lines_.size();) {
    DAYBOOK_ASSIGN_OR_RETURN(const store::Page page, log.Read(after, kPageBytesMax));
    if (page.entries.empty()) return Wrong("a page before the head is empty");
    for (const store::StoredEntry& stored : page.entries) {
      if (index == lines_.size()) break;
      if (*stored.bytes != lines_[index++].bytes) {
        return Wrong(fmt::format("the entry at position {} has changed", stored.first_position));
      }
    }
    after = page.scanned;
  }
  for (const Line& line : lines_) DAYBOOK_RETURN_IF_ERROR(CheckFound(line, log));
  DAYBOOK_RETURN_IF_ERROR(Follow(log));
  DAYBOOK_RETURN_IF_ERROR(CheckMarks(log));
  DAYBOOK_RETURN_IF_ERROR(CheckStreams(log));
  return CheckTimes(log);
}

absl::Status Ledger::CheckMarks(const store::EventLog& log) const {
  for (const auto& [install_id, mark] : marks_) {
    DAYBOOK_ASSIGN_OR_RETURN(const auto stored, log.ReadDevice(install_id));
    if (stored.value_or(FirstDeviceMark(install_id)) != mark) {
      return Wrong(fmt::format("installation {} stands at {}, not at {}", install_id.ToText(),
                               stored ? stored->sequence : 0, mark.sequence));
    }
  }
  return absl::OkStatus();
}

absl::Status Ledger::CheckStreams(const store::EventLog& log) const {
  for (const auto& [name, stream] : streams_) {
    DAYBOOK_ASSIGN_OR_RETURN(const store::StreamHead head, log.ReadStreamHead(stream));
    if (head.version != versions_.at(name)) {
      return Wrong(
          fmt::format("{} is at version {}, not {}", name, head.version, versions_.at(name)));
    }
  }
  return absl::OkStatus();
}

// The longest prefix of which every record time is no later, at a few times of the log.
absl::Status Ledger::CheckTimes(const store::EventLog& log) const {
  for (int sample = 0; sample < kTimeSamples && !lines_.empty(); ++sample) {
    const Line& chosen = lines_[lines_.size() * static_cast<size_t>(sample) / kTimeSamples];
    const absl::Time time = FromTimestamp(chosen.entry.header().record_time());
    int64_t expected = 0;
    for (const Line& line : lines_) {
      if (FromTimestamp(line.entry.header().record_time()) > time) break;
      expected = line.last_position();
    }
    DAYBOOK_ASSIGN_OR_RETURN(const int64_t found, log.FindPositionAt(time));
    if (found != expected) {
      return Wrong(fmt::format("at {} the log ended at {}, not {}", absl::FormatTime(time),
                               expected, found));
    }
  }
  return absl::OkStatus();
}

absl::Status Ledger::CheckReply(const edge::v1::ExecuteRequest& request,
                                const edge::v1::ExecuteResponse& response) {
  if (response.results_size() != request.commands_size()) return Wrong("results are missing");
  for (int i = 0; i < request.commands_size(); ++i) {
    DAYBOOK_RETURN_IF_ERROR(CheckResult(request.commands(i), response.results(i)));
  }
  return absl::OkStatus();
}

absl::Status Ledger::CheckResult(const CommandEnvelope& envelope, const CommandResult& result) {
  const auto known = first_replies_.find(envelope.request_id());
  if (result.first_position() == 0) {
    const bool refused = result.outcome() == edge::v1::COMMAND_OUTCOME_REFUSED;
    const Reason reason = ReasonOf(FromWire(result.error()));
    if (envelope.has_own() && refused && !MayRefuseOwn(reason)) {
      return Wrong(fmt::format("an own command was refused: {}", result.error().message()));
    }
    const bool later = result.outcome() == edge::v1::COMMAND_OUTCOME_NOT_ATTEMPTED;
    if (known == first_replies_.end() || later) return absl::OkStatus();
    return Wrong(fmt::format("a request that was accepted is answered otherwise: {}",
                             result.error().message()));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckRecorded(envelope, result));
  CommandResult first = result;
  first.clear_repeated();
  repeated_count_ += result.repeated();
  const std::string bytes = first.SerializeAsString();
  const auto first_reply = first_replies_.try_emplace(envelope.request_id(), bytes).first;
  return first_reply->second == bytes ? absl::OkStatus()
                                      : Wrong("a repeated request did not get the first reply");
}

absl::Status Ledger::CheckRecorded(const CommandEnvelope& envelope,
                                   const CommandResult& result) const {
  const auto line = line_of_request_.find(envelope.request_id());
  if (line == line_of_request_.end()) {
    return Wrong("a request was acknowledged that is not in the log");
  }
  const event::v1::EntryHeader& header = lines_[line->second].entry.header();
  const Digest digest = Sha256(envelope.encoded());
  const std::string_view whole = digest.AsBytes();
  const bool right =
      header.first_position() == result.first_position() &&
      header.event_count() == result.event_count() &&
      header.digest() == (envelope.has_own() ? whole : whole.substr(0, kAskDigestBytes));
  return right ? absl::OkStatus()
               : Wrong(fmt::format("the reply that names position {} is not that of its entry",
                                   result.first_position()));
}

absl::Status Ledger::CheckSeen(const Watcher& watcher) const {
  std::vector<SeenEvent> expected;
  for (const Line& line : lines_) {
    for (const Event& event : line.entry.events()) {
      const int64_t position = line.entry.header().first_position() + event.offset();
      if (position > watcher.cursor().position) break;
      if (Chooses(watcher.filter(), line.entry, event)) {
        expected.push_back({position, event.SerializeAsString()});
      }
    }
  }
  return watcher.seen() == expected
             ? absl::OkStatus()
             : Wrong(fmt::format("a watcher at {} has seen {} events, not {}, or others",
                                 watcher.cursor().position, watcher.seen().size(),
                                 expected.size()));
}

}  // namespace daybook::sim
