#include "edge-server/store/rocks_status.h"

namespace daybook::store {

absl::Status FromRocks(const rocksdb::Status& status, std::string_view action) {
  if (status.ok()) return absl::OkStatus();
  const Reason reason = status.IsCorruption() ? Reason::ERROR_REASON_STORE_CORRUPT
                                              : Reason::ERROR_REASON_STORE_FAILED;
  return Error(reason, "cannot {action}: {cause}",
               {{"action", action}, {"cause", status.ToString()}});
}

}  // namespace daybook::store
