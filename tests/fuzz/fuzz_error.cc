// Errors as they come over the wire, from a server that may be anyone: a client reads them without
// harm, and what it makes of them can be sent on. And errors of ours, whatever it is that they
// quote.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/base/status.h"

namespace daybook {
namespace {

void CheckQuoted(std::string_view bytes) {
  const absl::Status status =
      Error(Reason::ERROR_REASON_FIELD_INVALID, "\"{value}\" is none", {{"value", bytes}});
  common::v1::ErrorStatus wire;
  DAYBOOK_CHECK(wire.ParseFromString(ToWire(status).SerializeAsString()));
  const absl::Status received = FromWire(wire);
  DAYBOOK_CHECK(ReasonOf(received) == Reason::ERROR_REASON_FIELD_INVALID);
  DAYBOOK_CHECK(ErrorMetadata(received, "value").size() == bytes.size());
}

void CheckReceived(const common::v1::ErrorStatus& wire) {
  const absl::Status status = FromWire(wire);
  const absl::Status again = FromWire(ToWire(status));
  DAYBOOK_CHECK(again.code() == status.code());
  DAYBOOK_CHECK(ReasonOf(again) == ReasonOf(status));
}

}  // namespace
}  // namespace daybook

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::CheckQuoted({reinterpret_cast<const char*>(data), size});
  daybook::common::v1::ErrorStatus wire;
  if (wire.ParseFromArray(data, static_cast<int>(size))) daybook::CheckReceived(wire);
  return 0;
}
