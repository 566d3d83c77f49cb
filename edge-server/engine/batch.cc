#include "edge-server/engine/batch.h"

#include "core/base/business_date.h"
#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/domain/permissions.h"

namespace daybook::engine {
namespace {

using edge::v1::CommandResult;

constexpr size_t kAskDigestBytes = 16;

CommandResult Refused(const absl::Status& status) {
  CommandResult result;
  result.set_outcome(edge::v1::COMMAND_OUTCOME_REFUSED);
  *result.mutable_error() = ToWire(status);
  return result;
}

CommandResult NotAttempted() {
  CommandResult result;
  result.set_outcome(edge::v1::COMMAND_OUTCOME_NOT_ATTEMPTED);
  *result.mutable_error() =
      ToWire(Error(Reason::ERROR_REASON_NOT_ATTEMPTED, "one before it ended the call; repeat it"));
  return result;
}

CommandResult NoEffect() {
  CommandResult result;
  result.set_outcome(edge::v1::COMMAND_OUTCOME_NO_EFFECT);
  return result;
}

// Whether a result asks to come back, so that the commands behind it must not overtake it.
bool EndsCall(const CommandResult& result) {
  if (result.outcome() != edge::v1::COMMAND_OUTCOME_REFUSED) return false;
  const absl::Status status = FromWire(result.error());
  const Reason reason = ReasonOf(status);
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kResourceExhausted ||
         reason == Reason::ERROR_REASON_SEQUENCE_GAP ||
         reason == Reason::ERROR_REASON_INSTALLATION_DIVERGED;
}

// An own command's digest is a link of its installation's chain; an ask's only tells bytes apart.
std::string StoredDigest(const Request& request) {
  const std::string_view whole = request.digest.AsBytes();
  return std::string(request.own ? whole : whole.substr(0, kAskDigestBytes));
}

// Whether `header` is that of the request under the number that it comes with; an ask has none.
bool HasNumberOf(const Request& request, const event::v1::EntryHeader& header) {
  return !request.own || (header.install_id() == request.own->install_id.AsBytes() &&
                          header.sequence() == request.own->sequence);
}

absl::Status Diverged(const DeviceMark& mark, int64_t sequence) {
  return Error(
      Reason::ERROR_REASON_INSTALLATION_DIVERGED,
      "number {sequence} contradicts what this installation sent before (up to {recorded}); "
      "it is quarantined until an operator has looked",
      {{"sequence", sequence}, {"recorded", mark.sequence}});
}

domain::NewEvent GapEvent(const Uuid& install_id, int64_t first, const OwnNumber& own) {
  domain::NewEvent gap{StreamId::Of(Category::CATEGORY_ATTENTION, install_id), {}};
  event::v1::SequenceGapRecorded& recorded = *gap.event.mutable_sequence_gap_recorded();
  recorded.set_first_sequence(first);
  recorded.set_last_sequence(own.sequence - 1);
  recorded.set_previous_chain(std::string(own.previous_chain.AsBytes()));
  return gap;
}

}  // namespace

CommandResult ResultOf(const event::v1::Entry& entry) {
  CommandResult result;
  result.set_outcome(edge::v1::COMMAND_OUTCOME_APPLIED);
  result.set_first_position(entry.header().first_position());
  result.set_event_count(entry.header().event_count());
  std::vector<int64_t> versions(entry.header().streams_size(), 0);
  for (const event::v1::Event& event : entry.events()) {
    versions[event.stream_index()] = event.version();
    std::string_view reason, message;
    if (event.has_command_had_no_effect()) {
      result.set_outcome(edge::v1::COMMAND_OUTCOME_NO_EFFECT);
    } else if (event.has_command_flagged()) {
      result.set_outcome(edge::v1::COMMAND_OUTCOME_APPLIED_AND_FLAGGED);
      reason = event.command_flagged().reason();
      message = event.command_flagged().message();
    } else if (event.has_command_set_aside()) {
      result.set_outcome(edge::v1::COMMAND_OUTCOME_SET_ASIDE);
      reason = event.command_set_aside().reason();
      message = event.command_set_aside().message();
    }
    if (reason.empty()) continue;
    if (const Reason known = ReasonFromName(reason); known != Reason::ERROR_REASON_UNSPECIFIED) {
      *result.mutable_error() = ToWire(Error(known, message));
    }
  }
  for (int i = 0; i < entry.header().streams_size(); ++i) {
    edge::v1::StreamVersion& stream = *result.add_streams();
    stream.set_stream(StreamId::Of(entry.header().streams(i)).ToText());
    stream.set_version(versions[i]);
  }
  return result;
}

Batch::Batch(const BatchContext& context, ShopState& shop, RefusalBudget& refusals, absl::Time now,
             store::Entries& entries)
    : context_(context),
      shop_(shop),
      refusals_(refusals),
      now_(now),
      record_time_(ToTimestamp(now)),
      next_position_(context.log.head().position + 1),
      entries_(entries) {
  entries_.Clear();
}

edge::v1::ExecuteResponse Batch::Decide(const Call& call) {
  edge::v1::ExecuteResponse response;
  response.mutable_results()->Reserve(static_cast<int>(call.requests.size()));
  bool ended = false;
  for (const Request& request : call.requests) {
    CommandResult& result = *response.add_results();
    result = ended ? NotAttempted() : DecideOne(call.caller, request);
    ended = ended || EndsCall(result);
  }
  return response;
}

CommandResult Batch::DecideOne(const Caller& caller, const Request& request) {
  absl::StatusOr<std::optional<FirstReply>> first_reply = FindFirstReply(request);
  if (!first_reply.ok()) {
    if (ReasonOf(first_reply.status()) == Reason::ERROR_REASON_INSTALLATION_DIVERGED) {
      Quarantine(caller, request);
    }
    return Refused(first_reply.status());
  }
  if (!*first_reply) return request.own ? DecideOwn(caller, request) : DecideAsk(caller, request);
  if (!(*first_reply)->same_number) {
    if (absl::Status spent = SpendNumber(caller, request); !spent.ok()) return Refused(spent);
  }
  return (**std::move(first_reply)).result;
}

absl::StatusOr<std::optional<Batch::FirstReply>> Batch::FindFirstReply(const Request& request) {
  event::v1::Entry stored_entry;
  const event::v1::Entry* entry = nullptr;
  if (const auto pending = entry_of_request_.find(request.request_id);
      pending != entry_of_request_.end()) {
    entry = pending->second;
  } else {
    DAYBOOK_ASSIGN_OR_RETURN(const auto stored, context_.log.FindRequest(request.request_id));
    if (!stored) return std::optional<FirstReply>();
    if (!stored_entry.ParseFromString(*stored->bytes)) {
      return Error(Reason::ERROR_REASON_STORE_CORRUPT, "the entry at {position} is unreadable",
                   {{"position", stored->first_position}});
    }
    entry = &stored_entry;
  }
  if (!request.digest.AsBytes().starts_with(entry->header().digest())) {
    if (request.own) {
      DAYBOOK_ASSIGN_OR_RETURN(const DeviceMark mark, FindMark(request.own->install_id));
      return Diverged(mark, request.own->sequence);
    }
    return Error(Reason::ERROR_REASON_REQUEST_ID_REUSED,
                 "request {request} was accepted with other contents",
                 {{"request", request.request_id.ToText()}});
  }
  FirstReply reply{.result = ResultOf(*entry),
                   .same_number = HasNumberOf(request, entry->header())};
  reply.result.set_repeated(true);
  return std::optional<FirstReply>(std::move(reply));
}

absl::Status Batch::CheckPermission(const Caller& caller, const Request& request) const {
  const auto missing =
      domain::MissingPermission({caller.role, request.approver_role}, request.command);
  if (!missing) return absl::OkStatus();
  return domain::PermissionMissing(caller.employee, *missing);
}

absl::Status Batch::CheckVersion(const Request& request) {
  if (request.expected_version == 0) return absl::OkStatus();
  const StreamId stream = domain::SubjectOf(request.command, context_.shop_config);
  if (stream.category == Category::CATEGORY_UNSPECIFIED) return absl::OkStatus();
  const int64_t version = domain::VersionOf(shop_.Find(stream));
  if (version == request.expected_version) return absl::OkStatus();
  return Error(
      Reason::ERROR_REASON_VERSION_STALE,
      "{stream} is at version {version}, not {expected}: read it and decide again",
      {{"stream", stream.ToText()}, {"version", version}, {"expected", request.expected_version}});
}

CommandResult Batch::DecideAsk(const Caller& caller, const Request& request) {
  if (!request.readable.ok()) return Refused(request.readable);
  absl::StatusOr<domain::Decision> decision = TryAsk(caller, request);
  if (!decision.ok()) {
    // Whichever way a permission was not obtained: nobody had it, or the approval was not good.
    if (const std::string permission = ErrorMetadata(decision.status(), "permission");
        !permission.empty()) {
      AuditRefusal(caller, request, permission);
    }
    return Refused(decision.status());
  }
  if (decision->events.empty()) return NoEffect();
  event::v1::Entry& entry = Begin(caller, request, event::v1::ENTRY_KIND_ASK);
  Finish(entry, std::move(decision->events));
  return ResultOf(entry);
}

absl::StatusOr<domain::Decision> Batch::TryAsk(const Caller& caller, const Request& request) {
  domain::Context context = ContextOf(caller, request);
  context.objection = CheckPermission(caller, request);
  // An approval may lend what is missing; the rules know.
  if (request.command.approval_id().empty()) DAYBOOK_RETURN_IF_ERROR(context.objection);
  // The rules first: of two who want the same, the second learns who has it, and not only that
  // something has changed.
  DAYBOOK_ASSIGN_OR_RETURN(domain::Decision decision,
                           domain::Decide(request.command, context, shop_));
  DAYBOOK_RETURN_IF_ERROR(CheckVersion(request));
  return decision;
}

domain::Context Batch::ContextOf(const Caller& caller, const Request& request) const {
  return {.shop = context_.shop_config,
          .register_name = caller.register_name,
          .employee = caller.employee,
          .authority = {caller.role, request.approver_role}};
}

absl::StatusOr<std::vector<domain::NewEvent>> Batch::TakeNumber(const Caller& caller,
                                                                const Request& request) {
  const OwnNumber& own = *request.own;
  DAYBOOK_ASSIGN_OR_RETURN(const DeviceMark mark, FindMark(own.install_id));
  if (mark.quarantined) return Diverged(mark, own.sequence);
  const int64_t expected = mark.sequence + 1;
  const bool tells_gap = own.sequence > expected && own.missing_from == expected;
  if (own.sequence > expected && !tells_gap) {
    return Error(Reason::ERROR_REASON_SEQUENCE_GAP,
                 "number {sequence} came, {expected_sequence} is next: go back to it, or say "
                 "that it is missing",
                 {{"sequence", own.sequence}, {"expected_sequence", expected}});
  }
  if (!tells_gap && (own.sequence < expected || own.previous_chain != mark.chain)) {
    Quarantine(caller, request);
    return Diverged(mark, own.sequence);
  }
  std::vector<domain::NewEvent> events;
  if (tells_gap) events.push_back(GapEvent(own.install_id, expected, own));
  return events;
}

absl::Status Batch::SpendNumber(const Caller& caller, const Request& request) {
  const OwnNumber& own = *request.own;
  DAYBOOK_ASSIGN_OR_RETURN(const DeviceMark mark, FindMark(own.install_id));
  if (own.sequence <= mark.sequence) return absl::OkStatus();  // Spent when it first came.
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<domain::NewEvent> events, TakeNumber(caller, request));
  domain::NewEvent spent{StreamId::Of(Category::CATEGORY_ATTENTION, own.install_id), {}};
  spent.event.mutable_command_had_no_effect()->set_command(
      std::string(domain::CommandName(request.command)));
  events.push_back(std::move(spent));
  event::v1::Entry& entry = Begin(caller, request, event::v1::ENTRY_KIND_OWN);
  entry.mutable_header()->set_causation_id(entry.header().request_id());
  entry.mutable_header()->clear_request_id();
  Finish(entry, std::move(events));
  return absl::OkStatus();
}

CommandResult Batch::DecideOwn(const Caller& caller, const Request& request) {
  absl::StatusOr<std::vector<domain::NewEvent>> before = TakeNumber(caller, request);
  if (!before.ok()) return Refused(before.status());
  std::vector<domain::NewEvent> events = *std::move(before);
  domain::Context context = ContextOf(caller, request);
  context.own = true;
  context.install_id = request.own->install_id;
  context.encoded = request.encoded;
  if (request.readable.ok()) context.objection = CheckPermission(caller, request);
  domain::Decision decision =
      request.readable.ok()
          ? *domain::Decide(request.command, context, shop_)
          : domain::SetAside(request.encoded, context.install_id, request.readable);
  DAYBOOK_CHECK(!decision.events.empty());
  std::move(decision.events.begin(), decision.events.end(), std::back_inserter(events));
  event::v1::Entry& entry = Begin(caller, request, event::v1::ENTRY_KIND_OWN);
  Finish(entry, std::move(events));
  return ResultOf(entry);
}

absl::StatusOr<DeviceMark> Batch::FindMark(const Uuid& install_id) {
  if (const auto seen = marks_.find(install_id); seen != marks_.end()) return seen->second;
  DAYBOOK_ASSIGN_OR_RETURN(const auto stored, context_.log.ReadDevice(install_id));
  return marks_[install_id] = stored.value_or(FirstDeviceMark(install_id));
}

void Batch::Quarantine(const Caller& caller, const Request& request) {
  const DeviceMark mark = marks_.at(request.own->install_id);
  if (mark.quarantined) return;
  domain::NewEvent event{StreamId::Of(Category::CATEGORY_ATTENTION, request.own->install_id), {}};
  event::v1::InstallationQuarantined& quarantined = *event.event.mutable_installation_quarantined();
  quarantined.set_expected_sequence(mark.sequence + 1);
  quarantined.set_received_sequence(request.own->sequence);
  quarantined.set_message(std::string(MessageOf(Diverged(mark, request.own->sequence))));
  event::v1::Entry& entry = Begin(caller, request, event::v1::ENTRY_KIND_SYSTEM);
  entry.mutable_header()->clear_request_id();
  entry.mutable_header()->clear_digest();
  entry.mutable_header()->clear_sequence();
  Finish(entry, {std::move(event)});
}

void Batch::AuditRefusal(const Caller& caller, const Request& request,
                         std::string_view permission) {
  const int64_t minute = absl::ToUnixSeconds(now_) / 60;
  if (minute != refusals_.minute) refusals_ = {.minute = minute, .used = 0};
  if (++refusals_.used > kAuditedRefusalsPerMinuteMax) return;
  const int32_t date = BusinessDateOf(absl::ToCivilDay(now_, absl::UTCTimeZone()));
  domain::NewEvent event{{Category::CATEGORY_AUDIT, BusinessDateText(date)}, {}};
  event::v1::PermissionRefused& refused = *event.event.mutable_permission_refused();
  refused.set_permission(std::string(permission));
  refused.set_command(std::string(domain::CommandName(request.command)));
  event::v1::Entry& entry = Begin(caller, request, event::v1::ENTRY_KIND_REFUSAL);
  entry.mutable_header()->clear_request_id();
  entry.mutable_header()->clear_digest();
  Finish(entry, {std::move(event)});
}

event::v1::Entry& Batch::Begin(const Caller& caller, const Request& request,
                               event::v1::EntryKind kind) {
  event::v1::Entry& entry = *entries_.Add();
  event::v1::EntryHeader& header = *entry.mutable_header();
  if (request.readable.ok())
    domain::FillOrigin(request.command, ContextOf(caller, request), header);
  *header.mutable_record_time() = record_time_;
  header.set_kind(kind);
  header.set_request_id(std::string(request.request_id.AsBytes()));
  header.set_digest(StoredDigest(request));
  header.set_device(caller.device);
  header.set_employee(caller.employee);
  header.set_register_(caller.register_name);
  if (request.own) {
    header.set_install_id(std::string(request.own->install_id.AsBytes()));
    header.set_sequence(request.own->sequence);
    *header.mutable_send_time() = request.send_time;
  }
  return entry;
}

void Batch::Finish(event::v1::Entry& entry, std::vector<domain::NewEvent> events) {
  entry.mutable_header()->set_first_position(next_position_);
  entry.mutable_header()->set_event_count(static_cast<int32_t>(events.size()));
  absl::flat_hash_map<StreamId, int32_t> indexes;
  for (domain::NewEvent& added : events) {
    const auto [stream, is_new] =
        indexes.try_emplace(added.stream, static_cast<int32_t>(indexes.size()));
    if (is_new) {
      event::v1::StreamName& name = *entry.mutable_header()->add_streams();
      name.set_category(added.stream.category);
      name.set_key(added.stream.key);
    }
    event::v1::Event& event = *entry.add_events();
    event = std::move(added.event);
    event.set_offset(entry.events_size() - 1);
    event.set_stream_index(stream->second);
    event.set_version(domain::VersionOf(shop_.Find(added.stream)) + 1);
    shop_.Apply(added.stream, entry.header(), event);
  }
  next_position_ += entry.events_size();
  if (const auto request_id = Uuid::FromBytes(entry.header().request_id())) {
    entry_of_request_[*request_id] = &entry;
  }
  if (const auto install_id = Uuid::FromBytes(entry.header().install_id())) {
    marks_[*install_id] = NextDeviceMark(*FindMark(*install_id), entry);
  }
}

}  // namespace daybook::engine
