#include "tests/bench/edge_probe.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <functional>
#include <string_view>
#include <utility>

#include "core/base/clock.h"
#include "core/entry/chain.h"
#include "tests/bench/interrupt.h"

namespace daybook::bench {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr char kWatchEvents[] = "/daybook.edge.v1.EventService/WatchEvents";
constexpr absl::Duration kCallTimeout = absl::Seconds(30);
constexpr absl::Duration kViewsTimeout = absl::Minutes(5);
constexpr absl::Duration kWatchTimeout = absl::Minutes(30);
constexpr int kEntriesField = edge::v1::WatchEventsResponse::kEntriesFieldNumber;
constexpr int kScannedField = edge::v1::WatchEventsResponse::kScannedFieldNumber;

absl::Status CallError(std::string_view call, const grpc::Status& status) {
  return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "{call}: code {code}, {cause}",
               {{"call", call},
                {"code", static_cast<int>(status.error_code())},
                {"cause", status.error_message()}});
}

absl::Status Unreadable() {
  return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "WatchEvents: a message cannot be read");
}

void SetUp(grpc::ClientContext& context, absl::Duration timeout) {
  context.set_deadline(absl::ToChronoTime(SystemClock().Now() + timeout));
  context.AddMetadata("daybook-device", "bench");
}

// What a message says beside its entries.
struct MessageOutline {
  int64_t scanned_position = 0;
  int64_t entry_bytes = 0;
};

using OnEntry = std::function<absl::Status(std::string_view entry)>;

// Walks over a serialised WatchEventsResponse without copying its entries.
absl::StatusOr<MessageOutline> Walk(std::string_view message, const OnEntry& on_entry) {
  MessageOutline outline;
  CodedInputStream input(reinterpret_cast<const uint8_t*>(message.data()),
                         static_cast<int>(message.size()));
  while (const uint32_t tag = input.ReadTag()) {
    const int field = WireFormatLite::GetTagFieldNumber(tag);
    if (field != kEntriesField && field != kScannedField) {
      if (!WireFormatLite::SkipField(&input, tag)) return Unreadable();
      continue;
    }
    uint32_t size = 0;
    if (!input.ReadVarint32(&size)) return Unreadable();
    const std::string_view bytes =
        message.substr(static_cast<size_t>(input.CurrentPosition()), size);
    if (bytes.size() != size || !input.Skip(static_cast<int>(size))) return Unreadable();
    if (field == kEntriesField) {
      outline.entry_bytes += size;
      if (on_entry) DAYBOOK_RETURN_IF_ERROR(on_entry(bytes));
    } else {
      edge::v1::Cursor scanned;
      if (!scanned.ParseFromArray(bytes.data(), static_cast<int>(size))) return Unreadable();
      outline.scanned_position = scanned.position();
    }
  }
  return outline;
}

// One WatchEvents call that takes messages as bytes.
class WatchCall {
 public:
  explicit WatchCall(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {
    SetUp(context_, kWatchTimeout);
    edge::v1::WatchEventsRequest request;
    request.mutable_after();
    const grpc::Slice slice(request.SerializeAsString());
    call_ = stub_.PrepareCall(&context_, kWatchEvents, &queue_);
    call_->StartCall(nullptr);
    Await();
    call_->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    Await();
  }

  ~WatchCall() {
    Finish();
    queue_.Shutdown();
    while (Await()) {
    }
  }

  bool Read(grpc::ByteBuffer& message) {
    call_->Read(&message, nullptr);
    return Await() && ok_;
  }

  grpc::Status Finish() {
    if (!finished_) {
      context_.TryCancel();
      call_->Finish(&status_, nullptr);
      Await();
      finished_ = true;
    }
    return status_;
  }

 private:
  bool Await() {
    void* tag = nullptr;
    return queue_.Next(&tag, &ok_);
  }

  grpc::CompletionQueue queue_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  grpc::Status status_;
  bool ok_ = false;
  bool finished_ = false;
};

absl::StatusOr<WatchResult> Watch(const std::shared_ptr<grpc::Channel>& channel, int64_t position,
                                  const OnEntry& on_entry) {
  const SystemClock clock;
  const absl::Duration start = clock.Monotonic();
  WatchCall call(channel);
  WatchResult result;
  grpc::ByteBuffer buffer;
  while (result.events < position) {
    if (Interrupted() || !call.Read(buffer)) return CallError("WatchEvents", call.Finish());
    grpc::Slice message;
    if (!buffer.DumpToSingleSlice(&message).ok()) return Unreadable();
    const std::string_view bytes(reinterpret_cast<const char*>(message.begin()), message.size());
    DAYBOOK_ASSIGN_OR_RETURN(const MessageOutline outline, Walk(bytes, on_entry));
    // Positions are dense, so the last one says how many events there were.
    result.events = std::max(result.events, outline.scanned_position);
    result.bytes += outline.entry_bytes;
    ++result.messages;
  }
  result.elapsed = clock.Monotonic() - start;
  return result;
}

}  // namespace

EdgeProbe::EdgeProbe(const std::string& address)
    : channel_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())),
      events_(edge::v1::EventService::NewStub(channel_)),
      views_(edge::v1::ViewService::NewStub(channel_)) {}

absl::StatusOr<edge::v1::GetHeadResponse> EdgeProbe::Head() {
  grpc::ClientContext context;
  SetUp(context, kCallTimeout);
  edge::v1::GetHeadResponse response;
  const grpc::Status status = events_->GetHead(&context, edge::v1::GetHeadRequest(), &response);
  if (!status.ok()) return CallError("GetHead", status);
  return response;
}

absl::StatusOr<absl::Duration> EdgeProbe::AwaitViews() {
  const SystemClock clock;
  const absl::Duration start = clock.Monotonic();
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse head, Head());
  edge::v1::GetStoreTotalsRequest request;
  request.set_from_business_date(20000101);
  request.set_at_position(head.head().position());
  for (;;) {
    grpc::ClientContext context;
    SetUp(context, kCallTimeout);
    edge::v1::GetStoreTotalsResponse response;
    const grpc::Status status = views_->GetStoreTotals(&context, request, &response);
    if (status.ok()) return clock.Monotonic() - start;
    const bool behind = status.error_code() == grpc::StatusCode::UNAVAILABLE;
    if (!behind || Interrupted() || clock.Monotonic() - start > kViewsTimeout) {
      return CallError("GetStoreTotals", status);
    }
  }
}

absl::StatusOr<WatchResult> EdgeProbe::WatchBytes(const edge::v1::GetHeadResponse& head) {
  return Watch(channel_, head.head().position(), nullptr);
}

absl::StatusOr<WatchResult> EdgeProbe::WatchVerified(const edge::v1::GetHeadResponse& head) {
  Digest hash = FirstHash(Uuid::FromBytes(head.log_id()).value_or(Uuid()));
  int64_t next_position = 1;
  bool reached = false;
  event::v1::Entry entry;
  const auto verify = [&](std::string_view bytes) -> absl::Status {
    if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        entry.events_size() != entry.header().event_count() ||
        entry.header().first_position() != next_position) {
      return Error(Reason::ERROR_REASON_LOG_NOT_DENSE, "no whole entry at position {position}",
                   {{"position", next_position}});
    }
    next_position += entry.header().event_count();
    hash = NextHash(hash, bytes);
    if (next_position == head.head().position() + 1) reached = hash.AsBytes() == head.head().hash();
    return absl::OkStatus();
  };
  DAYBOOK_ASSIGN_OR_RETURN(const WatchResult result,
                           Watch(channel_, head.head().position(), verify));
  if (!reached) {
    return Error(Reason::ERROR_REASON_CHAIN_BROKEN, "the chain does not lead to the head");
  }
  return result;
}

}  // namespace daybook::bench
