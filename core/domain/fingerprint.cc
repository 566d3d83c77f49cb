#include "core/domain/fingerprint.h"

#include "core/base/digest.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace daybook::domain {

std::string FingerprintOf(const edge::v1::ShopConfig& shop) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  shop.SerializeToCodedStream(&coded);
  coded.Trim();
  return Sha256(bytes).ToHex();
}

}  // namespace daybook::domain
