#include "edge-server/store/key_layout.h"

#include "core/base/check.h"

namespace daybook::store {
namespace {

constexpr char kCheckpointPrefix = 'H';
constexpr char kEpochPrefix = 'E';
constexpr char kStreamPrefix = 'S';
constexpr char kDevicePrefix = 'D';
constexpr char kMinutePrefix = 'W';
constexpr size_t kNumberKeyBytes = 1 + 8;
constexpr size_t kTextBytesMax = 1000;

void PutU16(std::string& out, int32_t value) {
  DAYBOOK_CHECK(value >= 0 && value <= 0xffff);
  out.push_back(static_cast<char>(value >> 8));
  out.push_back(static_cast<char>(value));
}

void PutU64(std::string& out, int64_t value) {
  DAYBOOK_CHECK(value >= 0);
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

void PutVarint(std::string& out, int64_t value) {
  DAYBOOK_CHECK(value >= 0);
  auto rest = static_cast<uint64_t>(value);
  for (; rest >= 0x80; rest >>= 7) out.push_back(static_cast<char>(rest | 0x80));
  out.push_back(static_cast<char>(rest));
}

void PutText(std::string& out, std::string_view text) {
  DAYBOOK_CHECK(text.size() <= kTextBytesMax);
  PutVarint(out, static_cast<int64_t>(text.size()));
  out.append(text);
}

// Takes values off the front of some bytes; after the first that does not fit, everything is zero
// or empty and Finished is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool Finished() const { return ok_ && rest_.empty(); }
  bool HasMore() const { return ok_ && !rest_.empty(); }

  std::string_view Bytes(size_t size) {
    if (!ok_ || size > rest_.size()) return Fail();
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  int64_t Unsigned(size_t size) {
    uint64_t value = 0;
    for (const char byte : Bytes(size)) value = value << 8 | static_cast<uint8_t>(byte);
    return NotNegative(value);
  }

  int64_t Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::string_view byte = Bytes(1);
      if (byte.empty()) return 0;
      value |= uint64_t{static_cast<uint8_t>(byte[0]) & 0x7fu} << shift;
      if (static_cast<uint8_t>(byte[0]) < 0x80) return NotNegative(value);
    }
    Fail();
    return 0;
  }

  std::string Text() {
    const auto size = static_cast<size_t>(Varint());
    return std::string(size <= kTextBytesMax ? Bytes(size) : Fail());
  }

  Digest Hash() { return Digest::FromBytes(Bytes(32)).value_or(Digest{}); }
  Uuid Id() { return Uuid::FromBytes(Bytes(16)).value_or(Uuid{}); }

 private:
  int64_t NotNegative(uint64_t value) {
    if (value <= static_cast<uint64_t>(INT64_MAX)) return static_cast<int64_t>(value);
    Fail();
    return 0;
  }

  std::string_view Fail() {
    ok_ = false;
    return {};
  }

  std::string_view rest_;
  bool ok_ = true;
};

std::string NumberKey(char prefix, int64_t number) {
  std::string key;
  key.reserve(kNumberKeyBytes);
  key.push_back(prefix);
  PutU64(key, number);
  return key;
}

std::optional<int64_t> ParseNumberKey(char prefix, std::string_view key) {
  if (key.size() != kNumberKeyBytes || key[0] != prefix) return std::nullopt;
  Reader reader(key.substr(1));
  const int64_t number = reader.Unsigned(8);
  if (!reader.Finished()) return std::nullopt;
  return number;
}

}  // namespace

std::string CheckpointKey(int64_t first_position) {
  return NumberKey(kCheckpointPrefix, first_position);
}

std::string EntryKey(int64_t first_position) {
  std::string key;
  PutU64(key, first_position);
  return key;
}

std::optional<int64_t> ParseCheckpointKey(std::string_view key) {
  return ParseNumberKey(kCheckpointPrefix, key);
}

std::optional<int64_t> ParseEntryKey(std::string_view key) {
  Reader reader(key);
  const int64_t first_position = reader.Unsigned(8);
  if (!reader.Finished()) return std::nullopt;
  return first_position;
}

std::string EpochKey(int64_t epoch) { return NumberKey(kEpochPrefix, epoch); }

std::optional<int64_t> ParseEpochKey(std::string_view key) {
  return ParseNumberKey(kEpochPrefix, key);
}

std::string StreamPrefix(const StreamId& stream) {
  DAYBOOK_CHECK(stream.key.size() <= kStreamKeyBytesMax);
  std::string key;
  key.reserve(4 + stream.key.size() + 8);
  key.push_back(kStreamPrefix);
  PutU16(key, stream.category);
  key.push_back(static_cast<char>(stream.key.size()));
  key.append(stream.key);
  return key;
}

std::string StreamKey(std::string_view prefix, int64_t first_version) {
  std::string key;
  key.reserve(prefix.size() + 8);
  key.append(prefix);
  PutU64(key, first_version);
  return key;
}

std::string StreamKey(const StreamId& stream, int64_t first_version) {
  return StreamKey(StreamPrefix(stream), first_version);
}

std::optional<StreamKeyParts> ParseStreamKey(std::string_view key) {
  Reader reader(key);
  if (reader.Bytes(1) != std::string_view(&kStreamPrefix, 1)) return std::nullopt;
  StreamKeyParts parts;
  parts.stream.category = static_cast<Category>(reader.Unsigned(2));
  parts.stream.key = reader.Bytes(static_cast<size_t>(reader.Unsigned(1)));
  parts.first_version = reader.Unsigned(8);
  if (!reader.Finished() || parts.stream.key.size() > kStreamKeyBytesMax) return std::nullopt;
  return parts;
}

std::string DeviceKey(const Uuid& install_id) {
  std::string key(1, kDevicePrefix);
  key.append(install_id.AsBytes());
  return key;
}

std::optional<Uuid> ParseDeviceKey(std::string_view key) {
  if (key.empty() || key[0] != kDevicePrefix) return std::nullopt;
  return Uuid::FromBytes(key.substr(1));
}

std::string MinuteKey(int64_t minute) { return NumberKey(kMinutePrefix, minute); }

std::optional<int64_t> ParseMinuteKey(std::string_view key) {
  return ParseNumberKey(kMinutePrefix, key);
}

std::string PostingKey(Posting posting, int32_t number, int64_t segment) {
  std::string key;
  key.reserve(1 + 2 + 8);
  key.push_back(static_cast<char>(posting));
  PutU16(key, number);
  PutU64(key, segment);
  return key;
}

std::optional<PostingKeyParts> ParsePostingKey(std::string_view key) {
  Reader reader(key);
  const std::string_view kind = reader.Bytes(1);
  if (kind != "C" && kind != "T") return std::nullopt;
  PostingKeyParts parts{.posting = static_cast<Posting>(kind[0])};
  parts.number = static_cast<int32_t>(reader.Unsigned(2));
  parts.segment = reader.Unsigned(8);
  if (!reader.Finished()) return std::nullopt;
  return parts;
}

std::string EncodeIdentity(const IdentityRow& row) {
  std::string value;
  PutVarint(value, row.format);
  value.append(row.log_id.AsBytes());
  PutText(value, row.tenant);
  PutText(value, row.store);
  return value;
}

std::optional<IdentityRow> DecodeIdentity(std::string_view value) {
  Reader reader(value);
  IdentityRow row;
  row.format = reader.Varint();
  row.log_id = reader.Id();
  row.tenant = reader.Text();
  row.store = reader.Text();
  if (!reader.Finished()) return std::nullopt;
  return row;
}

std::string EncodeHead(const HeadRow& row) {
  std::string value;
  PutVarint(value, row.epoch);
  PutVarint(value, row.position);
  PutVarint(value, row.minimum_reader);
  value.append(row.hash.AsBytes());
  return value;
}

std::optional<HeadRow> DecodeHead(std::string_view value) {
  Reader reader(value);
  HeadRow row;
  row.epoch = reader.Varint();
  row.position = reader.Varint();
  row.minimum_reader = reader.Varint();
  row.hash = reader.Hash();
  if (!reader.Finished()) return std::nullopt;
  return row;
}

std::string EncodeEpoch(const EpochRow& row) {
  std::string value;
  PutVarint(value, row.first_position);
  value.append(row.previous_hash.AsBytes());
  return value;
}

std::optional<EpochRow> DecodeEpoch(std::string_view value) {
  Reader reader(value);
  EpochRow row;
  row.first_position = reader.Varint();
  row.previous_hash = reader.Hash();
  if (!reader.Finished()) return std::nullopt;
  return row;
}

std::string EncodeStream(const std::vector<StreamStep>& steps) {
  DAYBOOK_CHECK(!steps.empty());
  std::string value;
  int64_t before = 0;
  for (const StreamStep& step : steps) {
    DAYBOOK_CHECK(step.first_position > before && step.event_count >= 1);
    PutVarint(value, step.first_position - before);
    PutVarint(value, step.event_count);
    before = step.first_position;
  }
  return value;
}

std::optional<std::vector<StreamStep>> DecodeStream(std::string_view value) {
  Reader reader(value);
  std::vector<StreamStep> steps;
  int64_t position = 0;
  while (reader.HasMore()) {
    const int64_t distance = reader.Varint();
    const int64_t event_count = reader.Varint();
    if (distance < 1 || event_count < 1 || distance > INT64_MAX - position) return std::nullopt;
    position += distance;
    if (!steps.empty() && BlockOf(position) != BlockOf(steps.front().first_position)) {
      return std::nullopt;
    }
    steps.push_back({.first_position = position, .event_count = event_count});
  }
  if (!reader.Finished() || steps.empty()) return std::nullopt;
  return steps;
}

std::string EncodeDevice(const DeviceMark& mark) {
  std::string value;
  PutVarint(value, mark.sequence);
  PutVarint(value, mark.quarantined ? 1 : 0);
  value.append(mark.chain.AsBytes());
  return value;
}

std::optional<DeviceMark> DecodeDevice(std::string_view value) {
  Reader reader(value);
  DeviceMark mark;
  mark.sequence = reader.Varint();
  mark.quarantined = reader.Varint() != 0;
  mark.chain = reader.Hash();
  if (!reader.Finished()) return std::nullopt;
  return mark;
}

std::string EncodePosition(int64_t position) {
  std::string value;
  PutVarint(value, position);
  return value;
}

std::optional<int64_t> DecodePosition(std::string_view value) {
  Reader reader(value);
  const int64_t position = reader.Varint();
  if (!reader.Finished()) return std::nullopt;
  return position;
}

std::string EncodePositions(int64_t segment, const std::vector<int64_t>& positions) {
  DAYBOOK_CHECK(!positions.empty());
  std::string value;
  int64_t before = SegmentStart(segment) - 1;
  for (const int64_t position : positions) {
    DAYBOOK_CHECK(position > before && SegmentOf(position) == segment);
    PutVarint(value, position - before);
    before = position;
  }
  return value;
}

std::optional<std::vector<int64_t>> DecodePositions(int64_t segment, std::string_view value) {
  Reader reader(value);
  std::vector<int64_t> positions;
  int64_t position = SegmentStart(segment) - 1;
  while (reader.HasMore()) {
    const int64_t step = reader.Varint();
    if (step < 1 || step > kSegmentPositions) return std::nullopt;
    position += step;
    if (SegmentOf(position) != segment) return std::nullopt;
    positions.push_back(position);
  }
  if (!reader.Finished() || positions.empty()) return std::nullopt;
  return positions;
}

}  // namespace daybook::store
