#include "edge-server/store/files.h"

#include "edge-server/store/rocks_status.h"

namespace daybook::store {
namespace {

constexpr char kLockName[] = "lock";
// RocksDB's words where the lock file itself is out of reach: permissions, a read-only disk.
constexpr char kCannotOpenLock[] = "open a file for lock";
constexpr char kTemporarySuffix[] = ".part";
constexpr size_t kCopyBytes = 1 << 20;
constexpr uint64_t kCopyMarginBytes = 64 << 10;

bool IsTableFile(std::string_view name) { return name.ends_with(".sst"); }

rocksdb::Status CopyAll(rocksdb::SequentialFile& in, rocksdb::WritableFile& out) {
  std::string scratch(kCopyBytes, '\0');
  while (true) {
    rocksdb::Slice chunk;
    if (rocksdb::Status s = in.Read(scratch.size(), &chunk, scratch.data()); !s.ok()) return s;
    if (chunk.empty()) break;
    if (rocksdb::Status s = out.Append(chunk); !s.ok()) return s;
  }
  if (rocksdb::Status s = out.Sync(); !s.ok()) return s;
  return out.Close();
}

absl::Status CopyOneFile(rocksdb::Env* env, const std::string& from, const std::string& to) {
  std::unique_ptr<rocksdb::SequentialFile> in;
  std::unique_ptr<rocksdb::WritableFile> out;
  rocksdb::Status status = env->NewSequentialFile(from, &in, rocksdb::EnvOptions());
  if (status.ok()) status = env->NewWritableFile(to, &out, rocksdb::EnvOptions());
  if (status.ok()) status = CopyAll(*in, *out);
  return FromRocks(status, "copy " + from);
}

// Removes what an earlier attempt left behind.
absl::Status RemoveDirectory(rocksdb::Env* env, const std::string& directory) {
  if (env->FileExists(directory).IsNotFound()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListDirectory(env, directory));
  for (const std::string& name : names) {
    DAYBOOK_RETURN_IF_ERROR(
        FromRocks(env->DeleteFile(directory + "/" + name), "remove an unfinished copy"));
  }
  return FromRocks(env->DeleteDir(directory), "remove an unfinished copy");
}

}  // namespace

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Take(rocksdb::Env* env,
                                                                   const std::string& directory) {
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status status = env->LockFile(directory + "/" + kLockName, &lock);
  if (status.ToString().find(kCannotOpenLock) != std::string::npos) {
    return FromRocks(status, "lock " + directory);
  }
  if (!status.ok()) {
    return Error(Reason::ERROR_REASON_DIRECTORY_IN_USE,
                 "{directory} is in use by another process: {cause}",
                 {{"directory", directory}, {"cause", status.ToString()}});
  }
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(env, lock));
}

DirectoryLock::~DirectoryLock() { env_->UnlockFile(lock_).PermitUncheckedError(); }

std::string ParentOf(const std::string& path) {
  const size_t slash = path.find_last_of('/', path.find_last_not_of('/'));
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status CreateDirectory(rocksdb::Env* env, const std::string& directory) {
  const std::string parent = ParentOf(directory);
  if (env->FileExists(parent).IsNotFound()) {
    DAYBOOK_RETURN_IF_ERROR(CreateDirectory(env, parent));
  }
  DAYBOOK_RETURN_IF_ERROR(FromRocks(env->CreateDirIfMissing(directory), "create " + directory));
  // Also where it existed: an earlier start may have been cut short before this line.
  return SyncDirectory(env, parent);
}

absl::Status SyncDirectory(rocksdb::Env* env, const std::string& directory) {
  std::unique_ptr<rocksdb::Directory> handle;
  rocksdb::Status status = env->NewDirectory(directory, &handle);
  if (status.ok()) status = handle->Fsync();
  return FromRocks(status, "sync " + directory);
}

absl::StatusOr<std::vector<std::string>> ListDirectory(rocksdb::Env* env,
                                                       const std::string& directory) {
  std::vector<std::string> names;
  DAYBOOK_RETURN_IF_ERROR(FromRocks(env->GetChildren(directory, &names), "list " + directory));
  std::erase_if(names, [](const std::string& name) { return name == "." || name == ".."; });
  return names;
}

absl::Status WriteFileDurably(rocksdb::Env* env, const std::string& directory,
                              const std::string& name, std::string_view text) {
  const std::string path = directory + "/" + name;
  std::unique_ptr<rocksdb::WritableFile> file;
  rocksdb::Status status =
      env->NewWritableFile(path + kTemporarySuffix, &file, rocksdb::EnvOptions());
  if (status.ok()) status = file->Append(text);
  if (status.ok()) status = file->Sync();
  if (status.ok()) status = file->Close();
  if (status.ok()) status = env->RenameFile(path + kTemporarySuffix, path);
  DAYBOOK_RETURN_IF_ERROR(FromRocks(status, "write " + path));
  return SyncDirectory(env, directory);
}

absl::Status RewriteFile(rocksdb::Env* env, const std::string& directory, const std::string& name) {
  const std::string path = directory + "/" + name;
  DAYBOOK_RETURN_IF_ERROR(CopyOneFile(env, path, path + kTemporarySuffix));
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(env->RenameFile(path + kTemporarySuffix, path), "write " + path));
  return SyncDirectory(env, directory);
}

absl::Status SyncFile(rocksdb::Env* env, const std::string& path) {
  std::unique_ptr<rocksdb::WritableFile> file;
  rocksdb::Status status = env->ReopenWritableFile(path, &file, rocksdb::EnvOptions());
  if (status.ok()) status = file->Sync();
  if (status.ok()) status = file->Close();
  return FromRocks(status, "sync " + path);
}

bool HasRoomForCopy(rocksdb::Env* env, const std::string& path) {
  uint64_t free_bytes = 0;
  uint64_t file_bytes = 0;
  if (!env->GetFreeSpace(path, &free_bytes).ok()) return true;
  return env->GetFileSize(path, &file_bytes).ok() && free_bytes > file_bytes + kCopyMarginBytes;
}

absl::StatusOr<std::optional<std::string>> ReadFileIfThere(rocksdb::Env* env,
                                                           const std::string& path) {
  std::string text;
  const rocksdb::Status exists = env->FileExists(path);
  if (exists.IsNotFound()) return std::optional<std::string>();
  DAYBOOK_RETURN_IF_ERROR(FromRocks(exists, "read " + path));
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rocksdb::ReadFileToString(env, path, &text), "read " + path));
  return std::optional<std::string>(std::move(text));
}

absl::Status RemoveFileDurably(rocksdb::Env* env, const std::string& directory,
                               const std::string& name) {
  const rocksdb::Status status = env->DeleteFile(directory + "/" + name);
  if (!status.IsNotFound() && !status.IsPathNotFound()) {
    DAYBOOK_RETURN_IF_ERROR(FromRocks(status, "remove " + name));
  }
  return SyncDirectory(env, directory);
}

absl::Status KeepCopy(rocksdb::Env* env, const std::string& parent, const std::string& from,
                      const std::string& to) {
  const std::string source = parent + "/" + from;
  const std::string unfinished = parent + "/" + to + kTemporarySuffix;
  DAYBOOK_RETURN_IF_ERROR(RemoveDirectory(env, unfinished));
  DAYBOOK_RETURN_IF_ERROR(CreateDirectory(env, unfinished));
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListDirectory(env, source));
  for (const std::string& name : names) {
    const std::string original = source + "/" + name;
    const std::string copy = unfinished + "/" + name;
    const bool linked = IsTableFile(name) && env->LinkFile(original, copy).ok();
    if (!linked) DAYBOOK_RETURN_IF_ERROR(CopyOneFile(env, original, copy));
  }
  DAYBOOK_RETURN_IF_ERROR(SyncDirectory(env, unfinished));
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(env->RenameFile(unfinished, parent + "/" + to), "keep a copy of " + source));
  return SyncDirectory(env, parent);
}

}  // namespace daybook::store
