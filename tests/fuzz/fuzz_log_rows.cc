// Rows of the log's database, as a disk that lies gives them back: what is read is written again as
// a row that reads the same, and the rest is nothing.
#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "edge-server/store/key_layout.h"

namespace daybook::store {
namespace {

// Writes what was read, and reads it again.
template <typename Encode, typename Decode>
void CheckRow(std::string_view bytes, Encode encode, Decode decode) {
  const auto row = decode(bytes);
  if (!row) return;
  const auto again = decode(encode(*row));
  DAYBOOK_CHECK(again.has_value());
  DAYBOOK_CHECK(encode(*again) == encode(*row));
}

// A key has one form only.
template <typename Encode, typename Parse>
void CheckKey(std::string_view bytes, Encode encode, Parse parse) {
  const auto key = parse(bytes);
  if (key) DAYBOOK_CHECK(encode(*key) == bytes);
}

void CheckKeys(std::string_view bytes) {
  CheckKey(bytes, CheckpointKey, ParseCheckpointKey);
  CheckKey(bytes, EntryKey, ParseEntryKey);
  CheckKey(bytes, EpochKey, ParseEpochKey);
  CheckKey(bytes, DeviceKey, ParseDeviceKey);
  CheckKey(bytes, MinuteKey, ParseMinuteKey);
  CheckKey(
      bytes, [](const StreamKeyParts& key) { return StreamKey(key.stream, key.first_version); },
      ParseStreamKey);
  CheckKey(
      bytes,
      [](const PostingKeyParts& key) { return PostingKey(key.posting, key.number, key.segment); },
      ParsePostingKey);
}

void CheckPositions(std::string_view bytes) {
  constexpr int64_t kSegment = 7;
  const auto positions = DecodePositions(kSegment, bytes);
  if (!positions) return;
  int64_t before = SegmentStart(kSegment) - 1;
  for (const int64_t position : *positions) {
    DAYBOOK_CHECK(position > before && SegmentOf(position) == kSegment);
    before = position;
  }
}

void CheckAll(std::string_view bytes) {
  CheckKeys(bytes);
  CheckRow(bytes, EncodeIdentity, DecodeIdentity);
  CheckRow(bytes, EncodeHead, DecodeHead);
  CheckRow(bytes, EncodeEpoch, DecodeEpoch);
  CheckRow(bytes, EncodeStream, DecodeStream);
  CheckRow(bytes, EncodeDevice, DecodeDevice);
  CheckRow(bytes, EncodePosition, DecodePosition);
  CheckPositions(bytes);
}

}  // namespace
}  // namespace daybook::store

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::store::CheckAll({reinterpret_cast<const char*>(data), size});
  return 0;
}
