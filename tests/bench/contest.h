// The server and its baselines under the same load, in turns: a machine that is disturbed disturbs
// them all, and each round gives a ratio of its own.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/contender.h"
#include "tests/bench/shop_run.h"

namespace daybook::bench {

inline constexpr std::string_view kEdgeName = "edge";

// One of them and how it did.
struct Standing {
  Standing(std::string_view standing_name, Contender& who) : name(standing_name), contender(&who) {}

  std::string name;
  Contender* contender;  // Outlives this.
  SliceResult total;
  std::vector<double> rates;  // Sales a second, round by round.
  absl::Duration far_cpu;     // Of the other process, where there is one.
  absl::Duration client_cpu;
};

// From the main thread.
class Contest {
 public:
  // `shop` may be null: the baselines alone. Both outlive this.
  Contest(Run& run, BusyShop* shop);

  // Makes the named baselines ready. One that this machine cannot run is skipped.
  // Errors: CONNECTION_FAILED, STORE_FAILED.
  absl::Status AddBaselines(const std::vector<std::string>& names);

  // Lets everybody run for `total` altogether, in `rounds` rounds, after a short one that does not
  // count. Errors: CONNECTION_FAILED if a sale is not accepted.
  absl::Status Measure(absl::Duration total, int64_t rounds);

  // Adds the server's figures, its ratios to the baselines, and the baselines' own.
  void AddTo(Document& document) const;

  // Returns all standings as a table for people.
  std::string Table() const;

  const Standing* Find(std::string_view name) const;

  // Returns the median ratio of the server's rate to that of a baseline; 0 if either did not run.
  double RatioTo(std::string_view baseline) const;

 private:
  absl::Status AddEcho();
  absl::Status AddBaseline(const std::string& name);
  void Add(std::string_view name, std::unique_ptr<Contender> contender);
  absl::Status MeasureSlice(Standing& standing, absl::Duration duration, bool counts);

  Run& run_;              // Outlives this.
  BusyShop* const shop_;  // Outlives this; may be null.
  std::unique_ptr<ChildProcess> echo_;
  std::vector<std::unique_ptr<Contender>> owned_;
  std::vector<Standing> standings_;
  std::vector<std::pair<std::string, std::string>> skipped_;  // Name and reason.
  absl::Duration views_lag_max_;
};

}  // namespace daybook::bench
