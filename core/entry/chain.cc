#include "core/entry/chain.h"

namespace daybook {

DeviceMark FirstDeviceMark(const Uuid& install_id) {
  return {.sequence = 0, .chain = Sha256(install_id.AsBytes())};
}

DeviceMark NextDeviceMark(DeviceMark mark, const event::v1::Entry& entry) {
  for (const event::v1::Event& event : entry.events()) {
    if (event.has_sequence_gap_recorded()) {
      mark.chain =
          Digest::FromBytes(event.sequence_gap_recorded().previous_chain()).value_or(mark.chain);
    }
    if (event.has_installation_quarantined()) mark.quarantined = true;
  }
  if (entry.header().kind() == event::v1::ENTRY_KIND_OWN) {
    mark.sequence = entry.header().sequence();
    mark.chain = Sha256(mark.chain.AsBytes(), entry.header().digest());
  }
  return mark;
}

}  // namespace daybook
