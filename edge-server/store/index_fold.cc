#include "edge-server/store/index_fold.h"

#include <algorithm>

#include "core/entry/chain.h"

namespace daybook::store {
namespace {

absl::Status NotNext(const EntryFacts& facts, const HeadRow& head) {
  return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
               "the entry after position {position} begins at {first_position}",
               {{"position", head.position}, {"first_position", facts.first_position}});
}

bool StartsEpoch(const EntryFacts& facts) {
  return std::find(facts.event_types.begin(), facts.event_types.end(),
                   event::v1::Event::kEpochStartedFieldNumber) != facts.event_types.end();
}

}  // namespace

absl::Status IndexFold::Add(const event::v1::Entry& entry, std::string_view entry_bytes,
                            const RowSink& sink) {
  DAYBOOK_ASSIGN_OR_RETURN(const EntryFacts facts, ReadFacts(entry.header(), entry_bytes));
  if (facts.first_position != head_.position + 1) return NotNext(facts, head_);

  const bool starts_epoch = StartsEpoch(facts);
  if (starts_epoch) DAYBOOK_RETURN_IF_ERROR(AddEpoch(entry, sink));
  head_.hash = NextHash(head_.hash, entry_bytes);
  head_.position = facts.last_position;
  sink(Table::kLog, EntryKey(facts.first_position), entry_bytes);
  if (starts_epoch || CrossesCheckpoint(facts.first_position, facts.last_position)) {
    sink(Table::kIndex, CheckpointKey(facts.first_position), head_.hash.AsBytes());
  }

  if (!entry.header().request_id().empty()) {
    requests_.emplace_back(entry.header().request_id(), facts.first_position);
  }
  if (streams_.LeavesBlock(facts.first_position)) Finish(sink);
  streams_.Add(facts);
  for (const auto& [key, value] : segment_.Add(facts)) sink(Table::kIndex, key, value);
  if (const int64_t minute = entry.header().record_time().seconds() / 60; minute > minute_) {
    minute_ = minute;
    sink(Table::kIndex, MinuteKey(minute), EncodePosition(facts.first_position));
  }
  return AddDevice(entry, sink);
}

void IndexFold::Finish(const RowSink& sink) {
  std::sort(requests_.begin(), requests_.end());
  for (const auto& [request_id, position] : requests_) {
    sink(Table::kRequest, request_id, EncodePosition(position));
  }
  requests_.clear();
  for (const auto& [key, value] : streams_.TakeRows()) sink(Table::kIndex, key, value);
}

void IndexFold::Resume(const EntryFacts& entry) {
  streams_.Add(entry);
  streams_.TakeRows();
  segment_.Add(entry);
}

absl::Status IndexFold::AddDevice(const event::v1::Entry& entry, const RowSink& sink) {
  const auto install_id = Uuid::FromBytes(entry.header().install_id());
  if (!install_id) return absl::OkStatus();
  auto known = marks_.find(*install_id);
  if (known == marks_.end()) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<DeviceMark> stored, devices_(*install_id));
    known = marks_.emplace(*install_id, stored.value_or(FirstDeviceMark(*install_id))).first;
  }
  const DeviceMark next = NextDeviceMark(known->second, entry);
  if (next == known->second) return absl::OkStatus();
  known->second = next;
  sink(Table::kIndex, DeviceKey(*install_id), EncodeDevice(next));
  return absl::OkStatus();
}

absl::Status IndexFold::AddEpoch(const event::v1::Entry& entry, const RowSink& sink) {
  for (const event::v1::Event& event : entry.events()) {
    if (!event.has_epoch_started()) continue;
    if (event.epoch_started().epoch() != head_.epoch + 1) {
      return Error(Reason::ERROR_REASON_LOG_NOT_DENSE, "epoch {epoch} follows epoch {previous}",
                   {{"epoch", event.epoch_started().epoch()}, {"previous", head_.epoch}});
    }
    ++head_.epoch;
    sink(Table::kMeta, EpochKey(head_.epoch),
         EncodeEpoch(
             {.first_position = entry.header().first_position(), .previous_hash = head_.hash}));
  }
  return absl::OkStatus();
}

}  // namespace daybook::store
