// The edge of the simulated shop: the real log, views, committer and projector, without their
// threads. Everything happens when the world calls.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "edge-server/engine/committer.h"
#include "edge-server/engine/log_source.h"
#include "edge-server/engine/projector.h"
#include "edge-server/store/event_log.h"
#include "edge-server/store/view_store.h"
#include "tests/sim/sim_clock.h"
#include "tests/sim/sim_env.h"
#include "tests/support/fault_file_system.h"

namespace daybook::sim {

// What is planted to see that the checkers notice it.
enum class Bug {
  kNone,
  kRepliesBeforeDurable,
  // At every start:
  kForgetsRequests,
  kForgetsInstallations,
  kTrustsStaleBooks,
  kWatchersResumeAtHead,
  // All the time:
  kMiscountsTotals,
};

class Edge {
 public:
  // `clock` outlives this.
  Edge(const edge::v1::ShopConfig& shop, const Clock& clock, Bug bug);
  ~Edge();

  testing::FaultFileSystem& disk() { return *disk_; }
  SimEnv& env() { return env_; }
  const edge::v1::ShopConfig& shop_config() const { return shop_config_; }

  // Opens everything. REQUIRES: not running.
  absl::Status Start();

  // Ends in order, as the program does at SIGTERM. REQUIRES: running.
  absl::Status Stop();

  // The power goes: only what the disk has synced, and what `loss` leaves, is there afterwards.
  void LosePower(testing::Loss loss, uint64_t seed);

  // The process is killed: what it has written is there afterwards, synced or not.
  void Kill() { LosePower(testing::Loss::kNothing, 0); }

  // Moves the log to table files. REQUIRES: not running.
  absl::Status MoveToTableFiles();

  // Deletes the views, which is allowed at any time. REQUIRES: not running.
  absl::Status DeleteViews();

  bool running() const { return running_; }
  store::EventLog& log() { return *log_; }
  store::ViewStore& views() { return *views_; }
  engine::Committer& committer() { return *committer_; }
  engine::Projector& projector() { return *projector_; }

  // Takes a call into the queue, or replies at once with what the writer would.
  void Receive(engine::Call call);

  // Commits up to `calls_max` of the calls that wait. After an error the process must end.
  absl::Status Commit(size_t calls_max);

  absl::Status FlushViews();

 private:
  absl::Status PlantBugs();
  absl::Status Take(const engine::Call& call);
  void Destroy();

  const edge::v1::ShopConfig shop_config_;
  const Clock& clock_;
  const Bug bug_;
  const std::shared_ptr<testing::FaultFileSystem> disk_;
  SimEnv env_;

  bool running_ = false;
  std::unique_ptr<store::EventLog> log_;
  std::unique_ptr<store::ViewStore> views_;
  std::unique_ptr<engine::Committer> committer_;
  std::unique_ptr<engine::LogSource> log_source_;
  std::unique_ptr<engine::Projector> projector_;
  std::deque<engine::Call> queue_;
  absl::flat_hash_set<Uuid> busy_installations_;
};

}  // namespace daybook::sim
