#include "edge-server/store/index_fold.h"

#include <algorithm>

#include "core/entry/chain.h"

namespace daybook::store {
namespace {

absl::Status NotNext(const EntryFacts& facts, const HeadRow& head) {
  return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
               "the entry after position {position} begins at {first_position}",
               {{"position", head.position}, {"first_position", facts.first_position()}});
}

bool StartsEpoch(const EntryFacts& facts) {
  return std::find(facts.event_types.begin(), facts.event_types.end(),
                   event::v1::Event::kEpochStartedFieldNumber) != facts.event_types.end();
}

absl::StatusOr<event::v1::Entry> Parse(std::string_view entry_bytes) {
  event::v1::Entry entry;
  if (!entry.ParseFromArray(entry_bytes.data(), static_cast<int>(entry_bytes.size()))) {
    return Error(Reason::ERROR_REASON_STORE_CORRUPT, "{bytes} bytes are not an entry",
                 {{"bytes", entry_bytes.size()}});
  }
  return entry;
}

void AddStreams(const EntryFacts& facts, const IndexFold::RowSink& sink) {
  for (const StreamSpan& span : facts.streams) {
    sink(Table::kIndex, StreamKey(span.stream, span.first_version),
         EncodeStream({.first_position = facts.first_position(),
                       .further_events = span.last_version - span.first_version}));
  }
}

}  // namespace

absl::Status IndexFold::Add(std::string_view entry_bytes, const RowSink& sink) {
  DAYBOOK_ASSIGN_OR_RETURN(const EntryFacts facts, ReadFacts(entry_bytes));
  if (facts.first_position() != head_.position + 1) return NotNext(facts, head_);

  const bool starts_epoch = StartsEpoch(facts);
  if (starts_epoch) DAYBOOK_RETURN_IF_ERROR(AddEpoch(facts, entry_bytes, sink));
  head_.hash = NextHash(head_.hash, entry_bytes);
  head_.position = facts.last_position();
  sink(Table::kLog, EntryKey(facts.first_position()), entry_bytes);
  if (starts_epoch || CrossesCheckpoint(facts.first_position(), facts.last_position())) {
    sink(Table::kIndex, CheckpointKey(facts.first_position()), head_.hash.AsBytes());
  }

  if (!facts.header.request_id().empty()) {
    sink(Table::kRequest, facts.header.request_id(), EncodePosition(facts.first_position()));
  }
  AddStreams(facts, sink);
  for (const auto& [key, value] : segment_.Add(facts)) sink(Table::kIndex, key, value);
  if (const int64_t minute = facts.header.record_time().seconds() / 60; minute > minute_) {
    minute_ = minute;
    sink(Table::kIndex, MinuteKey(minute), EncodePosition(facts.first_position()));
  }
  return AddDevice(facts, entry_bytes, sink);
}

absl::Status IndexFold::AddDevice(const EntryFacts& facts, std::string_view entry_bytes,
                                  const RowSink& sink) {
  const auto install_id = Uuid::FromBytes(facts.header.install_id());
  if (!install_id) return absl::OkStatus();
  auto known = marks_.find(*install_id);
  if (known == marks_.end()) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<DeviceMark> stored, devices_(*install_id));
    known = marks_.emplace(*install_id, stored.value_or(FirstDeviceMark(*install_id))).first;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const event::v1::Entry entry, Parse(entry_bytes));
  const DeviceMark next = NextDeviceMark(known->second, entry);
  if (next == known->second) return absl::OkStatus();
  known->second = next;
  sink(Table::kIndex, DeviceKey(*install_id), EncodeDevice(next));
  return absl::OkStatus();
}

absl::Status IndexFold::AddEpoch(const EntryFacts& facts, std::string_view entry_bytes,
                                 const RowSink& sink) {
  DAYBOOK_ASSIGN_OR_RETURN(const event::v1::Entry entry, Parse(entry_bytes));
  for (const event::v1::Event& event : entry.events()) {
    if (!event.has_epoch_started()) continue;
    if (event.epoch_started().epoch() != head_.epoch + 1) {
      return Error(Reason::ERROR_REASON_LOG_NOT_DENSE, "epoch {epoch} follows epoch {previous}",
                   {{"epoch", event.epoch_started().epoch()}, {"previous", head_.epoch}});
    }
    ++head_.epoch;
    sink(Table::kMeta, EpochKey(head_.epoch),
         EncodeEpoch({.first_position = facts.first_position(), .previous_hash = head_.hash}));
  }
  return absl::OkStatus();
}

}  // namespace daybook::store
