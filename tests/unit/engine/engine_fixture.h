// A log on disk and what the writer decides on, without its thread: batches are decided and written
// where the test says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "edge-server/engine/committer.h"
#include "edge-server/store/event_log.h"
#include "gtest/gtest.h"
#include "tests/support/commands.h"
#include "tests/support/temporary_directory.h"

namespace daybook::engine {

// A clock that stands until it is told otherwise. Thread-safe.
class StandingClock : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixSeconds(1'478'337'300) + Monotonic(); }
  absl::Duration Monotonic() const override {
    MutexLock lock(mutex_);
    return since_start_;
  }
  void Advance(absl::Duration by) {
    MutexLock lock(mutex_);
    since_start_ += by;
  }

 private:
  mutable Mutex mutex_;
  absl::Duration since_start_ DAYBOOK_GUARDED_BY(mutex_) = absl::ZeroDuration();
};

// Returns what rpc makes of an envelope.
Request ToRequest(const edge::v1::CommandEnvelope& envelope);

// Returns a call of the manager at a register, whose reply goes nowhere.
Call CallOf(const std::vector<edge::v1::CommandEnvelope>& envelopes,
            const std::string& register_name = "till1");

// Returns the whole log, an entry's bytes at a time.
std::vector<std::string> ReadWholeLog(const store::EventLog& log);

class EngineFixture : public ::testing::Test {
 protected:
  EngineFixture() { Open(); }

  // Opens the log, and the shop on it, as after a start; what was in memory is gone.
  void Reopen();

  // Decides the calls in one batch and writes it with one fsync.
  std::vector<edge::v1::ExecuteResponse> Commit(const std::vector<Call>& calls);
  // The same for one command.
  edge::v1::CommandResult CommitOne(const edge::v1::CommandEnvelope& envelope);
  edge::v1::CommandResult CommitOne(const edge::v1::Command& command) {
    return CommitOne(test::Ask(ids_.Next(), command));
  }

  int64_t head() const { return log_->head().position; }
  domain::Shop& shop() { return committer_->shop(); }

  ShopState::Options state_;  // Of the next Reopen.
  StandingClock clock_;
  test::Ids ids_{1};
  const edge::v1::ShopConfig config_ = test::Cafe();
  std::unique_ptr<store::EventLog> log_;

 private:
  void Open();

  const test::TemporaryDirectory directory_;
  std::unique_ptr<Committer> committer_;
};

}  // namespace daybook::engine
