#include "tests/support/temporary_directory.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "core/base/check.h"

namespace daybook::test {

TemporaryDirectory::TemporaryDirectory() {
  path_ = (std::filesystem::temp_directory_path() / "daybook-test-XXXXXX").string();
  DAYBOOK_CHECK(mkdtemp(path_.data()) != nullptr);
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // Nothing of a test depends on it.
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace daybook::test
