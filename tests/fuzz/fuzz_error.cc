// Errors as they come over the wire, from a server that may be anyone: a client reads them without
// harm, and what it makes of them can be sent on.
#include <cstdint>
#include <string>

#include "core/base/check.h"
#include "core/base/status.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::common::v1::ErrorStatus wire;
  if (!wire.ParseFromArray(data, static_cast<int>(size))) return 0;
  const absl::Status status = daybook::FromWire(wire);
  const absl::Status again = daybook::FromWire(daybook::ToWire(status));
  DAYBOOK_CHECK(again.code() == status.code());
  DAYBOOK_CHECK(daybook::ReasonOf(again) == daybook::ReasonOf(status));
  return 0;
}
