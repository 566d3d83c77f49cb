#include "edge-server/rpc/command_service.h"

#include "core/net/errors.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace daybook::rpc {
namespace {

constexpr size_t kArenaBytes = 8 << 10;
constexpr size_t kCommandBytesMax = 256 << 10;
constexpr int64_t kSequenceMax = INT64_MAX - 1;  // There is always a next one.

absl::Status FieldInvalid(std::string_view field, std::string_view must) {
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "{field} {must}",
               {{"field", field}, {"must", must}});
}

// The digest of an ask that did not come as bytes is over its deterministic serialisation.
std::string SerializeDeterministically(const edge::v1::Command& command) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  command.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// What this server does not know it does not keep: an event must not hold what nobody has checked.
absl::Status Decode(std::string_view bytes, edge::v1::Command& command) {
  if (!command.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      command.command_case() == edge::v1::Command::COMMAND_NOT_SET) {
    return Error(Reason::ERROR_REASON_COMMAND_UNREADABLE,
                 "the bytes are not a command that this server knows");
  }
  command.DiscardUnknownFields();
  return absl::OkStatus();
}

absl::StatusOr<engine::OwnNumber> ToOwnNumber(const edge::v1::OwnCommand& own) {
  const auto install_id = Uuid::FromBytes(own.install_id());
  const auto chain = Digest::FromBytes(own.previous_chain());
  if (!install_id || install_id->IsNil()) return FieldInvalid("own.install_id", "must be a UUID");
  if (!chain) return FieldInvalid("own.previous_chain", "must be 32 bytes");
  if (own.sequence() < 1) return FieldInvalid("own.sequence", "must be at least 1");
  if (own.sequence() > kSequenceMax) return FieldInvalid("own.sequence", "leaves no next number");
  if (own.missing_from_sequence() < 0 || own.missing_from_sequence() >= own.sequence()) {
    return FieldInvalid("own.missing_from_sequence", "must be below own.sequence");
  }
  return engine::OwnNumber{.install_id = *install_id,
                           .sequence = own.sequence(),
                           .previous_chain = *chain,
                           .missing_from = own.missing_from_sequence()};
}

absl::StatusOr<engine::Request> ToRequest(const edge::v1::CommandEnvelope& envelope,
                                          const Callers& callers) {
  engine::Request request;
  const auto request_id = Uuid::FromBytes(envelope.request_id());
  if (!request_id || request_id->IsNil()) {
    return Error(Reason::ERROR_REASON_FIELD_MISSING, "request_id must be a UUID of 16 bytes");
  }
  if (envelope.body_case() == edge::v1::CommandEnvelope::BODY_NOT_SET) {
    return Error(Reason::ERROR_REASON_FIELD_MISSING, "a command is missing");
  }
  if (envelope.expected_version() < 0) {
    return FieldInvalid("expected_version", "must not be negative");
  }
  if (envelope.has_own() && !envelope.has_encoded()) {
    return FieldInvalid("encoded", "must hold the bytes of an own command");
  }
  std::string bytes =
      envelope.has_encoded() ? envelope.encoded() : SerializeDeterministically(envelope.command());
  if (bytes.size() > kCommandBytesMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "a command of {bytes} bytes; at most {max}",
                 {{"bytes", bytes.size()}, {"max", kCommandBytesMax}});
  }
  request.request_id = *request_id;
  request.digest = Sha256(bytes);
  request.expected_version = envelope.expected_version();
  request.readable = Decode(bytes, request.command);
  if (request.readable.ok())
    request.approver_role = callers.ApproverRole(request.command.approver());
  if (envelope.has_own()) {
    DAYBOOK_ASSIGN_OR_RETURN(request.own, ToOwnNumber(envelope.own()));
    request.send_time = envelope.own().send_time();
    request.encoded = std::move(bytes);
  }
  return request;
}

grpc::Status ToBytes(const edge::v1::ExecuteResponse& response, grpc::ByteBuffer& bytes) {
  bool own_buffer = false;
  return grpc::SerializationTraits<edge::v1::ExecuteResponse>::Serialize(response, &bytes,
                                                                         &own_buffer);
}

// One call is one installation's, or nobody's: its commands are numbered in order.
absl::Status CheckOneInstallation(const std::vector<engine::Request>& requests) {
  for (const engine::Request& request : requests) {
    const auto& first = requests.front().own;
    if (request.own.has_value() != first.has_value() ||
        (first && request.own->install_id != first->install_id)) {
      return FieldInvalid("commands",
                          "of one call must all be of one installation, or all be asks");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<engine::Request>> ToRequests(const edge::v1::ExecuteRequest& request,
                                                        const Callers& callers) {
  if (request.commands().empty()) {
    return Error(Reason::ERROR_REASON_FIELD_MISSING, "there are no commands");
  }
  if (request.commands_size() > engine::kCallCommandsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{commands} commands; at most {max} in a call",
                 {{"commands", request.commands_size()}, {"max", engine::kCallCommandsMax}});
  }
  std::vector<engine::Request> requests;
  requests.reserve(request.commands_size());
  for (const edge::v1::CommandEnvelope& envelope : request.commands()) {
    DAYBOOK_ASSIGN_OR_RETURN(engine::Request translated, ToRequest(envelope, callers));
    requests.push_back(std::move(translated));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckOneInstallation(requests));
  return requests;
}

absl::StatusOr<std::vector<engine::Request>> CommandServiceImpl::Translate(
    const grpc::ByteBuffer& bytes) const {
  if (bytes.Length() > static_cast<size_t>(request_bytes_max_)) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "a request of {bytes} bytes; at most {max}",
                 {{"bytes", bytes.Length()}, {"max", request_bytes_max_}});
  }
  // A request is many small messages: they lie in one piece of memory.
  alignas(8) char first_block[kArenaBytes];
  google::protobuf::Arena arena(first_block, sizeof(first_block));
  auto& request = *google::protobuf::Arena::CreateMessage<edge::v1::ExecuteRequest>(&arena);
  grpc::ByteBuffer parsed = bytes;  // The slices are shared; parsing lets go of them.
  if (!grpc::SerializationTraits<edge::v1::ExecuteRequest>::Deserialize(&parsed, &request).ok()) {
    return Error(Reason::ERROR_REASON_COMMAND_UNREADABLE, "the bytes are not an ExecuteRequest");
  }
  return ToRequests(request, callers_);
}

// A handler never blocks: gRPC runs it on a thread that it needs for other calls.
grpc::ServerUnaryReactor* CommandServiceImpl::Execute(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<engine::Caller> caller = callers_.CallerOf(*context);
  absl::StatusOr<std::vector<engine::Request>> requests = Translate(*request);
  if (!caller.ok() || !requests.ok()) {
    reactor->Finish(net::ToGrpc(caller.ok() ? requests.status() : caller.status()));
    return reactor;
  }
  engine_.Execute({.caller = *std::move(caller),
                   .requests = *std::move(requests),
                   .done = [reactor, response](engine::Reply reply) {
                     reactor->Finish(reply.ok() ? ToBytes(*reply, *response)
                                                : net::ToGrpc(reply.status()));
                   }});
  return reactor;
}

}  // namespace daybook::rpc
