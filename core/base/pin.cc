#include "core/base/pin.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "core/base/check.h"

namespace daybook {
namespace {

using event::v1::PinVerifier;

constexpr size_t kPinDigitsMin = 4;
constexpr size_t kPinDigitsMax = 12;
constexpr size_t kHashBytes = 32;
constexpr size_t kSaltBytesMin = 16;
constexpr size_t kSaltBytesMax = 64;

// Of scrypt: at most 64 MiB, and four times the work of one of ours: half a second or so of a till.
constexpr int32_t kCostLog2 = 15;
constexpr int32_t kCostLog2Min = 14;
constexpr int32_t kCostLog2Max = 16;
constexpr int32_t kBlockSize = 8;
constexpr int32_t kParallelismMax = 2;

struct FreeKdf {
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

absl::Status Invalid(std::string_view field, std::string_view problem) {
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "{field} {problem}",
               {{"field", field}, {"problem", problem}});
}

bool IsPin(std::string_view pin) {
  const bool digits = std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
  return digits && pin.size() >= kPinDigitsMin && pin.size() <= kPinDigitsMax;
}

std::string Peppered(std::string_view pin, const Pepper& pepper) {
  if (pepper.name.empty()) return std::string(pin);
  std::string mixed(kHashBytes, '\0');
  unsigned int size = 0;
  const auto* done =
      HMAC(EVP_sha256(), pepper.secret.data(), static_cast<int>(pepper.secret.size()),
           reinterpret_cast<const unsigned char*>(pin.data()), pin.size(),
           reinterpret_cast<unsigned char*>(mixed.data()), &size);
  DAYBOOK_CHECK(done != nullptr && size == kHashBytes);
  return mixed;
}

OSSL_PARAM Bytes(const char* key, std::string& value) {
  return OSSL_PARAM_construct_octet_string(key, value.data(), value.size());
}

// Returns scrypt of `secret` as the verifier says. REQUIRES: CheckPinVerifier holds but for the
// hash and the length of the salt.
std::string Scrypt(std::string secret, const PinVerifier& verifier) {
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "SCRYPT", nullptr));
  DAYBOOK_CHECK(kdf != nullptr);
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
  std::string salt = verifier.salt();
  uint64_t cost = uint64_t{1} << verifier.cost_log2();
  uint32_t block_size = static_cast<uint32_t>(verifier.block_size());
  uint32_t parallelism = static_cast<uint32_t>(verifier.parallelism());
  OSSL_PARAM parameters[] = {Bytes(OSSL_KDF_PARAM_PASSWORD, secret),
                             Bytes(OSSL_KDF_PARAM_SALT, salt),
                             OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &cost),
                             OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &block_size),
                             OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &parallelism),
                             OSSL_PARAM_construct_end()};
  std::string hash(kHashBytes, '\0');
  DAYBOOK_CHECK(EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(hash.data()),
                               hash.size(), parameters) == 1);
  OPENSSL_cleanse(secret.data(), secret.size());
  return hash;
}

absl::Status CheckStrength(const PinVerifier& verifier) {
  const auto is_within = [](int32_t value, int32_t least, int32_t most) {
    return value >= least && value <= most;
  };
  if (verifier.algorithm() != event::v1::PIN_ALGORITHM_SCRYPT) {
    return Invalid("verifier.algorithm", "is none that this version knows");
  }
  if (!is_within(verifier.cost_log2(), kCostLog2Min, kCostLog2Max)) {
    return Invalid("verifier.cost_log2", "is not from 14 to 16");
  }
  if (verifier.block_size() != kBlockSize) return Invalid("verifier.block_size", "is not 8");
  if (!is_within(verifier.parallelism(), 1, kParallelismMax)) {
    return Invalid("verifier.parallelism", "is not 1 or 2");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPinVerifier(const PinVerifier& verifier) {
  DAYBOOK_RETURN_IF_ERROR(CheckStrength(verifier));
  if (verifier.salt().size() < kSaltBytesMin || verifier.salt().size() > kSaltBytesMax) {
    return Invalid("verifier.salt", "is not of 16 to 64 bytes");
  }
  if (verifier.hash().size() != kHashBytes) return Invalid("verifier.hash", "is not of 32 bytes");
  return absl::OkStatus();
}

absl::StatusOr<PinVerifier> MakePinVerifier(std::string_view pin, const Pepper& pepper,
                                            RandomSource& random) {
  if (!IsPin(pin)) return Invalid("pin", "is not 4 to 12 digits");
  PinVerifier verifier;
  verifier.set_algorithm(event::v1::PIN_ALGORITHM_SCRYPT);
  verifier.set_cost_log2(kCostLog2);
  verifier.set_block_size(kBlockSize);
  verifier.set_parallelism(1);
  for (size_t i = 0; i < kSaltBytesMin; ++i) {
    verifier.mutable_salt()->push_back(static_cast<char>(random.Next()));
  }
  verifier.set_pepper(std::string(pepper.name));
  verifier.set_hash(Scrypt(Peppered(pin, pepper), verifier));
  return verifier;
}

bool PinMatches(std::string_view pin, const Pepper& pepper, const PinVerifier& verifier) {
  if (!CheckStrength(verifier).ok() || verifier.hash().size() != kHashBytes) return false;
  if (pepper.name != verifier.pepper()) return false;
  const std::string hash = Scrypt(Peppered(pin, pepper), verifier);
  return CRYPTO_memcmp(hash.data(), verifier.hash().data(), kHashBytes) == 0;
}

}  // namespace daybook
