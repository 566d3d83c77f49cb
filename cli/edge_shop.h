// A running edge as the shop that a scenario is played in. Commands go to the edge as tills send
// them; what became of them is read from its log and folded here, so that every claim is about what
// the edge has written.
//
// What the log says is held against the rules as well: each command is decided here, too, in the
// shop as the log had it just before.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "cli/replay.h"
#include "core/entry/chain.h"
#include "core/scenarios/played_shop.h"
#include "daybook/edge/v1/event_service.pb.h"

namespace daybook::cli {

// How an edge is reached.
struct EdgeLink {
  CommandSender& sender;
  std::function<absl::StatusOr<edge::v1::ReadEventsResponse>(const edge::v1::ReadEventsRequest&)>
      read_events;
  std::function<absl::StatusOr<edge::v1::GetHeadResponse>()> get_head;
};

// The longest log that a scenario is played at the end of: all of it is folded.
inline constexpr int64_t kEdgeShopPositionsMax = 2'000'000;

// Not thread-safe.
class EdgeShop : public scenarios::PlayedShop {
 public:
  // What the link refers to outlives this.
  EdgeShop(EdgeLink link, const Uuid& run_id);

  // Reads the log up to where the run begins: at its end, or, if the run's `command_count_max`
  // commands are there already, at the first of them. Before everything else.
  // Errors: TOO_LARGE; what the edge says.
  absl::Status Begin(int64_t command_count_max);

  absl::StatusOr<scenarios::Outcome> Execute(const edge::v1::Command& command,
                                             const domain::Context& context) override;
  const domain::Aggregate& Find(const StreamId& stream) override { return shop_.Find(stream); }
  const domain::Aggregate& FindBefore(const StreamId& stream) override {
    return before_.Find(stream);
  }

  // How many commands the edge knew already.
  int64_t repeated_count() const { return repeated_count_; }

 private:
  // What an installation has done.
  struct OwnNumber {
    int64_t sequence = 0;
    Digest chain;
  };

  // Returns the entry after the last one that was read; nothing at the end of the log.
  absl::StatusOr<std::optional<event::v1::Entry>> ReadNext();
  absl::StatusOr<std::optional<event::v1::Entry>> Next();
  // Folds the entries up to a position.
  absl::Status FoldTo(int64_t position);
  void Fold(const event::v1::Entry& entry);
  // Looks for the run's commands in the log up to `head`.
  absl::Status FindRun(int64_t head, int64_t command_count_max);

  absl::StatusOr<edge::v1::CommandResult> Send(const edge::v1::Command& command,
                                               const domain::Context& context,
                                               int64_t& head_position);
  edge::v1::CommandEnvelope Envelope(const domain::Context& context);
  scenarios::Outcome Refused(const edge::v1::Command& command, const domain::Context& context,
                             const edge::v1::CommandResult& result);
  absl::StatusOr<scenarios::Outcome> Recorded(const edge::v1::Command& command,
                                              const domain::Context& context,
                                              const edge::v1::CommandResult& result);
  // Returns the outcome of a command that left nothing behind when the run was played before.
  absl::StatusOr<scenarios::Outcome> AsBefore(const edge::v1::Command& command,
                                              const domain::Context& context);
  Uuid RequestId(int64_t number) const;

  const EdgeLink link_;
  const Uuid run_id_;
  domain::MemoryShop shop_;
  domain::MemoryShop before_;
  std::deque<event::v1::Entry> read_ahead_;
  int64_t read_position_ = 0;  // The last one that was read.
  int64_t position_ = 0;       // The last one that is folded.
  int64_t command_number_ = 0;
  int64_t last_recorded_ = 0;              // The run's last command that is in the log.
  std::map<int64_t, int64_t> recorded_;    // Positions, by the command's number.
  std::map<Uuid, OwnNumber> own_numbers_;  // By installation.
  int64_t repeated_count_ = 0;
};

}  // namespace daybook::cli
