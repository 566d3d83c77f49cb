// Page tokens: opaque to callers, checked on their return.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/status.h"
#include "daybook/edge/v1/page_token.pb.h"

namespace daybook::rpc {

inline constexpr int32_t kPageSizeDefault = 50;
inline constexpr int32_t kPageSizeMax = 500;

// Returns the page size that a request means. Errors: FIELD_INVALID if it is negative or over 500.
absl::StatusOr<int32_t> PageSize(int32_t requested);

// Returns the token's text. `request` says which list it belongs to: the bytes of the request
// without its token and size.
std::string WritePageToken(std::string_view request, edge::v1::PageToken token);

// Reads a token that was written for the same `request`; an empty text gives an empty token.
// Errors: PAGE_TOKEN_INVALID.
absl::StatusOr<edge::v1::PageToken> ReadPageToken(std::string_view request, std::string_view text);

absl::Status PageTokenInvalid();

// Returns the bytes that stand for a list request in its tokens: which list, and of what.
template <typename Request>
std::string ListOf(Request request) {
  request.clear_page_token();
  request.clear_page_size();
  return Request::descriptor()->full_name() + request.SerializeAsString();
}

}  // namespace daybook::rpc
