// The shop that a scenario is played in: one in memory, or the one of a server (cli/edge_shop.h).
// What the scenario claims is looked up in what the shop has recorded, wherever that is.
#pragma once

#include <string>

#include "core/domain/memory_shop.h"

namespace daybook::scenarios {

// What became of a command.
struct Outcome {
  absl::StatusOr<domain::Decision> decision = domain::Decision();  // Not OK: refused, and why.
  // What was recorded otherwise than the rules of this program and the settings of the scenario
  // have it; empty: nothing.
  std::string difference = {};
};

class PlayedShop {
 public:
  virtual ~PlayedShop() = default;

  // Does `command`, and takes what it led to into what Find shows. Errors: nobody knows what became
  // of it, and the scenario ends.
  virtual absl::StatusOr<Outcome> Execute(const edge::v1::Command& command,
                                          const domain::Context& context) = 0;

  // Returns a thing of the shop, as recorded. The reference is valid until the next call.
  virtual const domain::Aggregate& Find(const StreamId& stream) = 0;

  // Returns the thing as it was before the scenario began.
  virtual const domain::Aggregate& FindBefore(const StreamId& stream) = 0;
};

// Who may do what.
enum class Permissions {
  kAsServer,    // Everybody may do what their role may.
  kStepUpsOnly  // Only where a rule asks: a scenario of one rule need not tell who works there.
};

// A shop in memory that nobody has used before.
class NewShop : public PlayedShop {
 public:
  explicit NewShop(Permissions permissions) : permissions_(permissions) {}

  absl::StatusOr<Outcome> Execute(const edge::v1::Command& command,
                                  const domain::Context& context) override;
  const domain::Aggregate& Find(const StreamId& stream) override { return shop_.Find(stream); }
  const domain::Aggregate& FindBefore(const StreamId& stream) override {
    return before_.Find(stream);
  }

 private:
  const Permissions permissions_;
  domain::MemoryShop shop_;
  domain::MemoryShop before_;  // Empty.
};

// Decides a command as a server does: what the caller may not do is only tried with an approval.
absl::StatusOr<domain::Decision> DecideAsServer(const edge::v1::Command& command,
                                                const domain::Context& context, domain::Shop& shop,
                                                Permissions permissions = Permissions::kAsServer);

}  // namespace daybook::scenarios
