// Reads a stored row of a view.
#pragma once

#include <string_view>

#include "core/base/status.h"

namespace daybook::rpc {

// Errors: STORE_CORRUPT.
template <typename Message>
absl::Status DecodeRow(std::string_view row, Message& message) {
  if (message.ParseFromArray(row.data(), static_cast<int>(row.size()))) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_STORE_CORRUPT, "a row of a view is unreadable");
}

}  // namespace daybook::rpc
