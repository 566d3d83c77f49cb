// What RocksDB sees of the operating system: a simulated disk, and no threads of its own. The work
// that it would leave to threads waits until the world lets it happen, so that the same seed gives
// the same order of everything.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <thread>

#include "core/base/mutex.h"
#include "rocksdb/env.h"

namespace daybook::sim {

class SimEnv : public rocksdb::EnvWrapper {
 public:
  explicit SimEnv(const std::shared_ptr<rocksdb::FileSystem>& disk);

  static const char* kClassName() { return "SimEnv"; }
  const char* Name() const override { return kClassName(); }

  // Does what waits, and what comes of it, on the caller's thread.
  void RunWork() DAYBOOK_EXCLUDES(mutex_);

  // As long as one lives, what is scheduled is done at once: for calls that wait for it and do
  // nothing else meanwhile. Ends when all is done.
  class Helper {
   public:
    explicit Helper(SimEnv& env);
    ~Helper();
    Helper(const Helper&) = delete;
    Helper& operator=(const Helper&) = delete;

   private:
    SimEnv& env_;
    std::thread thread_;
  };

  void Schedule(void (*function)(void*), void* argument, Priority priority, void* tag,
                void (*unschedule)(void*)) override DAYBOOK_EXCLUDES(mutex_);
  int UnSchedule(void* tag, Priority priority) override DAYBOOK_EXCLUDES(mutex_);
  unsigned int GetThreadPoolQueueLen(Priority) const override { return 0; }

 private:
  struct Work {
    void (*function)(void*);
    void* argument;
    Priority priority;
    void* tag;
    void (*unschedule)(void*);
  };

  std::optional<Work> Take() DAYBOOK_EXCLUDES(mutex_);
  void Help() DAYBOOK_EXCLUDES(mutex_);

  Mutex mutex_;
  std::deque<Work> waiting_ DAYBOOK_GUARDED_BY(mutex_);
  bool helper_ends_ DAYBOOK_GUARDED_BY(mutex_) = false;
};

}  // namespace daybook::sim
