// A disk that says "synced" when nothing was: what an edge does to its callers that replies before
// its write is durable. Planted to see that the checkers notice.
#pragma once

#include <memory>
#include <string>

#include "rocksdb/file_system.h"

namespace daybook::sim {

class LyingDisk : public rocksdb::FileSystemWrapper {
 public:
  explicit LyingDisk(const std::shared_ptr<rocksdb::FileSystem>& disk)
      : rocksdb::FileSystemWrapper(disk) {}

  static const char* kClassName() { return "LyingDisk"; }
  const char* Name() const override { return kClassName(); }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = target()->NewWritableFile(path, options, result, context);
    if (status.ok() && path.ends_with(".log")) {
      *result = std::make_unique<LyingFile>(std::move(*result));
    }
    return status;
  }

 private:
  class LyingFile : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    explicit LyingFile(std::unique_ptr<rocksdb::FSWritableFile>&& file)
        : rocksdb::FSWritableFileOwnerWrapper(std::move(file)) {}

    rocksdb::IOStatus Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
      return rocksdb::IOStatus::OK();
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
      return rocksdb::IOStatus::OK();
    }
  };
};

}  // namespace daybook::sim
