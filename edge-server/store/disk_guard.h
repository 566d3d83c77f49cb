// Watches the free space of the log's disk: below the soft limit the log takes no more commands,
// long before a write could fail. A ballast file is held back so that a log on a full disk can be
// opened at all. Nothing is ever deleted to make room but the ballast. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/mutex.h"
#include "core/base/status.h"
#include "rocksdb/env.h"

namespace daybook::store {

class DiskGuard {
 public:
  struct Options {
    std::string directory;
    rocksdb::Env* env = nullptr;  // Outlives the guard.
    int64_t soft_bytes_min = 0;   // Free bytes below which nothing more is taken.
    int64_t ballast_bytes = 0;    // 0: no ballast.
  };

  explicit DiskGuard(Options options) : options_(std::move(options)) {}

  // Lets the ballast go if there is less free space than the ballast would take. Before the log is
  // opened.
  void MakeRoom();

  // Looks at the free space; puts the ballast back where there is room for it above the soft limit.
  void Check();

  // Free bytes below the soft limit at the last look. A disk whose free space cannot be told is not
  // full.
  bool full() const;

 private:
  std::string ballast_path() const { return options_.directory + "/ballast"; }
  void MakeBallast();

  const Options options_;
  mutable Mutex mutex_;
  bool full_ DAYBOOK_GUARDED_BY(mutex_) = false;
};

}  // namespace daybook::store
