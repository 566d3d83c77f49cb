#include "tests/support/fault_file_system.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "core/base/check.h"
#include "rocksdb/env.h"
#include "rocksdb/system_clock.h"

namespace daybook::testing {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
  size_t GetLogFileSize() const override { return 0; }
};

class SleeplessClock : public rocksdb::SystemClockWrapper {
 public:
  SleeplessClock() : rocksdb::SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "SleeplessClock"; }
  void SleepForMicroseconds(int) override { std::this_thread::yield(); }
};

class FaultEnv : public rocksdb::EnvWrapper {
 public:
  explicit FaultEnv(const std::shared_ptr<FaultFileSystem>& disk)
      : rocksdb::EnvWrapper(rocksdb::NewCompositeEnv(disk)) {
    system_clock_ = std::make_shared<SleeplessClock>();
  }
};

class HeldLock : public rocksdb::FileLock {
 public:
  explicit HeldLock(std::string path) : path_(std::move(path)) {}
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

IOStatus NotFound(const std::string& path) {
  return IOStatus::PathNotFound(path, "no such file or directory");
}

std::vector<std::string> Split(const std::string& path) {
  std::vector<std::string> names;
  size_t start = 0;
  while (start < path.size()) {
    const size_t slash = std::min(path.find('/', start), path.size());
    if (slash > start) names.push_back(path.substr(start, slash - start));
    start = slash + 1;
  }
  return names;
}

// Returns up to `n` bytes of a file's data, which are then in `scratch`.
rocksdb::Slice ReadAt(const std::string& data, uint64_t offset, size_t n, char* scratch) {
  return {scratch, data.copy(scratch, n, std::min(offset, data.size()))};
}

}  // namespace

class FaultSequentialFile : public rocksdb::FSSequentialFile {
 public:
  FaultSequentialFile(FaultFileSystem& disk, FaultFileSystem::NodePtr file)
      : disk_(disk), file_(std::move(file)) {}

  IOStatus Read(size_t n, const IOOptions&, rocksdb::Slice* result, char* scratch,
                IODebugContext*) override {
    const std::lock_guard<std::mutex> lock(disk_.mutex_);
    *result = ReadAt(file_->data, offset_, n, scratch);
    offset_ += result->size();
    return IOStatus::OK();
  }

  IOStatus Skip(uint64_t n) override {
    offset_ += n;
    return IOStatus::OK();
  }

 private:
  FaultFileSystem& disk_;
  const FaultFileSystem::NodePtr file_;
  size_t offset_ = 0;
};

class FaultRandomAccessFile : public rocksdb::FSRandomAccessFile {
 public:
  FaultRandomAccessFile(FaultFileSystem& disk, FaultFileSystem::NodePtr file)
      : disk_(disk), file_(std::move(file)) {}

  IOStatus Read(uint64_t offset, size_t n, const IOOptions&, rocksdb::Slice* result, char* scratch,
                IODebugContext*) const override {
    const std::lock_guard<std::mutex> lock(disk_.mutex_);
    *result = ReadAt(file_->data, offset, n, scratch);
    return IOStatus::OK();
  }

 private:
  FaultFileSystem& disk_;
  const FaultFileSystem::NodePtr file_;
};

class FaultWritableFile : public rocksdb::FSWritableFile {
 public:
  FaultWritableFile(FaultFileSystem& disk, FaultFileSystem::NodePtr file)
      : disk_(disk), file_(std::move(file)) {}

  using rocksdb::FSWritableFile::Append;
  IOStatus Append(const rocksdb::Slice& data, const IOOptions&, IODebugContext*) override {
    const std::lock_guard<std::mutex> lock(disk_.mutex_);
    return disk_.Append(*file_, data.ToStringView());
  }

  IOStatus Truncate(uint64_t size, const IOOptions&, IODebugContext*) override {
    const std::lock_guard<std::mutex> lock(disk_.mutex_);
    if (IOStatus status = disk_.Operate(); !status.ok()) return status;
    file_->data.resize(size);
    file_->synced_bytes = std::min<size_t>(file_->synced_bytes, size);
    return IOStatus::OK();
  }

  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    const std::lock_guard<std::mutex> lock(disk_.mutex_);
    return disk_.Sync(*file_);
  }

  // A hint that promises nothing.
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

  // Preallocation, too, is a hint here, unless a file is made of nothing else.
  void PrepareWrite(size_t, size_t, const IOOptions&, IODebugContext*) override {}

  IOStatus Allocate(uint64_t offset, uint64_t bytes, const IOOptions&, IODebugContext*) override {
    const std::lock_guard<std::mutex> lock(disk_.mutex_);
    if (IOStatus status = disk_.Operate(); !status.ok()) return status;
    const auto end = static_cast<int64_t>(offset + bytes);
    if (end - file_->reserved_bytes > disk_.FreeBytes()) return IOStatus::NoSpace("disk full");
    file_->reserved_bytes = std::max(file_->reserved_bytes, end);
    return IOStatus::OK();
  }

  uint64_t GetFileSize(const IOOptions&, IODebugContext*) override {
    const std::lock_guard<std::mutex> lock(disk_.mutex_);
    return file_->data.size();
  }

 private:
  FaultFileSystem& disk_;
  const FaultFileSystem::NodePtr file_;
};

class FaultDirectory : public rocksdb::FSDirectory {
 public:
  FaultDirectory(FaultFileSystem& disk, FaultFileSystem::NodePtr directory)
      : disk_(disk), directory_(std::move(directory)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    const std::lock_guard<std::mutex> lock(disk_.mutex_);
    if (IOStatus status = disk_.Operate(); !status.ok()) return status;
    directory_->synced_children = directory_->children;
    directory_->changes.clear();
    return IOStatus::OK();
  }

  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  FaultFileSystem& disk_;
  const FaultFileSystem::NodePtr directory_;
};

FaultFileSystem::FaultFileSystem()
    : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()), root_(std::make_shared<Node>()) {
  root_->is_directory = true;
}

int64_t FaultFileSystem::operation_count() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return operation_count_;
}

void FaultFileSystem::CutPowerAfter(int64_t operations) {
  const std::lock_guard<std::mutex> lock(mutex_);
  cut_at_ = operation_count_ + operations;
}

void FaultFileSystem::FailAfter(int64_t operations, IOStatus error) {
  const std::lock_guard<std::mutex> lock(mutex_);
  fail_at_ = operation_count_ + operations;
  fail_with_ = std::move(error);
}

void FaultFileSystem::FailNothing() {
  const std::lock_guard<std::mutex> lock(mutex_);
  fail_at_ = -1;
}

bool FaultFileSystem::power_is_off() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return power_is_off_;
}

void FaultFileSystem::SetCapacity(int64_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  capacity_bytes_ = bytes;
}

IOStatus FaultFileSystem::Operate() {
  const int64_t operation = operation_count_++;
  if (operation == cut_at_) power_is_off_ = true;
  if (power_is_off_) return IOStatus::IOError("the power is off");
  if (operation == fail_at_) return fail_with_;
  return IOStatus::OK();
}

FaultFileSystem::NodePtr FaultFileSystem::Find(const std::string& path) const {
  NodePtr node = root_;
  for (const std::string& name : Split(path)) {
    const auto child = node->children.find(name);
    if (child == node->children.end()) return nullptr;
    node = child->second;
  }
  return node;
}

std::pair<FaultFileSystem::NodePtr, std::string> FaultFileSystem::FindParent(
    const std::string& path) const {
  std::vector<std::string> names = Split(path);
  if (names.empty()) return {nullptr, ""};
  std::string parent;
  for (size_t i = 0; i + 1 < names.size(); ++i) parent += "/" + names[i];
  NodePtr node = Find(parent);
  if (node != nullptr && !node->is_directory) node = nullptr;
  return {node, names.back()};
}

void FaultFileSystem::Change(Node& directory, const std::string& name, NodePtr node) {
  if (node == nullptr) {
    directory.children.erase(name);
  } else {
    directory.children[name] = node;
  }
  directory.changes.push_back({name, std::move(node)});
}

int64_t FaultFileSystem::UsedBytes() const {
  int64_t used = 0;
  std::set<const Node*> seen;
  std::vector<const Node*> rest = {root_.get()};
  while (!rest.empty()) {
    const Node* const node = rest.back();
    rest.pop_back();
    if (!seen.insert(node).second) continue;
    used += std::max(static_cast<int64_t>(node->data.size()), node->reserved_bytes);
    for (const auto& [name, child] : node->children) rest.push_back(child.get());
  }
  return used;
}

int64_t FaultFileSystem::FreeBytes() const {
  return std::max<int64_t>(capacity_bytes_ - UsedBytes(), 0);
}

IOStatus FaultFileSystem::Append(Node& file, std::string_view data) {
  if (IOStatus status = Operate(); !status.ok()) {
    // The write that the power cut falls into is torn.
    if (operation_count_ - 1 == cut_at_) file.data.append(data.substr(0, data.size() / 2));
    return status;
  }
  const bool bounded = capacity_bytes_ < int64_t{1} << 50;
  if (bounded && static_cast<int64_t>(data.size()) > FreeBytes()) {
    return IOStatus::NoSpace("disk full");
  }
  file.data.append(data);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::Sync(Node& file) {
  IOStatus status = Operate();
  if (!status.ok() && !power_is_off_) {
    file.never_written.emplace_back(file.synced_bytes, file.data.size());
  }
  if (status.ok()) file.synced_bytes = file.data.size();
  return status;
}

void FaultFileSystem::PowerOn(Loss loss, uint64_t seed) {
  const std::lock_guard<std::mutex> lock(mutex_);
  SeededRandom random(seed);
  const auto keep = [&](size_t unsynced) -> size_t {
    if (loss == Loss::kEverything) return 0;
    return static_cast<size_t>(random.Below(static_cast<int64_t>(unsynced) + 1));
  };
  std::vector<NodePtr> rest;
  if (loss != Loss::kNothing) rest.push_back(root_);
  std::set<const Node*> seen;
  while (!rest.empty()) {
    const NodePtr node = rest.back();
    rest.pop_back();
    if (!seen.insert(node.get()).second) continue;
    const size_t changes = keep(node->changes.size());
    for (size_t i = 0; i < changes; ++i) {
      const DirectoryChange& change = node->changes[i];
      if (change.node == nullptr) {
        node->synced_children.erase(change.name);
      } else {
        node->synced_children[change.name] = change.node;
      }
    }
    node->changes.clear();
    node->children = node->synced_children;
    node->data.resize(node->synced_bytes + keep(node->data.size() - node->synced_bytes));
    node->synced_bytes = node->data.size();
    for (const auto& [from, to] : std::exchange(node->never_written, {})) {
      for (size_t i = from; i < std::min(to, node->data.size()); ++i) node->data[i] = '\0';
    }
    for (const auto& [name, child] : node->children) rest.push_back(child);
  }
  locks_.clear();
  cut_at_ = -1;
  fail_at_ = -1;
  power_is_off_ = false;
}

std::vector<std::string> FaultFileSystem::ListFiles(const std::string& directory) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::string> files;
  std::vector<std::pair<std::string, NodePtr>> rest = {{directory, Find(directory)}};
  while (!rest.empty()) {
    const auto [path, node] = rest.back();
    rest.pop_back();
    if (node == nullptr) continue;
    if (!node->is_directory) files.push_back(path);
    for (const auto& [name, child] : node->children) rest.emplace_back(path + "/" + name, child);
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string FaultFileSystem::ReadFile(const std::string& path) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr file = Find(path);
  DAYBOOK_CHECK(file != nullptr);
  return file->data;
}

void FaultFileSystem::FlipBit(const std::string& path, int64_t byte, int bit) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr file = Find(path);
  DAYBOOK_CHECK(file != nullptr && byte < static_cast<int64_t>(file->data.size()));
  file->data[static_cast<size_t>(byte)] =
      static_cast<char>(file->data[static_cast<size_t>(byte)] ^ (1 << bit));
}

void FaultFileSystem::CutFile(const std::string& path, int64_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr file = Find(path);
  DAYBOOK_CHECK(file != nullptr && bytes <= static_cast<int64_t>(file->data.size()));
  file->data.resize(static_cast<size_t>(bytes));
  file->synced_bytes = std::min(file->synced_bytes, file->data.size());
}

std::shared_ptr<FaultFileSystem> FaultFileSystem::Clone() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto clone = std::make_shared<FaultFileSystem>();
  std::map<const Node*, NodePtr> copies;
  const auto copy = [&copies](const auto& self, const NodePtr& node) -> NodePtr {
    if (node == nullptr) return nullptr;
    NodePtr& made = copies[node.get()];
    if (made != nullptr) return made;
    made = std::make_shared<Node>(*node);
    const NodePtr result = made;
    for (auto& [name, child] : result->children) child = self(self, child);
    for (auto& [name, child] : result->synced_children) child = self(self, child);
    for (DirectoryChange& change : result->changes) change.node = self(self, change.node);
    return result;
  };
  clone->root_ = copy(copy, root_);
  clone->capacity_bytes_ = capacity_bytes_;
  return clone;
}

IOStatus FaultFileSystem::NewSequentialFile(const std::string& path, const rocksdb::FileOptions&,
                                            std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                            IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr file = Find(path);
  if (file == nullptr || file->is_directory) return NotFound(path);
  *result = std::make_unique<FaultSequentialFile>(*this, file);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions&,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                              IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr file = Find(path);
  if (file == nullptr || file->is_directory) return NotFound(path);
  *result = std::make_unique<FaultRandomAccessFile>(*this, file);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::NewWritableFile(const std::string& path, const rocksdb::FileOptions&,
                                          std::unique_ptr<rocksdb::FSWritableFile>* result,
                                          IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  const auto [parent, name] = FindParent(path);
  if (parent == nullptr) return NotFound(path);
  auto file = std::make_shared<Node>();
  Change(*parent, name, file);
  *result = std::make_unique<FaultWritableFile>(*this, std::move(file));
  return IOStatus::OK();
}

IOStatus FaultFileSystem::ReopenWritableFile(const std::string& path, const rocksdb::FileOptions&,
                                             std::unique_ptr<rocksdb::FSWritableFile>* result,
                                             IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  NodePtr file = Find(path);
  if (file == nullptr || file->is_directory) return NotFound(path);
  *result = std::make_unique<FaultWritableFile>(*this, std::move(file));
  return IOStatus::OK();
}

IOStatus FaultFileSystem::ReuseWritableFile(const std::string& path, const std::string&,
                                            const rocksdb::FileOptions&,
                                            std::unique_ptr<rocksdb::FSWritableFile>*,
                                            IODebugContext*) {
  return IOStatus::NotSupported("reuse", path);
}

IOStatus FaultFileSystem::NewDirectory(const std::string& path, const IOOptions&,
                                       std::unique_ptr<rocksdb::FSDirectory>* result,
                                       IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr directory = Find(path);
  if (directory == nullptr || !directory->is_directory) return NotFound(path);
  *result = std::make_unique<FaultDirectory>(*this, directory);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::FileExists(const std::string& path, const IOOptions&, IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return Find(path) == nullptr ? IOStatus::NotFound(path) : IOStatus::OK();
}

IOStatus FaultFileSystem::GetChildren(const std::string& path, const IOOptions&,
                                      std::vector<std::string>* names, IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr directory = Find(path);
  names->clear();
  if (directory == nullptr || !directory->is_directory) return NotFound(path);
  for (const auto& [name, child] : directory->children) names->push_back(name);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::GetChildrenFileAttributes(const std::string& path, const IOOptions&,
                                                    std::vector<rocksdb::FileAttributes>* files,
                                                    IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr directory = Find(path);
  files->clear();
  if (directory == nullptr || !directory->is_directory) return NotFound(path);
  for (const auto& [name, child] : directory->children) {
    files->push_back({name, child->data.size()});
  }
  return IOStatus::OK();
}

IOStatus FaultFileSystem::DeleteFile(const std::string& path, const IOOptions&, IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  const auto [parent, name] = FindParent(path);
  const NodePtr file = Find(path);
  if (file == nullptr || file->is_directory) return NotFound(path);
  Change(*parent, name, nullptr);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::CreateDir(const std::string& path, const IOOptions& options,
                                    IODebugContext* context) {
  if (FileExists(path, options, context).ok()) return IOStatus::IOError(path, "exists");
  return CreateDirIfMissing(path, options, context);
}

IOStatus FaultFileSystem::CreateDirIfMissing(const std::string& path, const IOOptions&,
                                             IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const NodePtr found = Find(path); found != nullptr) {
    return found->is_directory ? IOStatus::OK() : IOStatus::IOError(path, "is a file");
  }
  if (IOStatus status = Operate(); !status.ok()) return status;
  const auto [parent, name] = FindParent(path);
  if (parent == nullptr) return NotFound(path);
  auto directory = std::make_shared<Node>();
  directory->is_directory = true;
  Change(*parent, name, std::move(directory));
  return IOStatus::OK();
}

IOStatus FaultFileSystem::DeleteDir(const std::string& path, const IOOptions&, IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  const NodePtr directory = Find(path);
  if (directory == nullptr || !directory->is_directory) return NotFound(path);
  if (!directory->children.empty()) return IOStatus::IOError(path, "is not empty");
  const auto [parent, name] = FindParent(path);
  Change(*parent, name, nullptr);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::GetFileSize(const std::string& path, const IOOptions&, uint64_t* bytes,
                                      IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr file = Find(path);
  if (file == nullptr) return NotFound(path);
  *bytes = file->data.size();
  return IOStatus::OK();
}

IOStatus FaultFileSystem::GetFileModificationTime(const std::string&, const IOOptions&,
                                                  uint64_t* time, IODebugContext*) {
  *time = 0;
  return IOStatus::OK();
}

IOStatus FaultFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const IOOptions&, IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  const NodePtr node = Find(from);
  const auto [from_parent, from_name] = FindParent(from);
  const auto [to_parent, to_name] = FindParent(to);
  if (node == nullptr || to_parent == nullptr) return NotFound(from);
  // Added before it is removed: a cut between the two leaves both names, never none.
  Change(*to_parent, to_name, node);
  Change(*from_parent, from_name, nullptr);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::LinkFile(const std::string& from, const std::string& to, const IOOptions&,
                                   IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (IOStatus status = Operate(); !status.ok()) return status;
  const NodePtr node = Find(from);
  const auto [parent, name] = FindParent(to);
  if (node == nullptr || node->is_directory || parent == nullptr) return NotFound(from);
  Change(*parent, name, node);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::LockFile(const std::string& path, const IOOptions&,
                                   rocksdb::FileLock** lock_result, IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  *lock_result = nullptr;
  if (power_is_off_) return IOStatus::IOError("the power is off");
  if (!locks_.insert(path).second) return IOStatus::Busy(path, "is locked");
  *lock_result = new HeldLock(path);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::UnlockFile(rocksdb::FileLock* held, const IOOptions&, IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  locks_.erase(static_cast<HeldLock*>(held)->path());
  delete static_cast<HeldLock*>(held);
  return IOStatus::OK();
}

IOStatus FaultFileSystem::NewLogger(const std::string&, const IOOptions&,
                                    std::shared_ptr<rocksdb::Logger>* result, IODebugContext*) {
  *result = std::make_shared<SilentLogger>();
  return IOStatus::OK();
}

IOStatus FaultFileSystem::GetAbsolutePath(const std::string& path, const IOOptions&,
                                          std::string* result, IODebugContext*) {
  *result = path;
  return IOStatus::OK();
}

IOStatus FaultFileSystem::GetFreeSpace(const std::string&, const IOOptions&, uint64_t* bytes,
                                       IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  *bytes = static_cast<uint64_t>(FreeBytes());
  return IOStatus::OK();
}

IOStatus FaultFileSystem::IsDirectory(const std::string& path, const IOOptions&, bool* is_directory,
                                      IODebugContext*) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const NodePtr node = Find(path);
  if (node == nullptr) return NotFound(path);
  *is_directory = node->is_directory;
  return IOStatus::OK();
}

std::unique_ptr<rocksdb::Env> NewFaultEnv(const std::shared_ptr<FaultFileSystem>& disk) {
  return std::make_unique<FaultEnv>(disk);
}

}  // namespace daybook::testing
