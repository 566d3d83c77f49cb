// Names that people and programs type: streams, dates, ids. What is read is written again the same,
// and what is refused is refused in words that can be sent.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/business_date.h"
#include "core/base/check.h"
#include "core/base/ids.h"
#include "core/base/status.h"
#include "core/entry/stream_id.h"

namespace daybook {
namespace {

void CheckRefusal(const absl::Status& status) {
  DAYBOOK_CHECK(ReasonOf(status) == Reason::ERROR_REASON_FIELD_INVALID);
  common::v1::ErrorStatus wire;
  DAYBOOK_CHECK(wire.ParseFromString(ToWire(status).SerializeAsString()));
}

void CheckStreamId(std::string_view text) {
  const auto stream = StreamId::Parse(text);
  if (!stream.ok()) return CheckRefusal(stream.status());
  DAYBOOK_CHECK(stream->key.size() <= kStreamKeyBytesMax);
  const auto again = StreamId::Parse(stream->ToText());
  DAYBOOK_CHECK(again.ok() && *again == *stream);
}

void CheckBusinessDate(std::string_view text) {
  const auto date = ParseBusinessDate(text);
  if (!date.ok()) return CheckRefusal(date.status());
  DAYBOOK_CHECK(IsBusinessDate(*date));
  DAYBOOK_CHECK(BusinessDateText(*date) == text);
}

void CheckUuid(std::string_view text) {
  const auto uuid = Uuid::Parse(text);
  if (uuid) DAYBOOK_CHECK(Uuid::Parse(uuid->ToText()) == uuid);
}

}  // namespace
}  // namespace daybook

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Names arrive in strings of protobuf, which are UTF-8 or nothing.
  daybook::common::v1::ErrorDetail carrier;
  carrier.set_type_url(std::string(text));
  if (!carrier.ParseFromString(carrier.SerializeAsString())) return 0;
  daybook::CheckStreamId(text);
  daybook::CheckBusinessDate(text);
  daybook::CheckUuid(text);
  return 0;
}
