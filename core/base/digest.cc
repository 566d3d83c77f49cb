#include "core/base/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "core/base/check.h"
#include "core/base/hex.h"

namespace daybook {
namespace {

// Fetched once: looking an algorithm up costs as much as hashing 282 bytes.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* ThreadContext() {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

std::optional<Digest> Digest::FromBytes(std::string_view raw) {
  Digest digest;
  if (raw.size() != digest.bytes.size()) return std::nullopt;
  std::copy(raw.begin(), raw.end(), digest.bytes.begin());
  return digest;
}

std::string Digest::ToHex() const { return daybook::ToHex(AsBytes()); }

Digest Sha256(std::string_view first, std::string_view second) {
  EVP_MD_CTX* const context = ThreadContext();
  Digest digest;
  unsigned int size = 0;
  DAYBOOK_CHECK(EVP_DigestInit_ex2(context, Algorithm(), nullptr) == 1);
  DAYBOOK_CHECK(EVP_DigestUpdate(context, first.data(), first.size()) == 1);
  DAYBOOK_CHECK(EVP_DigestUpdate(context, second.data(), second.size()) == 1);
  DAYBOOK_CHECK(EVP_DigestFinal_ex(context, digest.bytes.data(), &size) == 1);
  DAYBOOK_CHECK(size == digest.bytes.size());
  return digest;
}

}  // namespace daybook
