// A shop's days in memory: what people do is decided and counts at once, with no disk, network or
// crash between them. It says what the rules do with everything that people may think of: far more
// days than a whole world tells in the same time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/sim/accounts.h"
#include "tests/sim/folds.h"
#include "tests/sim/people.h"

namespace daybook::sim {

class ShopDays {
 public:
  explicit ShopDays(uint64_t seed);

  // Plays some days to the end of the last. Returns the first thing that is wrong: money, goods or
  // numbers that do not add up, a view or a snapshot that is not what the log says.
  absl::Status Run();

  int64_t entry_count() const { return entry_count_; }
  const Accounts& accounts() const { return accounts_; }

 private:
  struct Seat {
    Cashier cashier;
    int64_t sequence = 0;  // Of a till that decides by itself.
  };

  bool Chance(int64_t percent) { return random_.Below(100) < percent; }
  absl::Status PlayDay(int32_t business_date);
  absl::Status Settle(int32_t business_date);
  absl::Status Act(Seat& seat, const Moment& moment);
  absl::Status Act(const Moment& moment);
  absl::Status Record(const edge::v1::Command& command, const domain::Context& context,
                      int64_t sequence, domain::Decision decision);
  absl::Status Check();

  SeededRandom random_;
  edge::v1::ShopConfig config_;
  domain::MemoryShop shop_;
  std::vector<Seat> seats_;
  Manager manager_;
  absl::Time now_;
  int64_t next_position_ = 1;
  int64_t entry_count_ = 0;
  std::map<std::string, StreamId> streams_;  // That anything happened on.
  Accounts accounts_;
  Folds folds_;
};

}  // namespace daybook::sim
