#include "tests/sim/sim_env.h"

#include <vector>

#include "rocksdb/system_clock.h"

namespace daybook::sim {
namespace {

// After a failed write RocksDB would sleep.
class SleeplessClock : public rocksdb::SystemClockWrapper {
 public:
  SleeplessClock() : rocksdb::SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "SleeplessClock"; }
  void SleepForMicroseconds(int) override {}
};

}  // namespace

SimEnv::SimEnv(const std::shared_ptr<rocksdb::FileSystem>& disk)
    : rocksdb::EnvWrapper(rocksdb::NewCompositeEnv(disk)) {
  file_system_ = disk;
  system_clock_ = std::make_shared<SleeplessClock>();
}

void SimEnv::Schedule(void (*function)(void*), void* argument, Priority priority, void* tag,
                      void (*unschedule)(void*)) {
  MutexLock lock(mutex_);
  waiting_.push_back({function, argument, priority, tag, unschedule});
}

int SimEnv::UnSchedule(void* tag, Priority priority) {
  std::vector<Work> taken;
  {
    MutexLock lock(mutex_);
    for (auto work = waiting_.begin(); work != waiting_.end();) {
      const bool matches = work->tag == tag && work->priority == priority;
      if (matches) taken.push_back(*work);
      work = matches ? waiting_.erase(work) : work + 1;
    }
  }
  for (const Work& work : taken) {
    if (work.unschedule != nullptr) work.unschedule(work.argument);
  }
  return static_cast<int>(taken.size());
}

std::optional<SimEnv::Work> SimEnv::Take() {
  MutexLock lock(mutex_);
  if (waiting_.empty()) return std::nullopt;
  const Work work = waiting_.front();
  waiting_.pop_front();
  return work;
}

void SimEnv::RunWork() {
  while (const auto work = Take()) work->function(work->argument);
}

void SimEnv::Help() {
  while (true) {
    {
      MutexLock lock(mutex_);
      mutex_.Await([this]() DAYBOOK_REQUIRES(mutex_) { return helper_ends_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
    }
    if (const auto work = Take()) work->function(work->argument);
  }
}

SimEnv::Helper::Helper(SimEnv& env) : env_(env) {
  {
    MutexLock lock(env_.mutex_);
    env_.helper_ends_ = false;
  }
  thread_ = std::thread([&env] { env.Help(); });
}

SimEnv::Helper::~Helper() {
  {
    MutexLock lock(env_.mutex_);
    env_.helper_ends_ = true;
  }
  thread_.join();
}

}  // namespace daybook::sim
