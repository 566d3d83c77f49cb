// A whole shop in one thread: tills, the manager, watchers and the edge, on a simulated disk,
// network and clock. The seed is the story: the same seed tells it again, step by step. What must
// never be is checked after every step; the first thing that is wrong ends the story.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "tests/sim/accounts.h"
#include "tests/sim/edge.h"
#include "tests/sim/folds.h"
#include "tests/sim/ledger.h"
#include "tests/sim/network.h"
#include "tests/sim/sim_clock.h"
#include "tests/sim/till.h"
#include "tests/sim/watcher.h"

namespace daybook::sim {

class World {
 public:
  // How often what happened; by it a test can tell that the world is as rough as it should be.
  using Counts = std::map<std::string, int64_t>;

  explicit World(uint64_t seed, Bug bug = Bug::kNone);

  // Tells the story to its end: troubles, then peace, in which everything must come right. Returns
  // the first thing that was wrong.
  absl::Status Run();

  const Counts& counts() const { return counts_; }

  // The end of the log's chain: equal if the story was the same.
  const Digest& hash() const { return ledger_.hash(); }

 private:
  bool Chance(int64_t percent) { return random_.Below(100) < percent; }
  // Remembers the first thing that is wrong.
  void Note(const absl::Status& status) { problem_.Update(status); }
  void MakePeople(const std::vector<std::string>& registers);

  void Step();
  void PassTime();
  void RunEdge();
  void RunTills();
  void Deliver();
  void Send(int till);
  void ReceiveCall(Message message);
  void Reply(const Message& call, engine::Reply reply);
  void StepViews();
  void ReadWatchers();

  // Troubles.
  void MakeTrouble();
  void TroubleDisk();
  void TroubleProcess();
  void TroubleTill();
  void FillDisk(int64_t bytes);
  void MakeRoom();
  void Crash();
  void Restart();
  void PrepareRestart();

  // Peace.
  void Settle();
  bool IsSettled();
  void CatchUp();

  void FollowLog();
  void CheckAll();

  const Bug bug_;
  SeededRandom random_;
  SimClock clock_;
  edge::v1::ShopConfig shop_;
  Edge edge_;
  Network network_;
  std::vector<Till> tills_;
  std::vector<Watcher> watchers_;

  int32_t business_date_;
  bool peace_ = false;
  bool disk_in_trouble_ = false;  // A fault was armed since the edge last started.
  bool disk_is_limited_ = false;
  int64_t steps_down_ = 0;          // Until somebody starts the edge again.
  std::map<int, int64_t> cut_off_;  // Tills, and for how many steps.
  bool cloned_ = false;

  Ledger ledger_;
  Folds folds_;
  Accounts accounts_;
  size_t folded_count_ = 0;  // Lines of the ledger.
  absl::Status problem_;
  Counts counts_;
};

}  // namespace daybook::sim
