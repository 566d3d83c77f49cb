#include "edge-server/store/disk_guard.h"

#include <optional>

#include "core/base/logging.h"

namespace daybook::store {
namespace {

std::optional<int64_t> FreeBytes(rocksdb::Env* env, const std::string& directory) {
  uint64_t free_bytes = 0;
  if (!env->GetFreeSpace(directory, &free_bytes).ok()) return std::nullopt;
  return static_cast<int64_t>(free_bytes);
}

rocksdb::Status Reserve(rocksdb::Env* env, const std::string& path, int64_t bytes) {
  rocksdb::EnvOptions options;
  options.fallocate_with_keep_size = false;  // A file of that size, for everybody to see.
  std::unique_ptr<rocksdb::WritableFile> file;
  rocksdb::Status status = env->NewWritableFile(path, &file, options);
  if (status.ok()) status = file->Allocate(0, static_cast<uint64_t>(bytes));
  if (status.ok()) status = file->Sync();
  return status;
}

}  // namespace

void DiskGuard::MakeRoom() {
  const auto free_bytes = FreeBytes(options_.env, options_.directory);
  if (!free_bytes || *free_bytes >= options_.ballast_bytes) return;
  if (!options_.env->DeleteFile(ballast_path()).ok()) return;
  Log(LogLevel::kWarning, "the disk is full: the ballast was let go to open the log",
      {{"free_bytes", *free_bytes}, {"ballast_bytes", options_.ballast_bytes}});
}

void DiskGuard::Check() {
  const auto free_bytes = FreeBytes(options_.env, options_.directory);
  if (!free_bytes) return;
  const bool now_full = *free_bytes < options_.soft_bytes_min;
  bool was_full = false;
  {
    MutexLock lock(mutex_);
    was_full = full_;
    full_ = now_full;
  }
  if (now_full != was_full) {
    Log(now_full ? LogLevel::kError : LogLevel::kInfo,
        now_full ? "the disk is too full to record more" : "the disk has room again",
        {{"free_bytes", *free_bytes}, {"soft_bytes_min", options_.soft_bytes_min}});
  }
  if (*free_bytes >= options_.soft_bytes_min + options_.ballast_bytes) MakeBallast();
}

void DiskGuard::MakeBallast() {
  if (options_.ballast_bytes == 0 || options_.env->FileExists(ballast_path()).ok()) return;
  const rocksdb::Status status = Reserve(options_.env, ballast_path(), options_.ballast_bytes);
  if (status.ok()) return;
  options_.env->DeleteFile(ballast_path()).PermitUncheckedError();
  Log(LogLevel::kWarning, "no ballast could be made", {{"cause", status.ToString()}});
}

bool DiskGuard::full() const {
  MutexLock lock(mutex_);
  return full_;
}

}  // namespace daybook::store
