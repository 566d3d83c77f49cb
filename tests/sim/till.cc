#include "tests/sim/till.h"

#include <algorithm>
#include <charconv>

#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/entry/chain.h"

namespace daybook::sim {
namespace {

using edge::v1::CommandEnvelope;

constexpr size_t kOutboxGesturesMax = 12;
constexpr int64_t kCallCommandsMax = 8;
constexpr absl::Duration kReplyWaitMax = absl::Milliseconds(400);
constexpr int64_t kPauseMsMax = 100;

// Bytes that are no command.
constexpr char kUnreadable[] = "\xff\xff\xff nobody reads this";

engine::Caller CallerOf(const Cashier::Post& post) {
  return {.device = "device-" + post.register_name,
          .register_name = post.register_name,
          .employee = post.employee,
          .role = post.role};
}

bool IsTransient(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kResourceExhausted;
}

engine::OwnNumber ToOwnNumber(const edge::v1::OwnCommand& own) {
  return {.install_id = *Uuid::FromBytes(own.install_id()),
          .sequence = own.sequence(),
          .previous_chain = *Digest::FromBytes(own.previous_chain()),
          .missing_from = own.missing_from_sequence()};
}

engine::Request ToRequest(const CommandEnvelope& envelope) {
  engine::Request request;
  request.request_id = *Uuid::FromBytes(envelope.request_id());
  request.digest = Sha256(envelope.encoded());
  request.expected_version = envelope.expected_version();
  if (!request.command.ParseFromString(envelope.encoded())) {
    request.readable = Error(Reason::ERROR_REASON_COMMAND_UNREADABLE, "these bytes are no command");
  } else if (request.command.approver() == kBoss) {
    request.approver_role = edge::v1::ROLE_MANAGER;
  }
  if (envelope.has_own()) {
    request.own = ToOwnNumber(envelope.own());
    request.send_time = envelope.own().send_time();
    request.encoded = envelope.encoded();
  }
  return request;
}

}  // namespace

engine::Call ToCall(const engine::Caller& caller, const edge::v1::ExecuteRequest& request) {
  engine::Call call;
  call.caller = caller;
  for (const CommandEnvelope& envelope : request.commands()) {
    call.requests.push_back(ToRequest(envelope));
  }
  return call;
}

Till::Till(Cashier cashier, uint64_t seed)
    : person_(std::move(cashier)),
      caller_(CallerOf(std::get<Cashier>(person_).post())),
      random_(seed) {
  if (const auto& install_id = std::get<Cashier>(person_).post().install_id) {
    installation_ = {.id = *install_id, .chain = FirstDeviceMark(*install_id).chain};
  }
}

Till::Till(Manager manager, uint64_t seed)
    : person_(std::move(manager)),
      caller_{.device = "office", .employee = kBoss, .role = edge::v1::ROLE_MANAGER},
      random_(seed) {}

Till Till::Clone(uint64_t seed) const {
  Till clone(*this);
  clone.random_ = SeededRandom(seed);
  clone.in_flight_.reset();
  std::get<Cashier>(clone.person_).TakeOver(seed + 1);
  return clone;
}

std::vector<Wish> Till::AskPerson(const Moment& moment) {
  if (auto* cashier = std::get_if<Cashier>(&person_)) return cashier->Next(moment);
  return std::get<Manager>(person_).Next(moment);
}

std::optional<Till::Call> Till::Act(const Moment& moment, absl::Duration monotonic) {
  if (outbox_.size() < kOutboxGesturesMax && (moment.going_home || Chance(30))) {
    const std::vector<Wish> wishes = AskPerson(moment);
    person_is_idle_ = moment.going_home && wishes.empty();
    for (const Wish& wish : wishes) Queue(wish, moment.now);
  }
  if (in_flight_ && monotonic >= in_flight_->deadline) in_flight_.reset();
  if (in_flight_) return std::nullopt;
  LoseNumbers();
  if (outbox_.empty() || monotonic < quiet_until_) return std::nullopt;

  Call call{.id = ++call_count_};
  const size_t count = std::min<size_t>(outbox_.size(), 1 + random_.Below(kCallCommandsMax));
  for (size_t i = 0; i < count; ++i) {
    CommandEnvelope& envelope = *call.request.add_commands();
    envelope = outbox_[i].envelope;
    if (envelope.has_own()) *envelope.mutable_own()->mutable_send_time() = ToTimestamp(moment.now);
  }
  in_flight_ = {.call_id = call.id, .deadline = monotonic + kReplyWaitMax};
  return call;
}

void Till::Queue(const Wish& wish, absl::Time now) {
  Item item{.permitted = wish.permitted};
  item.envelope.set_request_id(std::string(NewUuid(now, random_).AsBytes()));
  std::string encoded = wish.command.SerializeAsString();
  if (installation_) {
    if (Chance(1)) encoded = kUnreadable;
    Number(std::move(encoded), item.envelope);
  } else {
    item.envelope.set_encoded(std::move(encoded));
    // Sometimes a version that somebody else might have: it is checked before anything else.
    if (Chance(2)) {
      item.envelope.set_expected_version(7);
      item.permitted = false;
    }
  }
  outbox_.push_back(std::move(item));
}

void Till::Number(std::string encoded, CommandEnvelope& envelope) {
  edge::v1::OwnCommand& own = *envelope.mutable_own();
  own.set_install_id(std::string(installation_->id.AsBytes()));
  own.set_sequence(++installation_->sequence);
  own.set_previous_chain(std::string(installation_->chain.AsBytes()));
  installation_->chain = Sha256(installation_->chain.AsBytes(), Sha256(encoded).AsBytes());
  envelope.set_encoded(std::move(encoded));
}

void Till::TakeReply(int64_t call_id, const engine::Reply& reply, absl::Duration monotonic) {
  if (!in_flight_ || in_flight_->call_id != call_id) return;
  in_flight_.reset();
  quiet_until_ = monotonic + absl::Milliseconds(random_.Below(kPauseMsMax));
  if (!reply.ok()) return;  // Asked again.
  for (const edge::v1::CommandResult& result : reply->results()) {
    if (!TakeResult(result)) return;
  }
}

bool Till::TakeResult(const edge::v1::CommandResult& result) {
  switch (result.outcome()) {
    case edge::v1::COMMAND_OUTCOME_NOT_ATTEMPTED:
      return false;
    case edge::v1::COMMAND_OUTCOME_REFUSED:
      return TakeRefusal(FromWire(result.error()));
    default:
      break;
  }
  if (auto* manager = std::get_if<Manager>(&person_)) {
    edge::v1::Command command;
    DAYBOOK_CHECK(command.ParseFromString(outbox_.front().envelope.encoded()));
    if (command.has_close_business_day()) manager->Closed(command.business_date());
  }
  outbox_.pop_front();
  return true;
}

bool Till::TakeRefusal(const absl::Status& refusal) {
  if (IsTransient(refusal)) return false;
  if (installation_) {
    if (ReasonOf(refusal) == Reason::ERROR_REASON_SEQUENCE_GAP) AdmitGap(refusal);
    if (ReasonOf(refusal) == Reason::ERROR_REASON_INSTALLATION_DIVERGED) InstallAnew();
    return false;
  }
  auto* cashier = std::get_if<Cashier>(&person_);
  if (cashier != nullptr && outbox_.front().permitted) cashier->GiveUp();
  outbox_.pop_front();
  return true;
}

void Till::AdmitGap(const absl::Status& refusal) {
  const std::string text = ErrorMetadata(refusal, "expected_sequence");
  int64_t expected = 0;
  std::from_chars(text.data(), text.data() + text.size(), expected);
  edge::v1::OwnCommand& own = *outbox_.front().envelope.mutable_own();
  if (expected < own.sequence()) own.set_missing_from_sequence(expected);
}

// What was not confirmed is done again under the new installation, as an operator would drain it.
void Till::InstallAnew() {
  const Uuid id = DeriveUuid(installation_->id, std::to_string(random_.Next()));
  installation_ = {.id = id, .chain = FirstDeviceMark(id).chain};
  std::get<Cashier>(person_).MoveTo(id);
  for (Item& item : outbox_) {
    const Uuid old_request_id = *Uuid::FromBytes(item.envelope.request_id());
    item.envelope.set_request_id(std::string(DeriveUuid(old_request_id, id.ToText()).AsBytes()));
    item.envelope.mutable_own()->clear_missing_from_sequence();
    Number(std::move(*item.envelope.mutable_encoded()), item.envelope);
  }
}

void Till::LoseNumbers() {
  for (; numbers_to_lose_ > 0 && outbox_.size() > 1; --numbers_to_lose_) outbox_.pop_front();
}

}  // namespace daybook::sim
