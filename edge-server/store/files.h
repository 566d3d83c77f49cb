// The file operations that the log does by itself, beside RocksDB, through the same file system: so
// that tests can fail each of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"
#include "rocksdb/env.h"

namespace daybook::store {

// Holds a directory for this process until it is destroyed.
class DirectoryLock {
 public:
  // Errors: DIRECTORY_IN_USE. `env` outlives the lock.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Take(rocksdb::Env* env,
                                                             const std::string& directory);
  ~DirectoryLock();

 private:
  DirectoryLock(rocksdb::Env* env, rocksdb::FileLock* lock) : env_(env), lock_(lock) {}

  rocksdb::Env* env_;  // Outlives this.
  rocksdb::FileLock* lock_;
};

// Errors of all: STORE_FAILED.

// Makes a directory, and those above it that are missing, durably: its name in the directory above
// it, too. One that exists is fine.
absl::Status CreateDirectory(rocksdb::Env* env, const std::string& directory);

// Returns the directory above: "/" of "/", "." of a name alone.
std::string ParentOf(const std::string& path);
absl::Status SyncDirectory(rocksdb::Env* env, const std::string& directory);

// Returns the names in `directory`, but "." and "..".
absl::StatusOr<std::vector<std::string>> ListDirectory(rocksdb::Env* env,
                                                       const std::string& directory);

// Writes a small file that is there wholly or not at all, and is durable on return.
absl::Status WriteFileDurably(rocksdb::Env* env, const std::string& directory,
                              const std::string& name, std::string_view text);

// Writes a file anew, the bytes that it has, and is durable on return. A crash leaves it as it was.
absl::Status RewriteFile(rocksdb::Env* env, const std::string& directory, const std::string& name);

// Syncs a file as it is.
absl::Status SyncFile(rocksdb::Env* env, const std::string& path);

// Whether the disk has room for a copy of a file, and a little more.
bool HasRoomForCopy(rocksdb::Env* env, const std::string& path);

// Returns the text of a small file, or nothing if it does not exist.
absl::StatusOr<std::optional<std::string>> ReadFileIfThere(rocksdb::Env* env,
                                                           const std::string& path);

// Removes a file, durably; one that does not exist is fine.
absl::Status RemoveFileDurably(rocksdb::Env* env, const std::string& directory,
                               const std::string& name);

// Makes a durable copy of a directory of files: table files (*.sst), which never change, by hard
// link, all others by content. The copy is there wholly or not at all.
absl::Status KeepCopy(rocksdb::Env* env, const std::string& parent, const std::string& from,
                      const std::string& to);

}  // namespace daybook::store
