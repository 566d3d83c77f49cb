// Recomputes a log's hash chain from its entries, as they come.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/base/status.h"

namespace daybook::cli {

class ChainCheck {
 public:
  explicit ChainCheck(const Uuid& log_id);

  // Takes the next whole entry. Errors: STORE_CORRUPT if it is none; LOG_NOT_DENSE if it does not
  // continue the positions or is not whole; CHAIN_BROKEN if it starts an epoch elsewhere.
  absl::Status Add(std::string_view entry_bytes);

  // Returns CHAIN_BROKEN if the chain here is not `head_hash`.
  absl::Status CheckHead(const Digest& head_hash) const;

  int64_t position() const { return position_; }
  int64_t entry_count() const { return entry_count_; }
  const Digest& hash() const { return hash_; }

 private:
  int64_t position_ = 0;
  int64_t entry_count_ = 0;
  Digest hash_;
};

}  // namespace daybook::cli
