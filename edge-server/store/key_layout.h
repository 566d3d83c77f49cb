// Every key and value of the log's database, encoded and decoded in one place, as
// docs/log-format.md defines them. Decoding never trusts the bytes: what does not fit is nothing,
// and damage to the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/entry/chain.h"
#include "core/entry/stream_id.h"

namespace daybook::store {

// The format that this program writes, and the newest that it reads.
inline constexpr int64_t kLogFormat = 1;

// A checkpoint of the chain stands at every entry that crosses a multiple of this.
inline constexpr int64_t kCheckpointPositions = 64;

// How many positions a block of the index by stream covers. A segment holds whole blocks.
inline constexpr int64_t kBlockPositions = 256;

// How many positions a segment of the index by category and type covers.
inline constexpr int64_t kSegmentPositions = 4096;

// What a segment row lists.
enum class Posting : char { kCategory = 'C', kEventType = 'T' };

// Returns the block that a position is in, from 0.
inline int64_t BlockOf(int64_t position) { return (position - 1) / kBlockPositions; }

// Returns the segment that a position is in, from 0.
inline int64_t SegmentOf(int64_t position) { return (position - 1) / kSegmentPositions; }

// Returns the first position of a segment.
inline int64_t SegmentStart(int64_t segment) { return segment * kSegmentPositions + 1; }

// Whether an entry gets a checkpoint for crossing a multiple of kCheckpointPositions.
inline bool CrossesCheckpoint(int64_t first_position, int64_t last_position) {
  return last_position / kCheckpointPositions > (first_position - 1) / kCheckpointPositions;
}

// Keys of `log`: nothing but the first position.
std::string EntryKey(int64_t first_position);
std::optional<int64_t> ParseEntryKey(std::string_view key);

// Keys of `meta`.
inline constexpr std::string_view kIdentityKey = "identity";
inline constexpr std::string_view kHeadKey = "head";
inline constexpr std::string_view kMarkedKey = "marked";
std::string EpochKey(int64_t epoch);
std::optional<int64_t> ParseEpochKey(std::string_view key);

// Keys of `index`. All versions of a stream share a prefix that no other stream's keys have.
std::string CheckpointKey(int64_t first_position);
std::string StreamPrefix(const StreamId& stream);
std::string StreamKey(std::string_view prefix, int64_t first_version);
std::string StreamKey(const StreamId& stream, int64_t first_version);
std::string DeviceKey(const Uuid& install_id);
std::string MinuteKey(int64_t minute);
std::string PostingKey(Posting posting, int32_t number, int64_t segment);

std::optional<int64_t> ParseCheckpointKey(std::string_view key);
struct StreamKeyParts {
  StreamId stream;
  int64_t first_version = 0;
};
std::optional<StreamKeyParts> ParseStreamKey(std::string_view key);
std::optional<Uuid> ParseDeviceKey(std::string_view key);
std::optional<int64_t> ParseMinuteKey(std::string_view key);

struct PostingKeyParts {
  Posting posting = Posting::kCategory;
  int32_t number = 0;  // The category or the event type.
  int64_t segment = 0;
};
std::optional<PostingKeyParts> ParsePostingKey(std::string_view key);

// Values.
struct IdentityRow {
  int64_t format = kLogFormat;
  Uuid log_id;
  std::string tenant;
  std::string store;
};
std::string EncodeIdentity(const IdentityRow& row);
std::optional<IdentityRow> DecodeIdentity(std::string_view value);

struct HeadRow {
  int64_t epoch = 1;
  int64_t position = 0;
  int64_t minimum_reader = kLogFormat;
  Digest hash;

  bool operator==(const HeadRow&) const = default;
};
std::string EncodeHead(const HeadRow& row);
std::optional<HeadRow> DecodeHead(std::string_view value);

struct EpochRow {
  int64_t first_position = 0;
  Digest previous_hash;

  bool operator==(const EpochRow&) const = default;
};
std::string EncodeEpoch(const EpochRow& row);
std::optional<EpochRow> DecodeEpoch(std::string_view value);

// What one entry adds to a stream.
struct StreamStep {
  int64_t first_position = 0;  // Of the entry.
  int64_t event_count = 0;     // On the stream.

  bool operator==(const StreamStep&) const = default;
};

// The steps of a stream in one block, ascending. REQUIRES: not empty.
std::string EncodeStream(const std::vector<StreamStep>& steps);
std::optional<std::vector<StreamStep>> DecodeStream(std::string_view value);

std::string EncodeDevice(const DeviceMark& mark);
std::optional<DeviceMark> DecodeDevice(std::string_view value);

// A position alone: rows of `request` and of minutes.
std::string EncodePosition(int64_t position);
std::optional<int64_t> DecodePosition(std::string_view value);

// Ascending positions of one segment. REQUIRES: not empty.
std::string EncodePositions(int64_t segment, const std::vector<int64_t>& positions);
std::optional<std::vector<int64_t>> DecodePositions(int64_t segment, std::string_view value);

}  // namespace daybook::store
