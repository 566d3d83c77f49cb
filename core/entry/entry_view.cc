#include "core/entry/entry_view.h"

#include <optional>

namespace daybook {
namespace {

constexpr int kHeaderField = 1;
constexpr int kEventField = 2;
constexpr int kFirstPositionField = 1;
constexpr int kEventCountField = 2;
constexpr int kOffsetField = 1;
constexpr int kStreamIndexField = 2;
constexpr int kVersionField = 3;
constexpr int kFirstEventType = 16;

// One field of a serialised message (developers.google.com, "Protocol Buffers: Encoding").
struct Field {
  int number = 0;
  uint64_t varint = 0;     // Of wire type 0.
  std::string_view bytes;  // Of wire type 2: the contents.
  std::string_view whole;  // With tag and length.
};

// Reads the fields of a serialised message one after the other.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : rest_(bytes) {}

  // Returns the next field, or nothing at the end or where the bytes make no sense; ok() tells
  // which.
  std::optional<Field> Next() {
    if (rest_.empty()) return std::nullopt;
    const std::string_view start = rest_;
    Field field;
    const auto tag = ReadVarint();
    ok_ = tag && Read(static_cast<int>(*tag & 7), field);
    if (!ok_) return std::nullopt;
    field.number = static_cast<int>(*tag >> 3);
    field.whole = start.substr(0, start.size() - rest_.size());
    return field;
  }

  bool ok() const { return ok_; }

 private:
  std::optional<uint64_t> ReadVarint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      value |= uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }

  bool Skip(size_t size) {
    if (size > rest_.size()) return false;
    rest_.remove_prefix(size);
    return true;
  }

  bool Read(int wire_type, Field& field) {
    switch (wire_type) {
      case 0: {
        const auto value = ReadVarint();
        field.varint = value.value_or(0);
        return value.has_value();
      }
      case 1:
        return Skip(8);
      case 2: {
        const auto size = ReadVarint();
        if (!size || *size > rest_.size()) return false;
        field.bytes = rest_.substr(0, *size);
        return Skip(*size);
      }
      case 5:
        return Skip(4);
      default:
        return false;
    }
  }

  std::string_view rest_;
  bool ok_ = true;
};

bool ViewHeader(std::string_view header, EntryView& view) {
  FieldReader reader(header);
  while (const auto field = reader.Next()) {
    if (field->number == kFirstPositionField) {
      view.first_position = static_cast<int64_t>(field->varint);
    } else if (field->number == kEventCountField) {
      view.event_count = static_cast<int32_t>(field->varint);
      break;  // Nothing behind it is looked at here.
    }
  }
  return reader.ok();
}

bool ViewEvent(const Field& whole, EntryView& view) {
  EventSlice slice{.bytes = whole.whole};
  FieldReader reader(whole.bytes);
  while (const auto field = reader.Next()) {
    if (field->number == kOffsetField) slice.offset = static_cast<int32_t>(field->varint);
    if (field->number == kStreamIndexField)
      slice.stream_index = static_cast<int32_t>(field->varint);
    if (field->number == kVersionField) slice.version = static_cast<int64_t>(field->varint);
    if (field->number >= kFirstEventType) slice.type = field->number;
  }
  view.events.push_back(slice);
  return reader.ok();
}

absl::Status NotAnEntry(std::string_view bytes) {
  return Error(Reason::ERROR_REASON_STORE_CORRUPT, "{bytes} bytes are not an entry",
               {{"bytes", bytes.size()}});
}

}  // namespace

absl::StatusOr<event::v1::EntryHeader> EntryView::DecodeHeader() const {
  FieldReader reader(header_bytes);
  const auto field = reader.Next();
  event::v1::EntryHeader header;
  if (field && header.ParseFromArray(field->bytes.data(), static_cast<int>(field->bytes.size()))) {
    return header;
  }
  return Error(Reason::ERROR_REASON_STORE_CORRUPT,
               "the header of the entry at position {position} cannot be read",
               {{"position", first_position}});
}

absl::StatusOr<EntryPlace> ViewPlace(std::string_view entry_bytes) {
  FieldReader reader(entry_bytes);
  EntryView view;
  const auto header = reader.Next();
  if (!header || header->number != kHeaderField || !ViewHeader(header->bytes, view) ||
      view.first_position < 1 || view.event_count < 1) {
    return NotAnEntry(entry_bytes);
  }
  return EntryPlace{.first_position = view.first_position, .event_count = view.event_count};
}

absl::StatusOr<EntryView> ViewEntry(std::string_view entry_bytes) {
  EntryView view;
  FieldReader reader(entry_bytes);
  bool ok = true;
  while (const auto field = reader.Next()) {
    if (field->number == kHeaderField) {
      // One, and before the events: they are sent behind it as they are.
      ok = ok && view.header_bytes.empty() && view.events.empty() && ViewHeader(field->bytes, view);
      view.header_bytes = field->whole;
    } else if (field->number == kEventField) {
      ok = ok && ViewEvent(*field, view);
    }
  }
  if (!ok || !reader.ok() || view.first_position < 1 || view.event_count < 1 ||
      view.events.empty()) {
    return NotAnEntry(entry_bytes);
  }
  return view;
}

}  // namespace daybook
