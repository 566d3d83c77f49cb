#include "tests/support/temporary_directory.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "core/base/check.h"

namespace daybook::test {
namespace {

constexpr char kMemoryDisk[] = "/dev/shm";
constexpr uintmax_t kMemoryBytesMin = uintmax_t{1} << 30;

std::filesystem::path ParentOn(Medium medium) {
  std::error_code error;
  const bool in_memory =
      medium == Medium::kMemory && std::filesystem::is_directory(kMemoryDisk, error) &&
      std::filesystem::space(kMemoryDisk, error).available >= kMemoryBytesMin && !error;
  return in_memory ? std::filesystem::path(kMemoryDisk) : std::filesystem::temp_directory_path();
}

}  // namespace

TemporaryDirectory::TemporaryDirectory(Medium medium) {
  path_ = (ParentOn(medium) / "daybook-test-XXXXXX").string();
  DAYBOOK_CHECK(mkdtemp(path_.data()) != nullptr);
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // Nothing of a test depends on it.
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryDirectory::Path(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

void TemporaryDirectory::CopyAsAfterAKill(std::string_view name, std::string_view copy) const {
  std::filesystem::remove_all(Path(copy));
  std::filesystem::copy(Path(name), Path(copy), std::filesystem::copy_options::recursive);
}

}  // namespace daybook::test
