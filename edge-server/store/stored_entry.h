// An entry as it is stored: its place and its bytes, which are shared and never change.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace daybook::store {

struct StoredEntry {
  int64_t first_position = 0;
  int32_t event_count = 0;  // Of the whole entry, also where the bytes hold chosen events only.
  // Shared by the tail and every reader that is sending it; a watcher may outlive the tail.
  std::shared_ptr<const std::string> bytes;

  int64_t last_position() const { return first_position + event_count - 1; }
};

}  // namespace daybook::store
