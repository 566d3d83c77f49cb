#include "tests/bench/machine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/clock.h"
#include "tests/bench/commit_id.h"
#include "tests/bench/statistics.h"

namespace daybook::bench {
namespace {

constexpr int kSyncCount = 200;
constexpr size_t kBlockBytes = 4096;

struct FileSystemName {
  int64_t magic;
  std::string_view name;
};

// As in statfs(2).
constexpr std::array<FileSystemName, 6> kFileSystems = {{
    {0xEF53, "ext4"},
    {0x58465342, "xfs"},
    {0x9123683E, "btrfs"},
    {0x01021994, "tmpfs (memory, not a disk)"},
    {0x794C7630, "overlayfs"},
    {0x2FC12FC1, "zfs"},
}};

std::string FileSystemOf(const std::string& directory) {
  struct statfs info = {};
  if (statfs(directory.c_str(), &info) != 0) return "unknown";
  for (const FileSystemName& known : kFileSystems) {
    if (known.magic == static_cast<int64_t>(info.f_type)) return std::string(known.name);
  }
  return fmt::format("type {:#x}", info.f_type);
}

std::string ProcessorName() {
  constexpr std::string_view kLabel = "model name";
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(kLabel)) continue;
    return line.substr(std::min(line.find(':') + 2, line.size()));
  }
  return "unknown";
}

int64_t MemoryBytes() { return int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE); }

std::string KernelName() {
  utsname names = {};
  return uname(&names) == 0 ? fmt::format("{} {}", names.sysname, names.release) : "unknown";
}

absl::Status DiskError(const std::string& path) {
  return Error(Reason::ERROR_REASON_STORE_FAILED, "{path}: {cause}",
               {{"path", path}, {"cause", std::strerror(errno)}});
}

}  // namespace

absl::StatusOr<DiskFacts> MeasureDisk(const std::string& directory) {
  const std::string path = directory + "/fdatasync";
  const int file = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return DiskError(path);
  const std::string block(kBlockBytes, 'x');
  const SystemClock clock;
  std::vector<double> millis;
  bool written = true;
  for (int i = 0; i < kSyncCount && written; ++i) {
    const absl::Duration start = clock.Monotonic();
    written = write(file, block.data(), block.size()) == static_cast<ssize_t>(block.size()) &&
              fdatasync(file) == 0;
    millis.push_back(absl::ToDoubleMilliseconds(clock.Monotonic() - start));
  }
  const absl::Status status = written ? absl::OkStatus() : DiskError(path);
  close(file);
  unlink(path.c_str());
  DAYBOOK_RETURN_IF_ERROR(status);
  return DiskFacts{.fdatasync_median_ms = Median(millis), .file_system = FileSystemOf(directory)};
}

void AddMachine(const DiskFacts& disk, Document& document) {
  Document machine;
  machine.Add("processor", ProcessorName());
  machine.Add("cores", int64_t{std::thread::hardware_concurrency()});
  machine.Add("memory_bytes", MemoryBytes());
  machine.Add("kernel", KernelName());
  document.Add("machine", machine);
  Document disk_facts;
  disk_facts.Add("file_system", disk.file_system);
  disk_facts.Add("fdatasync_median_ms", disk.fdatasync_median_ms, 3);
  document.Add("disk", disk_facts);
  document.Add("commit", kCommitId);
}

std::string MachineLine(const DiskFacts& disk) {
  return fmt::format("{} cores ({}), {:.0f} GiB, {}; {}, fdatasync {:.3f} ms; commit {}",
                     std::thread::hardware_concurrency(), ProcessorName(),
                     static_cast<double>(MemoryBytes()) / (1 << 30), KernelName(), disk.file_system,
                     disk.fdatasync_median_ms, kCommitId);
}

}  // namespace daybook::bench
