// A directory that is gone after the test, and what a crash would leave of it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/base/check.h"
#include "gtest/gtest.h"

namespace daybook {

class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(::testing::TempDir() + "daybook-XXXXXX") {
    DAYBOOK_CHECK(mkdtemp(path_.data()) != nullptr);
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }

  // Copies the files of an open store to `copy`: what the next process would find if this one were
  // killed now.
  void CopyAsAfterAKill(const std::string& name, const std::string& copy) const {
    std::filesystem::remove_all(Path(copy));
    std::filesystem::copy(Path(name), Path(copy), std::filesystem::copy_options::recursive);
  }

 private:
  std::string path_;
};

}  // namespace daybook
