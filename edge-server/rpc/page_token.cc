#include "edge-server/rpc/page_token.h"

#include "core/base/digest.h"

namespace daybook::rpc {
namespace {

constexpr size_t kChecksumBytes = 4;
constexpr size_t kRequestDigestBytes = 8;
constexpr size_t kTokenTextBytesMax = 1024;
constexpr char kHexDigits[] = "0123456789abcdef";

std::string_view Prefix(const Digest& digest, size_t size) {
  return digest.AsBytes().substr(0, size);
}

std::string ToHex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) {
    hex.push_back(kHexDigits[static_cast<uint8_t>(c) >> 4]);
    hex.push_back(kHexDigits[static_cast<uint8_t>(c) & 0x0f]);
  }
  return hex;
}

// Returns an empty text for what is not hexadecimal.
std::string FromHex(std::string_view hex) {
  const std::string_view digits = kHexDigits;
  std::string bytes;
  if (hex.size() % 2 != 0) return bytes;
  for (size_t i = 0; i < hex.size(); i += 2) {
    const size_t high = digits.find(hex[i]);
    const size_t low = digits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return "";
    bytes.push_back(static_cast<char>(high << 4 | low));
  }
  return bytes;
}

absl::Status Invalid() {
  return Error(Reason::ERROR_REASON_PAGE_TOKEN_INVALID,
               "the page token is not one that was given for this request");
}

}  // namespace

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
  if (text.size() > kTokenTextBytesMax) return Invalid();
  const std::string whole = FromHex(text);
  if (whole.size() < kChecksumBytes) return Invalid();
  const std::string_view bytes = std::string_view(whole).substr(kChecksumBytes);
  const bool intact = whole.starts_with(Prefix(Sha256(bytes), kChecksumBytes)) &&
                      token.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  if (!intact || token.request_digest() != Prefix(Sha256(request), kRequestDigestBytes)) {
    return Invalid();
  }
  return token;
}

}  // namespace daybook::rpc
