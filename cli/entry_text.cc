#include "cli/entry_text.h"

#include <charconv>

#include "cli/json.h"
#include "cli/output.h"
#include "core/base/clock.h"
#include "core/entry/stream_id.h"
#include "fmt/format.h"
#include "google/protobuf/descriptor.h"

namespace daybook::cli {
namespace {

using event::v1::Entry;
using event::v1::EntryHeader;
using event::v1::Event;
using google::protobuf::FieldDescriptor;

const google::protobuf::OneofDescriptor& EventCases() {
  return *Event::descriptor()->FindOneofByName("event");
}

// Returns the case that is set; null if this version does not know it.
const FieldDescriptor* CaseOf(const Event& event) {
  return event.GetReflection()->GetOneofFieldDescriptor(event, &EventCases());
}

std::string TypeOf(const Event& event) {
  const FieldDescriptor* set = CaseOf(event);
  return set == nullptr ? "unknown" : set->message_type()->name();
}

std::string StreamOf(const EntryHeader& header, const Event& event) {
  const int index = event.stream_index();
  if (index < 0 || index >= header.streams_size()) return "?";
  return StreamId::Of(header.streams(index)).ToText();
}

void WriteEvent(const EntryHeader& header, const Event& event, JsonWriter& json) {
  json.BeginObject();
  json.Key("position").Number(header.first_position() + event.offset());
  json.Key("stream").Text(StreamOf(header, event));
  json.Key("version").Number(event.version());
  json.Key("type").Text(TypeOf(event));
  if (const FieldDescriptor* set = CaseOf(event)) {
    WriteMessage(event.GetReflection()->GetMessage(event, set), json.Key("data"));
  }
  json.EndObject();
}

std::string TimeText(const EntryHeader& header) {
  const auto& time = header.has_occur_time() ? header.occur_time() : header.record_time();
  const auto zone = absl::FixedTimeZone(header.utc_offset_minutes() * 60);
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", FromTimestamp(time), zone);
}

std::string EventText(const EntryHeader& header, const Event& event) {
  const FieldDescriptor* set = CaseOf(event);
  const std::string brief =
      set == nullptr ? "" : BriefText(event.GetReflection()->GetMessage(event, set));
  std::string line =
      fmt::format("{:>8}  {}  {:10}  {} v{}  {}", header.first_position() + event.offset(),
                  TimeText(header), Printable(header.register_()),
                  Printable(StreamOf(header, event)), event.version(), TypeOf(event));
  if (!brief.empty()) line += "  " + Printable(brief);
  return line + "\n";
}

}  // namespace

absl::StatusOr<Entry> ParseEntry(std::string_view bytes) {
  Entry entry;
  if (entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) && entry.has_header()) {
    return entry;
  }
  return Error(Reason::ERROR_REASON_STORE_CORRUPT, "what the edge sent is not an entry");
}

int64_t LastPosition(const Entry& entry) {
  return entry.header().first_position() + entry.header().event_count() - 1;
}

std::string EntryJson(const Entry& entry) {
  JsonWriter json;
  json.BeginObject();
  WriteMessage(entry.header(), json.Key("header"),
               "streams");  // They stand beside each event, by name.
  json.Key("events").BeginArray();
  for (const Event& event : entry.events()) WriteEvent(entry.header(), event, json);
  return json.EndArray().EndObject().text();
}

std::string EntryText(const Entry& entry) {
  std::string text;
  for (const Event& event : entry.events()) text += EventText(entry.header(), event);
  return text;
}

absl::StatusOr<int32_t> EventTypeNumber(std::string_view name) {
  const auto& cases = EventCases();
  for (int i = 0; i < cases.field_count(); ++i) {
    if (cases.field(i)->message_type()->name() == name) return cases.field(i)->number();
  }
  int32_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error == std::errc() && end == name.data() + name.size() && number > 0) return number;
  return Error(Reason::ERROR_REASON_FIELD_INVALID,
               "\"{type}\" is not an event type, as SaleCompleted", {{"type", name}});
}

}  // namespace daybook::cli
