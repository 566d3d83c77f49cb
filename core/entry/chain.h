// The two hash chains: of the log, over the entries' bytes, and of an installation, over its
// commands' digests. docs/log-format.md defines both.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook {

// The chain of a log before its first entry: SHA-256(log_id).
inline Digest FirstHash(const Uuid& log_id) { return Sha256(log_id.AsBytes()); }

// The chain after an entry: SHA-256(previous ‖ entry bytes).
inline Digest NextHash(const Digest& previous, std::string_view entry_bytes) {
  return Sha256(previous.AsBytes(), entry_bytes);
}

// How far an installation has come, as the log knows it.
struct DeviceMark {
  int64_t sequence = 0;  // The last number that was recorded; 0: none.
  Digest chain;          // chain_sequence.
  bool quarantined = false;

  bool operator==(const DeviceMark&) const = default;
};

// The mark of an installation that has sent nothing: chain_0 = SHA-256(install_id).
DeviceMark FirstDeviceMark(const Uuid& install_id);

// Returns the mark after `entry`. A fold: any entry may be handed in, those that do not concern an
// installation leave the mark as it is. REQUIRES: entry.header().install_id() is the mark's
// installation.
DeviceMark NextDeviceMark(DeviceMark mark, const event::v1::Entry& entry);

}  // namespace daybook
