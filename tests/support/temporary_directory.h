// A directory for one test.
#pragma once

#include <string>
#include <string_view>

namespace daybook::test {

// Where a directory is: in memory, where there is room for it, if nothing depends on how slow a
// disk is.
enum class Medium { kMemory, kDisk };

// A directory that is made with it, and goes with everything in it.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(Medium medium = Medium::kMemory);
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  // The path of something in it.
  std::string Path(std::string_view name) const;

  // Copies the files of an open store in it to `copy`: what the next process would find if this one
  // were killed now.
  void CopyAsAfterAKill(std::string_view name, std::string_view copy) const;

 private:
  std::string path_;
};

}  // namespace daybook::test
