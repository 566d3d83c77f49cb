#include "edge-server/rpc/page_token.h"

#include "core/base/digest.h"
#include "core/base/hex.h"

namespace daybook::rpc {
namespace {

constexpr size_t kChecksumBytes = 4;
constexpr size_t kRequestDigestBytes = 8;
constexpr size_t kTokenTextBytesMax = 1024;

std::string_view Prefix(const Digest& digest, size_t size) {
  return digest.AsBytes().substr(0, size);
}

}  // namespace

absl::Status PageTokenInvalid() {
  return Error(Reason::ERROR_REASON_PAGE_TOKEN_INVALID,
               "the page token is not one that was given for this request");
}

absl::StatusOr<int32_t> PageSize(int32_t requested) {
  if (requested == 0) return kPageSizeDefault;
  if (requested < 0 || requested > kPageSizeMax) {
    return Error(Reason::ERROR_REASON_FIELD_INVALID, "page_size is {size}; it must be 1 to {max}",
                 {{"size", requested}, {"max", kPageSizeMax}});
  }
  return requested;
}

std::string WritePageToken(std::string_view request, edge::v1::PageToken token) {
  token.set_request_digest(std::string(Prefix(Sha256(request), kRequestDigestBytes)));
  const std::string bytes = token.SerializeAsString();
  return ToHex(std::string(Prefix(Sha256(bytes), kChecksumBytes)) + bytes);
}

absl::StatusOr<edge::v1::PageToken> ReadPageToken(std::string_view request, std::string_view text) {
  edge::v1::PageToken token;
  if (text.empty()) return token;
  if (text.size() > kTokenTextBytesMax) return PageTokenInvalid();
  const std::optional<std::string> whole = FromHex(text);
  if (!whole || whole->size() < kChecksumBytes) return PageTokenInvalid();
  const std::string_view bytes = std::string_view(*whole).substr(kChecksumBytes);
  const bool intact = whole->starts_with(Prefix(Sha256(bytes), kChecksumBytes)) &&
                      token.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  const bool of_request = token.request_digest() == Prefix(Sha256(request), kRequestDigestBytes);
  // Beyond what a log can hold there is no place to go on from.
  const bool is_place = token.position() >= 0 && token.position() < INT64_MAX;
  if (!intact || !of_request || !is_place) {
    return PageTokenInvalid();
  }
  return token;
}

}  // namespace daybook::rpc
