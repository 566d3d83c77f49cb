// A disk in memory that fails as disks do: power goes at the n-th operation, what was not synced is
// lost (data, and directory entries too), the last write is torn, a call fails, a bit flips, space
// runs out. What a failed sync should have brought to the disk looks written until the power goes,
// and no later sync brings it there: so do kernels have it that count a page as clean either way.
//
// Hand it to RocksDB with NewFaultEnv. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace daybook::testing {

// What a power cut takes of that which was not synced.
enum class Loss {
  kEverything,
  kNothing,  // Only the process ended: all is there, and what was not synced still is not.
  kSome,     // Of each file and each directory, what came after some point.
};

class FaultFileSystem : public rocksdb::FileSystemWrapper {
 public:
  FaultFileSystem();

  static const char* kClassName() { return "FaultFileSystem"; }
  const char* Name() const override { return kClassName(); }

  // How many operations have changed, or tried to change, the disk so far.
  int64_t operation_count() const;

  // Lets `operations` more operations happen; during the next one the power goes.
  void CutPowerAfter(int64_t operations);

  // Lets `operations` more operations happen; the next one fails with `error`, those after it work.
  void FailAfter(int64_t operations, rocksdb::IOStatus error);

  // Takes back FailAfter.
  void FailNothing();

  bool power_is_off() const;

  // Brings the disk back as a power cut leaves it. `seed` decides what kSome keeps.
  // REQUIRES: no file is open, except for those whose owner will only ever see errors.
  void PowerOn(Loss loss, uint64_t seed = 0);

  // The size of the disk; by default it is endless.
  void SetCapacity(int64_t bytes);

  // Returns the paths of all files below `directory`.
  std::vector<std::string> ListFiles(const std::string& directory) const;
  std::string ReadFile(const std::string& path) const;
  void FlipBit(const std::string& path, int64_t byte, int bit);
  void CutFile(const std::string& path, int64_t bytes);

  // Copies the whole disk, as it is.
  std::shared_ptr<FaultFileSystem> Clone() const;

  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                        rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* result,
                                      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus FileExists(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetChildren(const std::string& path, const rocksdb::IOOptions& options,
                                std::vector<std::string>* names,
                                rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetChildrenFileAttributes(const std::string& path,
                                              const rocksdb::IOOptions& options,
                                              std::vector<rocksdb::FileAttributes>* files,
                                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetFileSize(const std::string& path, const rocksdb::IOOptions& options,
                                uint64_t* bytes, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetFileModificationTime(const std::string& path,
                                            const rocksdb::IOOptions& options, uint64_t* time,
                                            rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus LockFile(const std::string& path, const rocksdb::IOOptions& options,
                             rocksdb::FileLock** lock, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus UnlockFile(rocksdb::FileLock* lock, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewLogger(const std::string& path, const rocksdb::IOOptions& options,
                              std::shared_ptr<rocksdb::Logger>* result,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetAbsolutePath(const std::string& path, const rocksdb::IOOptions& options,
                                    std::string* result, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                 uint64_t* bytes, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus IsDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                bool* is_directory, rocksdb::IODebugContext* context) override;

 private:
  friend class FaultSequentialFile;
  friend class FaultRandomAccessFile;
  friend class FaultWritableFile;
  friend class FaultDirectory;

  struct Node;
  using NodePtr =
      std::shared_ptr<Node>;  // A file may have several names, and none while it is open.

  // A change of a directory that was not synced yet.
  struct DirectoryChange {
    std::string name;
    NodePtr node;  // Null: removed.
  };

  struct Node {
    bool is_directory = false;
    // Of a file.
    std::string data;
    size_t synced_bytes = 0;
    std::vector<std::pair<size_t, size_t>> never_written;  // From, to: what failed syncs left.
    int64_t reserved_bytes = 0;
    // Of a directory.
    std::map<std::string, NodePtr> children;
    std::map<std::string, NodePtr> synced_children;
    std::vector<DirectoryChange> changes;
  };

  // Counts an operation; returns the error if it must not happen. REQUIRES of all: mutex_ is held.
  rocksdb::IOStatus Operate();
  NodePtr Find(const std::string& path) const;
  std::pair<NodePtr, std::string> FindParent(const std::string& path) const;
  static void Change(Node& directory, const std::string& name, NodePtr node);
  int64_t UsedBytes() const;
  int64_t FreeBytes() const;
  rocksdb::IOStatus Append(Node& file, std::string_view data);
  rocksdb::IOStatus Sync(Node& file);

  mutable std::mutex mutex_;
  NodePtr root_;
  std::set<std::string> locks_;
  int64_t operation_count_ = 0;
  int64_t cut_at_ = -1;
  int64_t fail_at_ = -1;
  rocksdb::IOStatus fail_with_;
  bool power_is_off_ = false;
  int64_t capacity_bytes_ = int64_t{1} << 50;
};

// An environment on `disk` in which nobody sleeps: RocksDB waits a second after an error.
std::unique_ptr<rocksdb::Env> NewFaultEnv(const std::shared_ptr<FaultFileSystem>& disk);

}  // namespace daybook::testing
