#include "edge-server/rpc/event_service.h"

#include <limits>

#include "core/net/metadata.h"
#include "edge-server/rpc/page_token.h"
#include "edge-server/rpc/unary.h"
#include "edge-server/rpc/watch_reactor.h"

namespace daybook::rpc {
namespace {

constexpr int kCategoriesMax = 16;
constexpr int kChoicesMax = 64;
constexpr int32_t kEventTypeMax = 0xffff;  // What the index has room for.
constexpr int64_t kScanBytesMax = 4 << 20;

using WatchEventsReactor = WatchReactor<edge::v1::WatchEventsResponse, engine::EventWatch>;

absl::Status TooMany(std::string_view field, int count, int max) {
  return Error(Reason::ERROR_REASON_TOO_LARGE, "{count} {field} in a filter; at most {max}",
               {{"count", count}, {"field", field}, {"max", max}});
}

absl::Status NotNegative(std::string_view field, int64_t value) {
  if (value >= 0) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "{field} is {value}; it must not be negative",
               {{"field", field}, {"value", value}});
}

template <typename Response>
void AddEntries(const std::vector<store::StoredEntry>& entries, Response& response) {
  response.mutable_entries()->Reserve(static_cast<int>(entries.size()));
  for (const store::StoredEntry& entry : entries) response.add_entries(*entry.bytes);
}

template <typename Request, typename Response>
void AddPageToken(const Request& request, const store::Page& page, Response& response) {
  if (page.end) return;
  edge::v1::PageToken next;
  next.set_position(page.scanned);
  response.set_next_page_token(WritePageToken(ListOf(request), std::move(next)));
}

void Fill(const store::Head& head, edge::v1::LogHead& wire) {
  wire.set_epoch(head.epoch);
  wire.set_position(head.position);
  wire.set_hash(std::string(head.hash.AsBytes()));
}

absl::Status ReadStreamPage(const store::EventLog& log, const edge::v1::ReadStreamRequest& request,
                            edge::v1::ReadStreamResponse& response) {
  DAYBOOK_RETURN_IF_ERROR(NotNegative("from_version", request.from_version()));
  DAYBOOK_ASSIGN_OR_RETURN(const StreamId stream, StreamId::Parse(request.stream()));
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t size, PageSize(request.page_size()));
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::PageToken token,
                           ReadPageToken(ListOf(request), request.page_token()));
  DAYBOOK_ASSIGN_OR_RETURN(const store::StreamHead head, log.ReadStreamHead(stream));
  if (head.version == 0) {
    return Error(Reason::ERROR_REASON_STREAM_UNKNOWN, "there is no stream {stream}",
                 {{"stream", request.stream()}});
  }
  int64_t from = request.from_version();
  if (from == 0) from = request.backwards() ? head.version : 1;
  if (token.position() != 0) from = token.position() + (request.backwards() ? -1 : 1);
  DAYBOOK_ASSIGN_OR_RETURN(const store::Page page,
                           log.ReadStream(stream, from, request.backwards(), size));
  AddEntries(page.entries, response);
  AddPageToken(request, page, response);
  return absl::OkStatus();
}

absl::Status ReadEventsPage(const store::EventLog& log, const edge::v1::ReadEventsRequest& request,
                            edge::v1::ReadEventsResponse& response) {
  DAYBOOK_RETURN_IF_ERROR(NotNegative("position", request.position()));
  DAYBOOK_ASSIGN_OR_RETURN(const store::Filter filter, ToFilter(request.filter()));
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t size, PageSize(request.page_size()));
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::PageToken token,
                           ReadPageToken(ListOf(request), request.page_token()));
  int64_t position = token.position() != 0 ? token.position() : request.position();
  if (position == 0 && request.backwards()) position = std::numeric_limits<int64_t>::max();
  DAYBOOK_ASSIGN_OR_RETURN(const store::Page page, log.ReadFiltered(position, request.backwards(),
                                                                    filter, size, kScanBytesMax));
  AddEntries(page.entries, response);
  AddPageToken(request, page, response);
  return absl::OkStatus();
}

edge::v1::WatchEventsResponse ToMessage(const engine::EventBatch& batch) {
  edge::v1::WatchEventsResponse message;
  AddEntries(batch.entries, message);
  message.mutable_scanned()->set_epoch(batch.scanned.epoch);
  message.mutable_scanned()->set_position(batch.scanned.position);
  message.set_caught_up(batch.caught_up);
  if (batch.caught_up || batch.entries.empty()) Fill(batch.head, *message.mutable_head());
  return message;
}

absl::StatusOr<engine::EventSubscription> ToSubscription(
    const edge::v1::WatchEventsRequest& request) {
  engine::EventSubscription subscription;
  DAYBOOK_RETURN_IF_ERROR(NotNegative("after.position", request.after().position()));
  DAYBOOK_RETURN_IF_ERROR(NotNegative("after.epoch", request.after().epoch()));
  DAYBOOK_ASSIGN_OR_RETURN(subscription.filter, ToFilter(request.filter()));
  subscription.after = {request.after().epoch(), request.after().position()};
  subscription.from_now = request.now();
  return subscription;
}

}  // namespace

absl::StatusOr<store::Filter> ToFilter(const edge::v1::EventFilter& filter) {
  if (filter.categories_size() > kCategoriesMax) {
    return TooMany("categories", filter.categories_size(), kCategoriesMax);
  }
  if (filter.event_types_size() > kChoicesMax) {
    return TooMany("event_types", filter.event_types_size(), kChoicesMax);
  }
  if (filter.streams_size() > kChoicesMax) {
    return TooMany("streams", filter.streams_size(), kChoicesMax);
  }
  if (filter.registers_size() > kChoicesMax) {
    return TooMany("registers", filter.registers_size(), kChoicesMax);
  }
  store::Filter chosen;
  for (const int category : filter.categories()) {
    if (!event::v1::Category_IsValid(category) || category == Category::CATEGORY_UNSPECIFIED) {
      return Error(Reason::ERROR_REASON_FIELD_INVALID, "{category} is not a category",
                   {{"category", category}});
    }
    chosen.categories.push_back(static_cast<Category>(category));
  }
  for (const int32_t event_type : filter.event_types()) {
    if (event_type < 1 || event_type > kEventTypeMax) {
      return Error(Reason::ERROR_REASON_FIELD_INVALID, "{event_type} is not a type of event",
                   {{"event_type", event_type}});
    }
    chosen.event_types.push_back(event_type);
  }
  for (const std::string& name : filter.streams()) {
    DAYBOOK_ASSIGN_OR_RETURN(StreamId stream, StreamId::Parse(name));
    chosen.streams.push_back(std::move(stream));
  }
  chosen.registers.assign(filter.registers().begin(), filter.registers().end());
  return chosen;
}

grpc::ServerUnaryReactor* EventServiceImpl::ReadStream(grpc::CallbackServerContext* context,
                                                       const edge::v1::ReadStreamRequest* request,
                                                       edge::v1::ReadStreamResponse* response) {
  return AnswerFromLog(engine_, callers_, *context,
                       [request, response](const store::EventLog& log) {
                         return ReadStreamPage(log, *request, *response);
                       });
}

grpc::ServerUnaryReactor* EventServiceImpl::ReadEvents(grpc::CallbackServerContext* context,
                                                       const edge::v1::ReadEventsRequest* request,
                                                       edge::v1::ReadEventsResponse* response) {
  return AnswerFromLog(engine_, callers_, *context,
                       [request, response](const store::EventLog& log) {
                         return ReadEventsPage(log, *request, *response);
                       });
}

grpc::ServerWriteReactor<edge::v1::WatchEventsResponse>* EventServiceImpl::WatchEvents(
    grpc::CallbackServerContext* context, const edge::v1::WatchEventsRequest* request) {
  auto* reactor = new WatchEventsReactor(*context);  // Deletes itself when the call is done.
  const absl::StatusOr<engine::Caller> caller = callers_.CallerOf(*context);
  absl::StatusOr<engine::EventSubscription> subscription = ToSubscription(*request);
  if (!caller.ok() || !subscription.ok()) {
    reactor->Close(caller.ok() ? subscription.status() : caller.status());
    return reactor;
  }
  subscription->send = [reactor](const engine::EventBatch& batch) {
    reactor->Send(ToMessage(batch));
  };
  subscription->close = [reactor](const absl::Status& status) { reactor->Close(status); };
  subscription->break_off = [reactor] { reactor->BreakOff(); };
  reactor->Start(engine_.WatchEvents(*std::move(subscription)));
  return reactor;
}

grpc::ServerUnaryReactor* EventServiceImpl::GetHead(grpc::CallbackServerContext* context,
                                                    const edge::v1::GetHeadRequest* /*request*/,
                                                    edge::v1::GetHeadResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const absl::StatusOr<engine::Caller> caller = callers_.CallerOf(*context);
  if (caller.ok()) {
    context->AddInitialMetadata(net::kShopFingerprintKey, shop_fingerprint_);
    const absl::Status writable = engine_.Writable();
    Fill(engine_.head(), *response->mutable_head());
    response->set_log_id(std::string(engine_.identity().log_id.AsBytes()));
    response->set_tenant(engine_.identity().tenant);
    response->set_store(engine_.identity().store);
    response->set_writable(writable.ok());
    response->set_not_writable_reason(std::string(MessageOf(writable)));
  }
  reactor->Finish(net::ToGrpc(caller.status()));
  return reactor;
}

}  // namespace daybook::rpc
