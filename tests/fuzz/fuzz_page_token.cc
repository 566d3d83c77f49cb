// Page tokens as callers hand them back, or make them up: a token of ours comes back as it was, for
// the request that it was given for; anything else is refused.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "edge-server/rpc/page_token.h"

namespace daybook::rpc {
namespace {

constexpr std::string_view kRequest = "a list";
constexpr std::string_view kOtherRequest = "another list";
// The longest key of a row that a list ends at.
constexpr size_t kKeyBytesMax = 256;

void CheckText(std::string_view text) {
  const auto token = ReadPageToken(kRequest, text);
  if (token.ok()) {
    DAYBOOK_CHECK(text.empty() || !ReadPageToken(kOtherRequest, text).ok());
    return;
  }
  DAYBOOK_CHECK(ReasonOf(token.status()) == Reason::ERROR_REASON_PAGE_TOKEN_INVALID);
}

// A token with this key comes back; one digit changed, it does not.
void CheckOurs(std::string_view key) {
  edge::v1::PageToken token;
  token.set_position(static_cast<int64_t>(key.size()));
  token.set_key(std::string(key.substr(0, kKeyBytesMax)));
  std::string text = WritePageToken(kRequest, token);
  const auto read = ReadPageToken(kRequest, text);
  DAYBOOK_CHECK(read.ok() && read->key() == token.key() && read->position() == token.position());
  char& digit = text[key.size() % text.size()];
  digit = digit == '0' ? '1' : '0';
  DAYBOOK_CHECK(!ReadPageToken(kRequest, text).ok());
}

}  // namespace
}  // namespace daybook::rpc

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  daybook::rpc::CheckText(text);
  daybook::rpc::CheckOurs(text);
  return 0;
}
