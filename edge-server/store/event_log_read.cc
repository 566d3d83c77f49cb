#include <algorithm>
#include <limits>

#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/entry/entry_view.h"
#include "edge-server/store/database.h"
#include "edge-server/store/event_log.h"
#include "edge-server/store/key_layout.h"
#include "edge-server/store/recovery.h"
#include "edge-server/store/rocks_status.h"

namespace daybook::store {
namespace {

// How much a sequential scan takes at once, and what a look at the index counts as.
constexpr int64_t kChunkBytes = 256 << 10;
constexpr int64_t kIndexLookBytes = 256;
constexpr int64_t kStreamPageBytes = 4 << 20;

absl::Status Corrupt(int64_t position) {
  return Error(Reason::ERROR_REASON_STORE_CORRUPT,
               "what is stored at position {position} cannot be read", {{"position", position}});
}

absl::StatusOr<StoredEntry> MakeStored(int64_t key_position, std::string bytes) {
  DAYBOOK_ASSIGN_OR_RETURN(const EntryPlace place, ViewPlace(bytes));
  if (place.first_position != key_position) return Corrupt(key_position);
  return StoredEntry{.first_position = place.first_position,
                     .event_count = place.event_count,
                     .bytes = std::make_shared<const std::string>(std::move(bytes))};
}

// Returns the entry that an iterator over the log stands on.
absl::StatusOr<StoredEntry> EntryAt(const rocksdb::Iterator& rows, int64_t wanted) {
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rows.status(), "read the log"));
  const auto key_position = rows.Valid() ? ParseEntryKey(rows.key().ToStringView()) : std::nullopt;
  if (!key_position) return Corrupt(wanted);
  return MakeStored(*key_position, rows.value().ToString());
}

// The versions of a stream that one entry holds.
struct VersionSpan {
  int64_t first_position = 0;  // Of the entry.
  int64_t first_version = 0;
  int64_t last_version = 0;
};

// Returns what the row of `stream` says that an iterator over the index stands on, ascending;
// nothing if it stands elsewhere.
absl::StatusOr<std::vector<VersionSpan>> SpansAt(const rocksdb::Iterator& rows,
                                                 const StreamId& stream) {
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rows.status(), "read a stream"));
  std::vector<VersionSpan> spans;
  if (!rows.Valid()) return spans;
  const auto key = ParseStreamKey(rows.key().ToStringView());
  if (!key || key->stream != stream) return spans;
  const auto steps = DecodeStream(rows.value().ToStringView());
  if (!steps) return Corrupt(key->first_version);
  int64_t version = key->first_version - 1;
  for (const StreamStep& step : *steps) {
    spans.push_back({.first_position = step.first_position,
                     .first_version = version + 1,
                     .last_version = version + step.event_count});
    version += step.event_count;
  }
  return spans;
}

std::vector<int64_t> Union(std::vector<int64_t> a, const std::vector<int64_t>& b) {
  std::vector<int64_t> result;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

std::vector<int64_t> Intersection(const std::vector<int64_t>& a, const std::vector<int64_t>& b) {
  std::vector<int64_t> result;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

// One condition on entries: they are in at least one of these lists of the index.
struct Condition {
  Posting posting;
  std::vector<int32_t> numbers;
};

// What the index can say about a filter; registers are not in it.
std::vector<Condition> ConditionsOf(const Filter& filter) {
  std::vector<Condition> conditions;
  if (!filter.categories.empty()) {
    conditions.push_back(
        {Posting::kCategory, {filter.categories.begin(), filter.categories.end()}});
  }
  if (!filter.event_types.empty()) {
    conditions.push_back({Posting::kEventType, filter.event_types});
  }
  if (!filter.streams.empty()) {
    Condition condition{Posting::kCategory, {}};
    for (const StreamId& stream : filter.streams) condition.numbers.push_back(stream.category);
    conditions.push_back(std::move(condition));
  }
  for (Condition& condition : conditions) {
    std::sort(condition.numbers.begin(), condition.numbers.end());
    condition.numbers.erase(std::unique(condition.numbers.begin(), condition.numbers.end()),
                            condition.numbers.end());
  }
  return conditions;
}

}  // namespace

// A filtered read on its way.
struct EventLog::FilteredRead {
  const Filter& filter;
  std::vector<Condition> conditions;
  bool backwards = false;
  int64_t head = 0;
  int64_t entries_max = 0;
  int64_t bytes_left = 0;
  Bounds bounds = {};

  // Forwards: the first position that has not been looked at; backwards: the last one that has
  // been.
  int64_t next = 0;
  int64_t start = 0;  // `next` before the read: every page moves on, however little it may look at.
  Page page = {};

  bool Full() const {
    return static_cast<int64_t>(page.entries.size()) >= entries_max ||
           (bytes_left <= 0 && next != start);
  }

  // Looks at one entry.
  absl::Status Take(const StoredEntry& entry) {
    bytes_left -= static_cast<int64_t>(entry.bytes->size());
    DAYBOOK_ASSIGN_OR_RETURN(auto chosen, FilterEntry(entry, filter, bounds));
    if (chosen) page.entries.push_back(*std::move(chosen));
    next = backwards ? entry.first_position : entry.last_position() + 1;
    return absl::OkStatus();
  }
};

absl::StatusOr<std::optional<StoredEntry>> EventLog::FindRequest(const Uuid& request_id) const {
  DAYBOOK_ASSIGN_OR_RETURN(const auto value, database_->Get(Table::kRequest, request_id.AsBytes()));
  if (!value) return std::optional<StoredEntry>();
  const auto position = DecodePosition(*value);
  if (!position) return Corrupt(0);
  DAYBOOK_ASSIGN_OR_RETURN(StoredEntry entry, ReadEntry(*position));
  return std::optional<StoredEntry>(std::move(entry));
}

absl::StatusOr<StreamHead> EventLog::ReadStreamHead(const StreamId& stream) const {
  // Most questions are about streams that do not exist yet; asking for the first row of one costs
  // half of what an iterator does.
  DAYBOOK_ASSIGN_OR_RETURN(const auto first, database_->Get(Table::kIndex, StreamKey(stream, 1)));
  if (!first) return StreamHead();
  const auto rows = database_->NewIterator(Table::kIndex);
  rows->SeekForPrev(StreamKey(stream, std::numeric_limits<int64_t>::max()));
  DAYBOOK_ASSIGN_OR_RETURN(const auto spans, SpansAt(*rows, stream));
  if (spans.empty()) return StreamHead();
  return StreamHead{.version = spans.back().last_version, .position = spans.back().first_position};
}

absl::StatusOr<std::optional<DeviceMark>> EventLog::ReadDevice(const Uuid& install_id) const {
  DAYBOOK_ASSIGN_OR_RETURN(const auto value, database_->Get(Table::kIndex, DeviceKey(install_id)));
  if (!value) return std::optional<DeviceMark>();
  const auto mark = DecodeDevice(*value);
  if (!mark) return Corrupt(0);
  return std::optional<DeviceMark>(*mark);
}

absl::Status EventLog::CheckCursor(const Cursor& cursor) const {
  MutexLock lock(mutex_);
  bool valid = cursor.position >= 0 && cursor.position <= head_.position && cursor.epoch >= 0 &&
               cursor.epoch <= head_.epoch;
  for (const EpochStart& start : epochs_) {
    if (cursor.epoch == 0 || start.epoch <= cursor.epoch) continue;
    valid = valid && cursor.position < start.row.first_position;
  }
  if (valid) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_CURSOR_RESET,
               "position {position} of epoch {epoch} is not in this log, whose head is position "
               "{head_position} of epoch {head_epoch}",
               {{"position", cursor.position},
                {"epoch", cursor.epoch},
                {"head_position", head_.position},
                {"head_epoch", head_.epoch}});
}

absl::StatusOr<StoredEntry> EventLog::ReadEntry(int64_t first_position) const {
  {
    MutexLock lock(mutex_);
    if (auto entry = tail_.Find(first_position)) return *std::move(entry);
  }
  DAYBOOK_ASSIGN_OR_RETURN(auto bytes, database_->Get(Table::kLog, EntryKey(first_position)));
  if (!bytes) return Corrupt(first_position);
  return MakeStored(first_position, *std::move(bytes));
}

absl::StatusOr<Page> EventLog::Read(int64_t after, int64_t bytes_max) const {
  const int64_t head_position = head().position;
  Page page{.scanned = after, .end = after >= head_position};
  if (page.end) return page;
  DAYBOOK_ASSIGN_OR_RETURN(page.entries, ReadChunk(after, bytes_max, head_position));
  page.scanned = page.entries.back().last_position();
  page.end = page.scanned >= head_position;
  return page;
}

// Returns entries that have an event after `after`, at least one. REQUIRES: after < head.
absl::StatusOr<std::vector<StoredEntry>> EventLog::ReadChunk(int64_t after, int64_t bytes_max,
                                                             int64_t head) const {
  {
    MutexLock lock(mutex_);
    if (tail_.HoldsAfter(after)) return tail_.Read(after, bytes_max);
  }
  return ReadStored(after, bytes_max, head);
}

absl::StatusOr<std::vector<StoredEntry>> EventLog::ReadStored(int64_t after, int64_t bytes_max,
                                                              int64_t head) const {
  const auto rows = database_->NewIterator(Table::kLog, /*fill_cache=*/false);
  std::vector<StoredEntry> entries;
  int64_t bytes = 0;
  rows->SeekForPrev(EntryKey(after + 1));
  while (true) {
    DAYBOOK_ASSIGN_OR_RETURN(StoredEntry entry, EntryAt(*rows, after + 1));
    bytes += static_cast<int64_t>(entry.bytes->size());
    if (bytes > bytes_max && !entries.empty()) break;
    const bool last = entry.last_position() >= head;
    entries.push_back(std::move(entry));
    if (last) break;
    rows->Next();
  }
  return entries;
}

// Returns entries that begin below `before` and at or above `down_to`, the last one first.
absl::StatusOr<std::vector<StoredEntry>> EventLog::ReadStoredBackwards(int64_t before,
                                                                       int64_t down_to,
                                                                       int64_t bytes_max) const {
  const auto rows = database_->NewIterator(Table::kLog, /*fill_cache=*/false);
  std::vector<StoredEntry> entries;
  int64_t bytes = 0;
  rows->SeekForPrev(EntryKey(before - 1));
  while (rows->Valid() && bytes <= bytes_max) {
    const auto key_position = ParseEntryKey(rows->key().ToStringView());
    if (!key_position || *key_position < down_to) break;
    DAYBOOK_ASSIGN_OR_RETURN(StoredEntry entry, EntryAt(*rows, *key_position));
    bytes += static_cast<int64_t>(entry.bytes->size());
    entries.push_back(std::move(entry));
    rows->Prev();
  }
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rows->status(), "read the log"));
  return entries;
}

absl::StatusOr<Page> EventLog::ReadFiltered(int64_t position, bool backwards, const Filter& filter,
                                            int32_t entries_max, int64_t scan_bytes_max) const {
  FilteredRead read{.filter = filter,
                    .conditions = ConditionsOf(filter),
                    .backwards = backwards,
                    .head = head().position,
                    .entries_max = std::max(entries_max, 1),
                    .bytes_left = std::max<int64_t>(scan_bytes_max, 1)};
  if (backwards) {
    read.next = std::min(position, read.head + 1);
    read.start = read.next;
    read.bounds.position_max = read.next - 1;
    DAYBOOK_RETURN_IF_ERROR(ScanBackwards(read));
    read.page.scanned = read.next;
    read.page.end = read.next <= 1;
  } else {
    read.next = std::clamp<int64_t>(position, 0, read.head) + 1;
    read.start = read.next;
    read.bounds.position_min = read.next;
    DAYBOOK_RETURN_IF_ERROR(ScanForwards(read));
    read.page.scanned = read.next - 1;
    read.page.end = read.page.scanned >= read.head;
  }
  return std::move(read.page);
}

absl::Status EventLog::ScanForwards(FilteredRead& read) const {
  if (read.next > read.head) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const auto first, ReadChunk(read.next - 1, 1, read.head));
  // The entry that holds the position belongs to the segment of its first event.
  int64_t segment = SegmentOf(first.front().first_position);
  for (; read.next <= read.head && !read.Full(); ++segment) {
    const int64_t segment_end = SegmentStart(segment + 1) - 1;
    if (segment_end <= read.head && !read.conditions.empty()) {
      DAYBOOK_RETURN_IF_ERROR(TakeCandidates(read, segment));
      if (!read.Full()) read.next = std::max(read.next, segment_end + 1);
      continue;
    }
    while (read.next <= std::min(segment_end, read.head) && !read.Full()) {
      DAYBOOK_ASSIGN_OR_RETURN(const auto chunk, ReadChunk(read.next - 1, kChunkBytes, read.head));
      for (const StoredEntry& entry : chunk) {
        // The log may have grown since this read began.
        if (read.Full() || entry.first_position > read.head) break;
        DAYBOOK_RETURN_IF_ERROR(read.Take(entry));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status EventLog::ScanBackwards(FilteredRead& read) const {
  while (read.next > 1 && !read.Full()) {
    const int64_t segment = SegmentOf(read.next - 1);
    if (SegmentStart(segment + 1) - 1 <= read.head && !read.conditions.empty()) {
      DAYBOOK_RETURN_IF_ERROR(TakeCandidates(read, segment));
      if (!read.Full()) DAYBOOK_RETURN_IF_ERROR(LeaveSegment(read, segment));
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const auto chunk,
                             ReadStoredBackwards(read.next, SegmentStart(segment), kChunkBytes));
    for (size_t i = 0; i < chunk.size() && !read.Full(); ++i) {
      DAYBOOK_RETURN_IF_ERROR(read.Take(chunk[i]));
    }
    if (chunk.empty()) DAYBOOK_RETURN_IF_ERROR(LeaveSegment(read, segment));
  }
  return absl::OkStatus();
}

// Goes on, backwards, with the segment before. An entry that reaches into this one from there is
// looked at now: the next page must not begin in its middle.
absl::Status EventLog::LeaveSegment(FilteredRead& read, int64_t segment) const {
  read.next = SegmentStart(segment);
  DAYBOOK_ASSIGN_OR_RETURN(const auto entry, ReadChunk(read.next - 1, 1, read.head));
  return entry.front().first_position < read.next ? read.Take(entry.front()) : absl::OkStatus();
}

// Looks at those entries of a full segment that the index names, from where the read stands, until
// the page is full.
absl::Status EventLog::TakeCandidates(FilteredRead& read, int64_t segment) const {
  DAYBOOK_ASSIGN_OR_RETURN(auto candidates, Candidates(read, segment));
  if (read.backwards) std::reverse(candidates.begin(), candidates.end());
  for (const int64_t first_position : candidates) {
    if (read.backwards && first_position >= read.next) continue;
    if (read.Full()) return absl::OkStatus();
    DAYBOOK_ASSIGN_OR_RETURN(const StoredEntry entry, ReadEntry(first_position));
    if (!read.backwards && entry.last_position() < read.next) continue;
    DAYBOOK_RETURN_IF_ERROR(read.Take(entry));
  }
  return absl::OkStatus();
}

// Returns the first positions of the entries of a full segment that meet every condition.
absl::StatusOr<std::vector<int64_t>> EventLog::Candidates(FilteredRead& read,
                                                          int64_t segment) const {
  std::optional<std::vector<int64_t>> candidates;
  for (const Condition& condition : read.conditions) {
    std::vector<int64_t> either;
    for (const int32_t number : condition.numbers) {
      DAYBOOK_ASSIGN_OR_RETURN(
          const auto value,
          database_->Get(Table::kIndex, PostingKey(condition.posting, number, segment)));
      read.bytes_left -= kIndexLookBytes;
      if (!value) continue;
      const auto positions = DecodePositions(segment, *value);
      if (!positions) return Corrupt(SegmentStart(segment));
      either = Union(std::move(either), *positions);
    }
    candidates = candidates ? Intersection(*candidates, either) : std::move(either);
  }
  return *std::move(candidates);
}

absl::StatusOr<Page> EventLog::ReadStream(const StreamId& stream, int64_t from_version,
                                          bool backwards, int32_t entries_max) const {
  const int64_t head_position = head().position;
  const int64_t from =
      std::clamp<int64_t>(from_version, backwards ? 0 : 1, std::numeric_limits<int64_t>::max() - 1);
  Bounds bounds;
  (backwards ? bounds.version_max : bounds.version_min) = from;
  const Filter filter{.streams = {stream}};

  Page page{.scanned = backwards ? from + 1 : from - 1};
  int64_t bytes_left = kStreamPageBytes;
  const auto rows = database_->NewIterator(Table::kIndex);
  rows->SeekForPrev(StreamKey(stream, from));
  while (true) {
    DAYBOOK_ASSIGN_OR_RETURN(auto spans, SpansAt(*rows, stream));
    page.end = spans.empty();
    if (page.end) return page;
    if (backwards) std::reverse(spans.begin(), spans.end());
    for (const VersionSpan& span : spans) {
      // Written since the caller asked, or on the other side of `from` in its row.
      if (span.first_position > head_position) continue;
      if (backwards ? span.first_version > from : span.last_version < from) continue;
      if (std::cmp_greater_equal(page.entries.size(), std::max(entries_max, 1))) return page;
      if (bytes_left <= 0) return page;
      DAYBOOK_ASSIGN_OR_RETURN(const StoredEntry entry, ReadEntry(span.first_position));
      DAYBOOK_ASSIGN_OR_RETURN(auto chosen, FilterEntry(entry, filter, bounds));
      if (!chosen) return Corrupt(entry.first_position);
      bytes_left -= static_cast<int64_t>(chosen->bytes->size());
      page.entries.push_back(*std::move(chosen));
      page.scanned = backwards ? span.first_version : span.last_version;
    }
    backwards ? rows->Prev() : rows->Next();
  }
}

absl::StatusOr<int64_t> EventLog::FindPositionAt(absl::Time time) const {
  const int64_t head_position = head().position;
  const int64_t minute = absl::ToUnixSeconds(time) / 60;
  if (minute < 0) return 0;
  const auto rows = database_->NewIterator(Table::kIndex);
  rows->SeekForPrev(MinuteKey(minute));
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rows->status(), "read the log's minutes"));
  if (!rows->Valid() || !ParseMinuteKey(rows->key().ToStringView())) return 0;
  const auto first_position = DecodePosition(rows->value().ToStringView());
  if (!first_position) return Corrupt(0);

  int64_t found = *first_position - 1;
  while (found < head_position) {
    DAYBOOK_ASSIGN_OR_RETURN(const auto chunk, ReadChunk(found, kChunkBytes, head_position));
    for (const StoredEntry& entry : chunk) {
      DAYBOOK_ASSIGN_OR_RETURN(const EntryView view, ViewEntry(*entry.bytes));
      DAYBOOK_ASSIGN_OR_RETURN(const event::v1::EntryHeader header, view.DecodeHeader());
      if (FromTimestamp(header.record_time()) > time) return found;
      found = entry.last_position();
    }
  }
  return found;
}

}  // namespace daybook::store
